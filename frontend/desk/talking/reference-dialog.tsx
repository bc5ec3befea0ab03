// Sets the other party's own reference by hand, where their answers did not name it, or named it wrong.
import { createSignal, type JSX } from "solid-js";
import type { ConversationPage } from "../../../backend/coordination/conversations/model.ts";
import { TextField } from "../../parts/field/field.tsx";
import { apiPatch } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { FormDialog } from "../../shell/forms/form-dialog.tsx";
import { createSending } from "../../shell/forms/send-form.ts";

export function ReferenceDialog(props: {
  page: ConversationPage;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [theirs, setTheirs] = createSignal(props.page.theirReference ?? "");
  return (
    <FormDialog
      title={t("talking.change_theirs")}
      act={t("talking.form.save")}
      sending={sending}
      onClose={props.onClose}
      onSubmit={async () => {
        const theirReference = theirs().trim() === "" ? null : theirs();
        await apiPatch(`/api/v1/talking/conversations/${props.page.id}`, { theirReference });
        props.onDone();
        props.onClose();
      }}
    >
      <TextField
        name="theirReference"
        label={t("talking.form.theirs")}
        value={theirs()}
        maxLength={100}
        onInput={(event) => setTheirs(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
