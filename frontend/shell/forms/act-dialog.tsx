// A form in a dialog that sends one act by itself: it closes once the act is done, unless it stays to show what came of it.
import type { JSX } from "solid-js";
import type { StepUpBinding } from "../../../backend/identity/model.ts";
import { FormDialog } from "./form-dialog.tsx";
import type { AskedForm } from "./form-reasons.ts";
import { createSending } from "./send-form.ts";

export function ActDialog(props: {
  title: string;
  description?: string;
  act: string;
  /** Asked of the passkey before sending, for a dangerous act. */
  binding?: () => StepUpBinding;
  send: () => Promise<unknown>;
  onClose: () => void;
  onDone: () => void;
  /** Why it asks and who sees it, above its fields. */
  asks?: AskedForm;
  /** Stays open after sending, to show what came of it. */
  isKept?: boolean;
  children: JSX.Element;
}): JSX.Element {
  const sending = createSending("above");
  return (
    <FormDialog
      title={props.title}
      description={props.description}
      act={props.act}
      isCheckedByBrowser
      {...(props.binding ? { binding: props.binding } : {})}
      sending={sending}
      {...(props.asks ? { asks: props.asks } : {})}
      onSubmit={async () => {
        await props.send();
        props.onDone();
        if (!props.isKept) props.onClose();
      }}
      onClose={() => props.onClose()}
    >
      {props.children}
    </FormDialog>
  );
}
