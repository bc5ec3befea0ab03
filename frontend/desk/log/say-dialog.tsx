// A dialog that asks for a reason in one's own words before an act.
import { createSignal, type JSX } from "solid-js";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { TextArea } from "../../parts/field/field.tsx";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

export function SayDialog(props: {
  title: string;
  text: string;
  act: string;
  /** More to fill in, above the reason. */
  children?: JSX.Element;
  onClose: () => void;
  run: (reason: string) => Promise<void>;
}): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [reason, setReason] = createSignal("");
  const [isShort, setShort] = createSignal(false);
  const go = async (): Promise<void> => {
    setShort(reason().trim().length < 3);
    if (isShort()) return;
    if (await act.run(undefined, async () => await props.run(reason().trim()))) props.onClose();
  };
  return (
    <Dialog isOpen onClose={props.onClose} title={props.title} description={props.text}>
      <FieldsForm
        of={act}
        class="id-form"
        onSubmit={(event) => {
          event.preventDefault();
          void go();
        }}
      >
        {props.children}
        <TextArea
          name="reason"
          label={t("desk.reason.label")}
          value={reason()}
          maxLength={2000}
          error={isShort() ? t("desk.reason.too_short") : undefined}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <DialogButtons act={props.act} onCancel={props.onClose} isBusy={act.isBusy()} />
      </FieldsForm>
    </Dialog>
  );
}
