// A small form in a dialog: its fields, what went wrong in words, send and the way back; what is typed stays when sending fails.
import { type JSX, Show } from "solid-js";
import type { StepUpBinding } from "../../../backend/identity/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { createConfirmedAct } from "../confirm/confirmed-act.ts";
import "../account/people.css";

export function ActDialog(props: {
  title: string;
  description?: string;
  act: string;
  /** Asked of the passkey before sending, for a dangerous act. */
  binding?: () => StepUpBinding;
  send: () => Promise<unknown>;
  onClose: () => void;
  onDone: () => void;
  /** Stays open after sending, to show what came of it. */
  isKept?: boolean;
  children: JSX.Element;
}): JSX.Element {
  const act = createConfirmedAct();
  const send = async (): Promise<void> => {
    if (!(await act.run(props.binding?.(), async () => void (await props.send())))) return;
    props.onDone();
    if (!props.isKept) props.onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={props.title}
      {...(props.description ? { description: props.description } : {})}
    >
      <form
        class="id-form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {props.children}
        <Show when={act.problem()}>
          <Notice tone="problem" isAlert>
            {act.problem()}
          </Notice>
        </Show>
        <DialogButtons act={props.act} onCancel={() => props.onClose()} isBusy={act.isBusy()} />
      </form>
    </Dialog>
  );
}
