// "It happened": when a duty was last done, or when what starts its clock took place.
import { createSignal, type JSX } from "solid-js";
import type { DutyView } from "../../../backend/compliance/duties/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";
import { FormWhy } from "../../shell/forms/form-why.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

export function HappenedDialog(props: { duty: DutyView; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [at, setAt] = createSignal("");
  const [note, setNote] = createSignal("");
  const act = createConfirmedAct();
  const isPeriodic = () => props.duty.clock === "periodic" || props.duty.clock === "fixed_date";
  const event = () => (isPeriodic() ? `${props.duty.stage}.submitted` : props.duty.startsFrom.id);
  const send = async (): Promise<void> => {
    const { duty, onDone } = props;
    const happened = {
      packId: duty.packId,
      event: event(),
      happenedAt: at() === "" ? "" : new Date(at()).toISOString(),
      note: note(),
    };
    if (await act.run(undefined, async () => await apiPost("/api/v1/duties/events", happened))) onDone();
  };
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={isPeriodic() ? t("duties.event.last") : t("duties.event.title")}
      description={props.duty.title}
    >
      <FieldsForm
        of={act}
        class="law-form"
        novalidate
        onSubmit={(submit) => {
          submit.preventDefault();
          void send();
        }}
      >
        <FormWhy of="duties" />
        <TextField
          type="datetime-local"
          label={t("duties.event.at")}
          why={whyAsked("duties.event.at")}
          value={at()}
          name="happenedAt"
          onInput={(input) => setAt(input.currentTarget.value)}
        />
        <TextField
          label={t("duties.event.note")}
          name="note"
          value={note()}
          maxLength={2000}
          onInput={(input) => setNote(input.currentTarget.value)}
        />
        <DialogButtons act={t("duties.save")} isBusy={act.isBusy()} onCancel={() => props.onClose()} />
      </FieldsForm>
    </Dialog>
  );
}
