// Reports whose holder is another by the register of today: an analyst chooses and applies.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import type { TouchedReports } from "../../../backend/triage/reattribution/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextField, Tick } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { createSending } from "../../shell/claims/create-sending.ts";
import { can } from "../../shell/session.ts";
import { Refusal } from "../../shell/forms/refusal.tsx";

export function TouchedCard(props: { claimId: string }): JSX.Element {
  const t = useWords();
  const page = createPage<TouchedReports>(() => `/api/v1/triage/claims/${props.claimId}/touched`);
  const sending = createSending();
  const [chosen, setChosen] = createSignal<string[]>([]);
  const [reason, setReason] = createSignal("");
  const toggle = (id: string, isOn: boolean): void =>
    void setChosen((all) => (isOn ? [...all, id] : all.filter((one) => one !== id)));
  const apply = async (event: Event): Promise<void> => {
    event.preventDefault();
    await sending.run(async () => {
      const { changed } = await apiPost<{ changed: number }>("/api/v1/triage/attributions", {
        reportIds: chosen(),
        reason: reason(),
      });
      showToast({ text: t("claims.touched_done", { count: changed }) });
      setChosen([]);
      page.load();
    });
  };
  return (
    <Show when={(page.answer()?.rows.length ?? 0) > 0}>
      <Card title={t("claims.touched")} count={page.answer()?.rows.length}>
        <form class="claim-form" onSubmit={(event) => void apply(event)} novalidate>
          <p class="quiet-text small-text">{t("claims.touched_hint")}</p>
          <Refusal of={sending} />
          <ul class="claim-rows">
            <For each={page.answer()?.rows}>
              {(row) => (
                <li>
                  <div class="claim-words">
                    <Show when={can("report.assess")} fallback={<p class="figures">{row.reference}</p>}>
                      <Tick
                        label={row.reference}
                        checked={chosen().includes(row.id)}
                        onChange={(isOn) => toggle(row.id, isOn)}
                      />
                    </Show>
                    <p class="small-text">
                      {formatInstant(row.at)} · {row.before.join(", ") || t("claims.nobody")} →{" "}
                      <b>{row.after.join(", ") || t("claims.nobody")}</b>
                    </p>
                  </div>
                  <A href={`/reports/${row.id}?view=all`} class="small-text">
                    {t("claims.to_report")}
                  </A>
                </li>
              )}
            </For>
          </ul>
          <Show when={can("report.assess")}>
            <TextField
              label={t("claims.touched_reason")}
              value={reason()}
              maxLength={2000}
              error={sending.errorOf("reason")}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
            <div>
              <Button type="submit" look="main" disabled={chosen().length === 0} isBusy={sending.isBusy()}>
                {t("claims.touched_apply", { count: chosen().length })}
              </Button>
            </div>
          </Show>
        </form>
      </Card>
    </Show>
  );
}
