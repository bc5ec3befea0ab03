// Closing a case: how it ended, and why, in words that stay.
import { createEffect, createSignal, For, type JSX, on } from "solid-js";
import type { CloseOutcome } from "../../../backend/cases/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { TextArea } from "../../parts/field/field.tsx";
import { useWords } from "../../platform/words.ts";

/** Every outcome, in the order of the dialog; the type holds the list to the server's. */
const outcomes = Object.keys({
  resolved: true,
  false_positive: true,
  not_an_incident: true,
  duplicate: true,
  unresolved: true,
} satisfies Record<CloseOutcome, true>);

export function CloseCaseDialog(props: {
  isOpen: boolean;
  onClose: () => void;
  onDone: (outcome: string, reason: string) => void;
}): JSX.Element {
  const t = useWords();
  const [outcome, setOutcome] = createSignal<string>("resolved");
  const [reason, setReason] = createSignal("");
  const [error, setError] = createSignal<string>();
  createEffect(
    on(
      () => props.isOpen,
      () => {
        setOutcome("resolved");
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
    props.onDone(outcome(), reason().trim());
  };
  return (
    <Dialog
      isOpen={props.isOpen}
      onClose={() => props.onClose()}
      title={t("desk.close_case.title")}
      description={t("desk.close_case.hint")}
    >
      <form onSubmit={submit}>
        <fieldset class="plain-fieldset">
          <legend class="field-label">{t("desk.close_case.outcome")}</legend>
          <For each={outcomes}>
            {(name) => (
              <label class="radio">
                <input
                  type="radio"
                  name="outcome"
                  value={name}
                  checked={outcome() === name}
                  onChange={() => setOutcome(name)}
                />
                {t(`desk.outcome.${name}`)}
              </label>
            )}
          </For>
        </fieldset>
        <TextArea
          label={t("desk.reason.label")}
          value={reason()}
          error={error()}
          maxLength={2000}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <DialogButtons act={t("desk.act.close_case")} onCancel={() => props.onClose()} />
      </form>
    </Dialog>
  );
}
