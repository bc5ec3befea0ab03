// Proposes how a dispute is settled: kept, moved, or split at a day, with the reason that both parties read.
import { createSignal, type JSX, Show } from "solid-js";
import { type Outcome, outcomes } from "../../../backend/registry/claims/model.ts";
import type { DisputePage } from "../../../backend/registry/claims/views/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createSending } from "../../shell/claims/create-sending.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

export function SettleDialog(props: { dispute: DisputePage; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [outcome, setOutcome] = createSignal<Outcome>("kept");
  const [day, setDay] = createSignal("");
  const [reason, setReason] = createSignal("");
  const names = () => ({ first: props.dispute.standingName, second: props.dispute.challengerName });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const isDone = await sending.run(async () => {
      await apiPost(`/api/v1/registry/disputes/${props.dispute.id}/propose`, {
        version: props.dispute.version,
        outcome: outcome(),
        reason: reason(),
        ...(outcome() === "split" && day() ? { splitAt: `${day()}T00:00:00Z` } : {}),
      });
    });
    if (isDone) props.onDone();
  };
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={t("claims.settle")}
      description={t("claims.settle_text")}
      isWide
    >
      <FieldsForm of={sending} class="claim-form" onSubmit={(event) => void submit(event)} novalidate>
        <SelectField
          name="outcome"
          label={t("claims.outcome")}
          value={outcome()}
          options={outcomes.map((value) => ({ value, label: t(`claims.outcome_choice.${value}`, names()) }))}
          onChange={(event) => setOutcome(outcomes.find((one) => one === event.currentTarget.value) ?? "kept")}
        />
        <Show when={outcome() === "split"}>
          <TextField
            name="splitAt"
            label={t("claims.split_day")}
            hint={t("claims.split_hint", names())}
            type="date"
            value={day()}
            error={sending.errorOf("splitAt")}
            onInput={(event) => setDay(event.currentTarget.value)}
          />
        </Show>
        <TextArea
          name="reason"
          label={t("claims.settle_reason")}
          hint={t("claims.settle_reason_hint")}
          value={reason()}
          maxLength={2000}
          error={sending.errorOf("reason")}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <DialogButtons act={t("claims.propose")} isBusy={sending.isBusy()} onCancel={() => props.onClose()} />
      </FieldsForm>
    </Dialog>
  );
}
