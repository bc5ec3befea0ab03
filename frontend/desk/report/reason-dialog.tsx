// Asks for a reason before something ends; usual reasons are one press away, in the reader's language.
import { createEffect, createSignal, For, type JSX, on } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { TextArea } from "../../parts/field/field.tsx";
import { useWords } from "../../platform/words.ts";

const usual = {
  reject: ["advertising", "not_ours", "test", "nothing_there"],
  close: ["answered", "passed_on", "known"],
  reopen: ["new_facts", "mistake"],
  leave: ["other_matter", "mistake"],
} as const;

export function ReasonDialog(props: {
  isOpen: boolean;
  kind: keyof typeof usual;
  onClose: () => void;
  onDone: (reason: string) => void;
}): JSX.Element {
  const t = useWords();
  const [reason, setReason] = createSignal("");
  const [error, setError] = createSignal<string>();
  createEffect(
    on(
      () => props.isOpen,
      () => {
        setReason("");
        setError(undefined);
      },
    ),
  );
  const submit = (event: Event): void => {
    event.preventDefault();
    if (reason().trim().length < 3) {
      setError(t("desk.reason.too_short"));
      return;
    }
    props.onDone(reason().trim());
  };
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={() => props.onClose()}
      title={t(`desk.reason.${props.kind}.title`)}
      description={t(`desk.reason.${props.kind}.hint`)}
    >
      <form onSubmit={submit}>
        <div class="usual-reasons">
          <For each={usual[props.kind]}>
            {(name) => (
              <Button isSmall onClick={() => setReason(t(`desk.reason.usual.${name}`))}>
                {t(`desk.reason.usual.${name}`)}
              </Button>
            )}
          </For>
        </div>
        <TextArea
          label={t("desk.reason.label")}
          value={reason()}
          maxLength={2000}
          error={error()}
          onInput={(event) => setReason(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.code === "Enter" && (event.ctrlKey || event.metaKey)) submit(event);
          }}
        />
        <DialogButtons act={t(`desk.reason.${props.kind}.act`)} onCancel={() => props.onClose()} />
      </form>
    </Dialog>
  );
}
