// A form in a dialog: what went wrong above it, its fields, one act and the way back; what is typed stays when sending fails.
import { type JSX, Show } from "solid-js";
import type { StepUpBinding } from "../../../backend/identity/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { FormOfFieldsContext } from "../../parts/field/refused-fields.ts";
import { useWords } from "../../platform/words.ts";
import type { AskedForm } from "./form-reasons.ts";
import { FormWhy } from "./form-why.tsx";
import { watchFields } from "./form-of-fields.ts";
import { FormRefusal } from "./form-refusal.tsx";
import type { Sending } from "./send-form.ts";
import "../account/people.css";

export function FormDialog(props: {
  title: string;
  description?: string | undefined;
  /** The word of the button; "Save" unless said. */
  act?: string;
  isDanger?: boolean;
  isWide?: boolean;
  /** The browser says which field is wanting; else the server's answer stands beside the fields. */
  isCheckedByBrowser?: boolean;
  /** Asked of the passkey before sending, for a dangerous act. */
  binding?: () => StepUpBinding | undefined;
  /** Why it asks and who sees it, above its fields. */
  asks?: AskedForm;
  sending: Sending;
  onSubmit: () => Promise<void>;
  onClose: () => void;
  children?: JSX.Element;
}): JSX.Element {
  const t = useWords();
  const fields = watchFields(() => props.sending.refused());
  let refusal: HTMLElement | undefined;
  const submit = async (): Promise<void> => {
    await props.sending.run(async () => await props.onSubmit(), props.binding?.());
    if (refusal?.isConnected) refusal.focus();
  };
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={props.title}
      description={props.description}
      isWide={props.isWide ?? false}
    >
      <form
        class={props.isCheckedByBrowser ? "id-form" : undefined}
        novalidate={!props.isCheckedByBrowser}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <FormRefusal
          of={props.sending}
          fields={fields}
          ref={(box) => {
            refusal = box;
          }}
        />
        <Show when={props.asks}>{(form) => <FormWhy of={form()} />}</Show>
        <FormOfFieldsContext.Provider value={fields}>{props.children}</FormOfFieldsContext.Provider>
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
