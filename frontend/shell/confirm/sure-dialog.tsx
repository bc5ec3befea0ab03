// "Do you really?" for one act: what will happen, the act, the way back.
import { type JSX, Show } from "solid-js";
import type { StepUpBinding } from "../../../backend/identity/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { createConfirmedAct } from "./confirmed-act.ts";

export function SureDialog(props: {
  title: string;
  text: string;
  act: string;
  binding?: StepUpBinding | undefined;
  onClose: () => void;
  run: () => Promise<void>;
}): JSX.Element {
  const act = createConfirmedAct();
  const go = async (): Promise<void> => {
    if (await act.run(props.binding, props.run)) props.onClose();
  };
  return (
    <Dialog isOpen onClose={props.onClose} title={props.title} description={props.text}>
      <form
        class="id-form"
        onSubmit={(event) => {
          event.preventDefault();
          void go();
        }}
      >
        <Show when={act.problem()}>
          <Notice tone="problem" isAlert>
            {act.problem()}
          </Notice>
        </Show>
        <DialogButtons act={props.act} isDanger onCancel={props.onClose} isBusy={act.isBusy()} />
      </form>
    </Dialog>
  );
}
