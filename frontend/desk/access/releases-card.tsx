// Labels that were or would be loosened: they wait for a second person, who confirms with the passkey, refuses, or lets the day run out.
import { A } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import { bindCountersign, type ReleaseView } from "../../../backend/cases/marking/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { Refusal } from "../../shell/forms/refusal.tsx";

const root = "/api/v1/desk/releases";

export function ReleasesCard(): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [list, { refetch }] = createResource(async () => await apiGet<{ rows: ReleaseView[] }>(root));
  const say = (labels: ReleaseView["to"]): string =>
    `TLP:${labels.marking.toUpperCase()} PAP:${labels.pap.toUpperCase()}`;
  const countersign = async (id: string): Promise<void> => {
    const isDone = await act.run(bindCountersign(id), async () => {
      await apiPost(`${root}/${id}/countersign`);
    });
    if (isDone) void refetch();
  };
  const refuse = async (id: string): Promise<void> => {
    await apiPost(`${root}/${id}/refuse`).then(() => void refetch(), tellProblem);
  };
  return (
    <Card title={t("access.releases.title")} count={list.latest?.rows.length}>
      <Refusal of={act} />
      <ul class="access-rows">
        <For each={list.latest?.rows} fallback={<li class="quiet-text">{t("access.releases.none")}</li>}>
          {(one) => (
            <li>
              <div>
                <A href={`/${one.objectType}s/${one.objectId}`}>{one.reference}</A>{" "}
                <Tag tone={one.way === "alone" ? "critical" : "medium"}>{t(`access.releases.${one.way}`)}</Tag>
                <p>{t("access.releases.change", { from: say(one.from), to: say(one.to) })}</p>
                <p dir="auto">{one.reason}</p>
                <p class="small-text quiet-text">
                  {one.askedBy.name} · {formatInstant(one.askedAt)}
                  <Show when={one.expiresAt}>
                    {(end) => ` · ${t("access.releases.ends", { time: formatInstant(end()) })}`}
                  </Show>
                </p>
              </div>
              <div class="access-buttons">
                <Show when={one.can.countersign}>
                  <Button isSmall look="main" isBusy={act.isBusy()} onClick={() => void countersign(one.id)}>
                    {t("access.releases.countersign")}
                  </Button>
                </Show>
                <Show when={one.can.refuse}>
                  <Button isSmall look="quiet" onClick={() => void refuse(one.id)}>
                    {t("access.releases.refuse")}
                  </Button>
                </Show>
              </div>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}
