// Public statistics at the desk: the releases, a new one, and the indicators of others that stand beside.
import { A, useNavigate } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import type { ReleaseRow, ReleaseState } from "../../../backend/reporting/charts/releases/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { TextArea, TextField } from "../../parts/field/field.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { IndicatorsCard } from "./indicators-card.tsx";
import "../register-care/care.css";

export const releaseTones: Record<ReleaseState, Tone> = {
  counting: "indigo",
  draft: "plain",
  waiting: "medium",
  published: "low",
};

export function StatisticsPage(): JSX.Element {
  const t = useWords();
  const page = createPage<{ releases: ReleaseRow[] }>(() => "/api/v1/desk/statistics");
  const [isMaking, setMaking] = createSignal(false);
  const releases = (): ReleaseRow[] => page.answer()?.releases ?? [];
  return (
    <PageFrame
      title={t("charts.nav_statistics")}
      text={t("charts.release.lead")}
      state={page.problem() !== undefined ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => undefined}
      onAgain={() => page.load()}
    >
      <p>
        <Button look="main" onClick={() => setMaking(true)}>
          {t("charts.release.make")}
        </Button>
      </p>
      <Show when={releases().length > 0} fallback={<Empty title={t("charts.release.none")} text="" />}>
        <Card title={t("charts.nav_statistics")} count={releases().length}>
          <ul class="care-rows">
            <For each={releases()}>
              {(one) => (
                <li>
                  <div>
                    <A class="care-name" href={`/statistics/${one.id}`}>
                      {t("charts.release.row", { year: String(one.year), revision: one.revision })}
                    </A>
                    <p class="quiet-text small-text">
                      {t("charts.release.by", { name: one.madeBy })} · {formatInstant(one.madeAt)}
                    </p>
                  </div>
                  <Tag tone={releaseTones[one.state]}>{t(`charts.release.state.${one.state}`)}</Tag>
                </li>
              )}
            </For>
          </ul>
        </Card>
      </Show>
      <IndicatorsCard />
      <Show when={isMaking()}>
        <MakeDialog onClose={() => setMaking(false)} />
      </Show>
    </PageFrame>
  );
}

function MakeDialog(props: { onClose: () => void }): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const [year, setYear] = createSignal(String(new Date().getFullYear()));
  const [reason, setReason] = createSignal("");
  let made = "";
  return (
    <ActDialog
      title={t("charts.release.make")}
      act={t("charts.release.make")}
      send={async () => {
        const told = reason().trim();
        const { id } = await apiPost<{ id: string }>("/api/v1/desk/statistics", {
          year: Number(year()),
          reason: told === "" ? null : told,
        });
        made = id;
      }}
      onClose={props.onClose}
      onDone={() => navigate(`/statistics/${made}`)}
    >
      <TextField
        name="year"
        label={t("charts.release.year")}
        hint={t("charts.release.year_hint")}
        inputmode="numeric"
        value={year()}
        onInput={(event) => setYear(event.currentTarget.value)}
      />
      <TextArea
        name="reason"
        label={t("charts.release.reason")}
        hint={t("charts.release.reason_hint")}
        rows={3}
        value={reason()}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
