// "This organisation has ended": since when, why, and who goes on for it; confirmed by the passkey.
import { createSignal, type JSX } from "solid-js";
import { endingStepUp } from "../../../backend/registry/endings/model.ts";
import { TextArea, TextField } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { FormDialog } from "../../shell/forms/form-dialog.tsx";
import { ConstituentPicker, type PickedConstituent } from "./constituent-picker.tsx";
import { createSending } from "./send-form.ts";

export function EndingDialog(props: {
  constituentId: string;
  name: string;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const today = new Date().toISOString().slice(0, 10);
  const [day, setDay] = createSignal(today);
  const [reason, setReason] = createSignal("");
  const [successor, setSuccessor] = createSignal<PickedConstituent>();
  const [isAsked, setAsked] = createSignal(false);
  const isShort = (): boolean => reason().trim().length < 3;
  const isNoDay = (): boolean => day() === "" || day() > today;
  const submit = async (): Promise<void> => {
    setAsked(true);
    if (isShort() || isNoDay()) return;
    const { constituentId } = props;
    const [endedOn, successorId] = [day(), successor()?.id];
    await sending.run(
      async () => {
        const body = { constituentId, endedOn, reason: reason().trim() };
        await apiPost("/api/v1/registry/endings", { ...body, ...(successorId ? { successorId } : {}) });
        showToast({ text: t("register.ending.done") });
        props.onDone();
      },
      endingStepUp.end(constituentId, endedOn),
    );
  };
  return (
    <FormDialog
      title={t("register.ending.title", { name: props.name })}
      description={t("register.ending.text")}
      act={t("register.ending.do")}
      isDanger
      sending={sending}
      onSubmit={submit}
      onClose={props.onClose}
    >
      <TextField
        name="endedOn"
        label={t("register.ending.day")}
        hint={t("register.ending.day_hint")}
        type="date"
        max={today}
        value={day()}
        error={sending.errorOf("endedOn") ?? (isAsked() && isNoDay() ? t("register.ending.day_hint") : undefined)}
        onInput={(event) => setDay(event.currentTarget.value)}
      />
      <TextArea
        name="reason"
        label={t("register.ending.reason")}
        hint={t("register.ending.reason_hint")}
        rows={3}
        maxLength={2000}
        value={reason()}
        error={isAsked() && isShort() ? t("register.expected.reason") : sending.errorOf("reason")}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <ConstituentPicker
        label={t("register.ending.successor")}
        chosen={successor()}
        exceptId={props.constituentId}
        error={sending.errorOf("successorId")}
        onChoose={setSuccessor}
      />
    </FormDialog>
  );
}
