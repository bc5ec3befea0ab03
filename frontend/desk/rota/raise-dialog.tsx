// Wakes who is on call: in a few words, for the desk's eyes.
import { createSignal, type JSX } from "solid-js";
import { TextField } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { FormDialog } from "../../shell/forms/form-dialog.tsx";
import { createSending } from "../../shell/forms/send-form.ts";

export function RaiseDialog(props: { caseId: string | null; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [title, setTitle] = createSignal("");
  return (
    <FormDialog
      title={t("rota.alarm.raise")}
      act={t("rota.alarm.raise")}
      isDanger
      sending={sending}
      onClose={() => props.onClose()}
      onSubmit={async () => {
        const { onDone, onClose, caseId } = props;
        await apiPost("/api/v1/rota/alarms", { title: title(), caseId });
        showToast({ text: t("rota.alarm.raised") });
        onDone();
        onClose();
      }}
    >
      <TextField
        name="title"
        label={t("rota.alarm.title")}
        value={title()}
        required
        onInput={(event) => setTitle(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
