// A decision with its reason: approve or refuse; the reason goes to whoever asked, and the passkey confirms where a binding is given.
import { createSignal, type JSX } from "solid-js";
import type { StepUpBinding } from "../../../backend/identity/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { TextArea } from "../../parts/field/field.tsx";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../confirm/confirmed-act.ts";
import { FieldsForm } from "../forms/fields-form.tsx";

export function DecideDialog(props: {
  decision: "approve" | "refuse";
  title: string;
  text: string;
  binding?: StepUpBinding;
  onClose: () => void;
  run: (reason: string) => Promise<void>;
}): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [reason, setReason] = createSignal("");
  const [mistake, setMistake] = createSignal<string>();
  const isRefusal = () => props.decision === "refuse";
  const go = async (): Promise<void> => {
    if (isRefusal() && reason().trim().length < 3) return void setMistake(t("desk.reason.too_short"));
    setMistake(undefined);
    if (await act.run(props.binding, async () => await props.run(reason().trim()))) props.onClose();
  };
  return (
    <Dialog isOpen onClose={() => props.onClose()} title={props.title} description={props.text}>
      <FieldsForm
        of={act}
        class="id-form"
        onSubmit={(event) => {
          event.preventDefault();
          void go();
        }}
      >
        <TextArea
          name="reason"
          label={t(isRefusal() ? "console.decide.reason" : "console.decide.reason_optional")}
          error={mistake()}
          maxLength={2000}
          rows={3}
          value={reason()}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <DialogButtons
          act={t(`console.decide.${props.decision}`)}
          isDanger={isRefusal()}
          onCancel={() => props.onClose()}
          isBusy={act.isBusy()}
        />
      </FieldsForm>
    </Dialog>
  );
}
