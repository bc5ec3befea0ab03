// Another name for an own passkey.
import { createSignal, type JSX } from "solid-js";
import type { PasskeyView } from "../../../backend/identity/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { apiPatch } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../confirm/confirmed-act.ts";
import { FieldsForm } from "../forms/fields-form.tsx";

export function RenameDialog(props: { passkey: PasskeyView; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [name, setName] = createSignal(props.passkey.name);
  const save = async (): Promise<void> => {
    const isDone = await act.run(undefined, async () => {
      await apiPatch(`/api/v1/identity/me/passkeys/${props.passkey.id}`, { name: name().trim() });
    });
    if (!isDone) return;
    props.onDone();
    props.onClose();
  };
  return (
    <Dialog isOpen onClose={props.onClose} title={t("identity.me.rename_of")}>
      <FieldsForm
        of={act}
        class="id-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          name="name"
          label={t("identity.enrol.key_name")}
          required
          maxLength={100}
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <DialogButtons act={t("identity.me.save")} onCancel={props.onClose} isBusy={act.isBusy()} />
      </FieldsForm>
    </Dialog>
  );
}
