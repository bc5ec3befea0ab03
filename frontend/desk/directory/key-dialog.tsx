// An OpenPGP public key of a contact, pasted as text; the server reads it and says what it is or why it is refused.
import { createSignal, type JSX } from "solid-js";
import { TextArea } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { FormDialog } from "../../shell/forms/form-dialog.tsx";
import { createSending } from "./send-form.ts";

export function KeyDialog(props: {
  contact: { id: string; name: string };
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [armored, setArmored] = createSignal("");
  return (
    <FormDialog
      title={t("register.key.add", { name: props.contact.name })}
      description={t("register.key.hint")}
      isWide
      sending={sending}
      onClose={() => props.onClose()}
      onSubmit={async () => {
        await apiPost(`/api/v1/registry/contacts/${props.contact.id}/keys`, { armored: armored() });
        props.onDone();
      }}
    >
      <TextArea
        name="armored"
        label={t("register.key.text")}
        rows={8}
        class="mono"
        spellcheck={false}
        value={armored()}
        maxLength={200_000}
        onInput={(event) => setArmored(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
