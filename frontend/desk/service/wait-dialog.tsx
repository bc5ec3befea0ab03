// Waiting for somebody: who, why, until when they promised.
import { createSignal, type JSX } from "solid-js";
import { pauseReasons } from "../../../backend/reporting/service/model.ts";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { FormDialog } from "../../shell/forms/form-dialog.tsx";
import { createSending } from "../../shell/forms/send-form.ts";

export function WaitDialog(props: {
  subject: "report" | "case";
  id: string;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [reason, setReason] = createSignal<string>("constituent");
  const [who, setWho] = createSignal("");
  const [promised, setPromised] = createSignal("");
  const [note, setNote] = createSignal("");
  return (
    <FormDialog
      title={t("service.wait")}
      description={t("service.wait.hint")}
      act={t("service.wait")}
      sending={sending}
      onClose={() => props.onClose()}
      onSubmit={async () => {
        const { onDone, onClose, subject, id } = props;
        const promisedAt = promised() === "" ? null : new Date(promised()).toISOString();
        const body = { subject, subjectId: id, reason: reason(), who: who(), note: note(), promisedAt };
        await apiPost("/api/v1/service/pauses", body);
        showToast({ text: t("service.wait.done") });
        onDone();
        onClose();
      }}
    >
      <SelectField
        name="reason"
        label={t("service.wait.reason")}
        value={reason()}
        options={pauseReasons.map((value) => ({ value, label: t(`service.reason.${value}`) }))}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <TextField
        name="who"
        label={t("service.wait.who")}
        value={who()}
        required
        onInput={(event) => setWho(event.currentTarget.value)}
      />
      <TextField
        name="promisedAt"
        label={t("service.wait.promised")}
        type="datetime-local"
        value={promised()}
        onInput={(event) => setPromised(event.currentTarget.value)}
      />
      <TextArea
        name="note"
        label={t("service.wait.note")}
        rows={3}
        value={note()}
        onInput={(event) => setNote(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
