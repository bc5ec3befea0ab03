// "Do you really?" for one act: what will happen, the act, the way back.
import type { JSX } from "solid-js";
import type { StepUpBinding } from "../../../backend/identity/model.ts";
import { FormDialog } from "../forms/form-dialog.tsx";
import { createSending } from "../forms/send-form.ts";

export function SureDialog(props: {
  title: string;
  text: string;
  act: string;
  binding?: StepUpBinding | undefined;
  onClose: () => void;
  run: () => Promise<void>;
}): JSX.Element {
  const sending = createSending("above");
  return (
    <FormDialog
      title={props.title}
      description={props.text}
      act={props.act}
      isDanger
      isCheckedByBrowser
      binding={() => props.binding}
      sending={sending}
      onSubmit={async () => {
        await props.run();
        props.onClose();
      }}
      onClose={props.onClose}
    />
  );
}
