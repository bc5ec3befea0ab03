// Another passkey for the own account: a name, then the browser asks twice, first for a key that is there, then for the new one.
import { createSignal, type JSX } from "solid-js";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { useWords } from "../../platform/words.ts";
import { addPasskey } from "../sign-in/ceremonies.ts";
import { createConfirmedAct } from "../confirm/confirmed-act.ts";
import { FieldsForm } from "../forms/fields-form.tsx";

export function AddPasskeyDialog(props: {
  personId: string;
  usablePasskeys: number;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [name, setName] = createSignal("");
  const add = async (): Promise<void> => {
    const isDone = await act.run(undefined, async () => {
      await addPasskey(props.personId, props.usablePasskeys, name().trim());
    });
    if (!isDone) return;
    showToast({ text: t("identity.me.added") });
    props.onDone();
    props.onClose();
  };
  return (
    <Dialog isOpen onClose={props.onClose} title={t("identity.me.add")} description={t("identity.me.add_hint")}>
      <FieldsForm
        of={act}
        class="id-form"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <TextField
          name="name"
          label={t("identity.enrol.key_name")}
          hint={t("identity.enrol.key_name_hint")}
          required
          maxLength={100}
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <DialogButtons act={t("identity.me.add")} onCancel={props.onClose} isBusy={act.isBusy()} />
      </FieldsForm>
    </Dialog>
  );
}
