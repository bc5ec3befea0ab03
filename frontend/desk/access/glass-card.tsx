// The broken glass: opening a restricted case by its reference with the passkey and a reason; and what was opened so, to be looked at by somebody else.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import { bindGlass, type OpeningView } from "../../../backend/cases/restriction/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextArea, TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

const root = "/api/v1/desk/glass";
const [seen, setSeen] = createSignal(0);

export function GlassCard(): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [reference, setReference] = createSignal("");
  const [reason, setReason] = createSignal("");
  const [error, setError] = createSignal<string>();
  const [opened, setOpened] = createSignal<{ caseId: string; expiresAt: string }>();
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const isShort = reason().trim().length < 10;
    setError(isShort ? t("access.glass.too_short") : undefined);
    if (isShort) return;
    const asked = { reference: reference().trim(), reason: reason().trim() };
    const isDone = await act.run(bindGlass(asked.reference), async () => {
      setOpened(await apiPost<{ caseId: string; expiresAt: string }>(root, asked));
    });
    if (!isDone) return;
    setReason("");
    setSeen((count) => count + 1);
  };
  return (
    <Card title={t("access.glass.title")}>
      <p class="quiet-text">{t("access.glass.text")}</p>
      <FieldsForm of={act} class="access-form" onSubmit={(event) => void send(event)}>
        <TextField
          label={t("access.glass.reference")}
          name="reference"
          hint={t("access.glass.reference_hint")}
          value={reference()}
          required
          maxLength={40}
          onInput={(event) => setReference(event.currentTarget.value)}
        />
        <TextArea
          label={t("access.glass.reason")}
          name="reason"
          value={reason()}
          error={error()}
          maxLength={2000}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <Show when={opened()}>
          {(now) => (
            <Notice>
              <span role="status">{t("access.glass.open_until", { time: formatInstant(now().expiresAt) })}</span>{" "}
              <A href={`/cases/${now().caseId}`}>{t("access.glass.go")}</A>
            </Notice>
          )}
        </Show>
        <div>
          <Button type="submit" look="danger" isBusy={act.isBusy()}>
            {t("access.glass.act")}
          </Button>
        </div>
      </FieldsForm>
    </Card>
  );
}

export function OpeningsCard(): JSX.Element {
  const t = useWords();
  const [list, { refetch }] = createResource(seen, async () => await apiGet<{ rows: OpeningView[] }>(root));
  const review = async (id: string, finding: "justified" | "not_justified"): Promise<void> => {
    await apiPost(`${root}/${id}/review`, { finding }).then(() => void refetch(), tellProblem);
  };
  return (
    <Card title={t("access.openings.title")} count={list.latest?.rows.length}>
      <ul class="access-rows">
        <For each={list.latest?.rows} fallback={<li class="quiet-text">{t("access.openings.none")}</li>}>
          {(one) => (
            <li>
              <div>
                <b>{one.caseReference}</b> · {one.person.name}{" "}
                <Show when={one.isOpen}>
                  <Tag tone="critical">{t("access.openings.open", { time: formatInstant(one.expiresAt) })}</Tag>
                </Show>
                <p dir="auto">{one.reason}</p>
                <p class="small-text quiet-text">
                  {formatInstant(one.openedAt)}
                  <Show when={one.finding}>
                    {(finding) => ` · ${t(`access.openings.${finding()}_by`, { name: one.reviewedBy?.name ?? "" })}`}
                  </Show>
                </p>
              </div>
              <Show when={one.can.review}>
                <div class="access-buttons">
                  <Button isSmall onClick={() => void review(one.id, "justified")}>
                    {t("access.openings.justified")}
                  </Button>
                  <Button isSmall look="danger" onClick={() => void review(one.id, "not_justified")}>
                    {t("access.openings.not_justified")}
                  </Button>
                </div>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}
