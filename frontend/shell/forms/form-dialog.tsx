// A form in a dialog: what went wrong above it, its fields, one act and the way back.
import { type JSX, Show } from "solid-js";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { useWords } from "../../platform/words.ts";
import type { Sending } from "./send-form.ts";

export function FormDialog(props: {
  title: string;
  description?: string | undefined;
  /** The word of the button; "Save" unless said. */
  act?: string;
  isDanger?: boolean;
  isWide?: boolean;
  sending: Sending;
  onSubmit: () => Promise<void>;
  onClose: () => void;
  children: JSX.Element;
}): JSX.Element {
  const t = useWords();
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={props.title}
      description={props.description}
      isWide={props.isWide ?? false}
    >
      <form
        novalidate
        onSubmit={(event) => {
          event.preventDefault();
          void props.sending.run(async () => await props.onSubmit());
        }}
      >
        <Show when={props.sending.problem()}>
          <Notice tone="problem" isAlert>
            {props.sending.problem()}
          </Notice>
        </Show>
        {props.children}
        <DialogButtons
          act={props.act ?? t("desk.directory.save")}
          isBusy={props.sending.isBusy()}
          isDanger={props.isDanger ?? false}
          onCancel={() => props.onClose()}
        />
      </form>
    </Dialog>
  );
}
