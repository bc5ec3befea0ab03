// Starts a back-test: over the last 90 days, another number of days, or everything that is stored.
import { createSignal, type JSX } from "solid-js";
import { ruleLimits } from "../../../backend/triage/rules/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

const spans = [ruleLimits.trialDays, 7, 365, null] as const;

export function TrialDialog(props: {
  path: string;
  body: Record<string, unknown>;
  onClose: () => void;
  onDone: (trialId: string) => void;
}): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [days, setDays] = createSignal<number | null>(ruleLimits.trialDays);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    await act.run(undefined, async () => {
      const { trialId } = await apiPost<{ trialId: string }>(props.path, { ...props.body, days: days() });
      props.onDone(trialId);
    });
  };
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={t("rules.do.trial")}
      description={t("rules.trial.hint", { days: ruleLimits.trialDays })}
    >
      <FieldsForm of={act} class="id-form" onSubmit={(event) => void submit(event)}>
        <SelectField
          name="days"
          label={t("rules.trial.span")}
          value={String(days() ?? "all")}
          options={spans.map((span) => ({
            value: String(span ?? "all"),
            label: span === null ? t("rules.trial.everything") : t("rules.trial.days", { days: span }),
          }))}
          onChange={({ currentTarget: { value } }) => setDays(value === "all" ? null : Number(value))}
        />
        <DialogButtons act={t("rules.trial.start")} isBusy={act.isBusy()} onCancel={() => props.onClose()} />
      </FieldsForm>
    </Dialog>
  );
}
