// Since when something is held, or somebody answers, no longer.
import { createSignal, type JSX } from "solid-js";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { beginningOf } from "./say-facts.ts";
import { createSending } from "./send-form.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

/** Relations bring the register's words; the rest stands with the desk's. */
const keyOf = (what: string): string => (what === "relation" ? `register.end_${what}` : `desk.directory.end_${what}`);

export function EndDialog(props: {
  what: "claim" | "contact" | "relation";
  name: string;
  path: string;
  field: "heldUntil" | "endedAt" | "endedOn";
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [day, setDay] = createSignal(new Date().toISOString().slice(0, 10));
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    await sending.run(async () => {
      await apiPost(props.path, { [props.field]: props.field === "endedOn" ? day() : beginningOf(day()) });
      props.onDone();
    });
  };
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={t(keyOf(props.what), { value: props.name, name: props.name })}
      description={t(`${keyOf(props.what)}_hint`)}
    >
      <FieldsForm of={sending} onSubmit={(event) => void submit(event)}>
        <TextField
          name={props.field}
          label={t("desk.directory.end_day")}
          hint={t("desk.directory.day_hint")}
          type="date"
          required
          value={day()}
          error={sending.errorOf(props.field)}
          onInput={(event) => setDay(event.currentTarget.value)}
        />
        <DialogButtons act={t("desk.directory.end")} isBusy={sending.isBusy()} onCancel={() => props.onClose()} />
      </FieldsForm>
    </Dialog>
  );
}
