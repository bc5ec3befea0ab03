// Closing a case: how it ended, and why, in words that stay.
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import type { CloseOutcome } from "../../../backend/cases/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { TextArea } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { useWords } from "../../platform/words.ts";

/** Every outcome, in the order of the dialog; the type holds the list to the server's. */
const outcomes: Record<CloseOutcome, true> = {
  resolved: true,
  false_positive: true,
  not_an_incident: true,
  duplicate: true,
  unresolved: true,
};
const names = Object.keys(outcomes) as CloseOutcome[];

export function CloseCaseDialog(props: {
  isOpen: boolean;
  /** What stands before this outcome; the server says the same. */
  blockersOf: (outcome: CloseOutcome) => readonly string[];
  onClose: () => void;
  onDone: (outcome: string, reason: string) => void;
}): JSX.Element {
  const t = useWords();
  const [outcome, setOutcome] = createSignal<CloseOutcome>("resolved");
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
    if (props.blockersOf(outcome()).length === 0) props.onDone(outcome(), reason().trim());
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
          <For each={names}>
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
        <Show when={props.blockersOf(outcome()).length > 0}>
          <Notice tone="mind" isAlert>
            <p>{t("casework.closing.title")}</p>
            <ul>
              <For each={props.blockersOf(outcome())}>{(name) => <li>{t(`casework.closing.${name}`)}</li>}</For>
            </ul>
          </Notice>
        </Show>
        <TextArea
          label={t("desk.reason.label")}
          value={reason()}
          error={error()}
          maxLength={2000}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <DialogButtons
          act={t("desk.act.close_case")}
          isOff={props.blockersOf(outcome()).length > 0}
          onCancel={() => props.onClose()}
        />
      </form>
    </Dialog>
  );
}
