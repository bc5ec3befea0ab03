// Entering an organisation that asked for it: what it said of itself, to be looked at and changed.
import { createSignal, type JSX } from "solid-js";
import type { EntryClaimView } from "../../../backend/registry/enrolment/model.ts";
import { sectors } from "../../../backend/registry/sectors/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

export function EnterDialog(props: { claim: EntryClaimView; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [name, setName] = createSignal(props.claim.wanted?.name ?? "");
  const [sector, setSector] = createSignal(props.claim.wanted?.sector ?? "other");
  const enter = async (): Promise<void> => {
    const body = { name: name(), sector: sector() };
    const isDone = await act.run(undefined, async () => {
      await apiPost(`/api/v1/desk/enrolment/claims/${props.claim.id}/entry`, body);
    });
    if (isDone) props.onDone();
  };
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={t("console.claims.enter_title")}
      description={t("console.claims.enter_text", { place: props.claim.wanted?.place ?? "" })}
    >
      <FieldsForm
        of={act}
        class="id-form"
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
      >
        <TextField
          name="name"
          label={t("console.field.name")}
          required
          maxLength={300}
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <SelectField
          name="sector"
          label={t("console.field.sector")}
          value={sector()}
          options={sectors.map((value) => ({ value, label: t(`console.sector.${value}`) }))}
          onChange={(event) => setSector(event.currentTarget.value)}
        />
        <DialogButtons act={t("console.claims.enter")} onCancel={() => props.onClose()} isBusy={act.isBusy()} />
      </FieldsForm>
    </Dialog>
  );
}
