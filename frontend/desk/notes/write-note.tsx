// A field for an internal note of a report or a case; what is being written is kept on this device and with the person.
import { createSignal, type JSX } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { TextArea } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createDraft } from "../../shell/data/drafts.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";

/** @param props.path where the note is posted; `draft` names what is kept of it until then. */
export function WriteNote(props: { path: string; draft: string; rows: number; onAdded: () => void }): JSX.Element {
  const t = useWords();
  const draft = createDraft(() => props.draft);
  const [isBusy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<string>();
  const add = async (): Promise<void> => {
    const body = draft.text().trim();
    if (body === "") {
      setError(t("desk.notes.empty"));
      return;
    }
    setBusy(true);
    setError(undefined);
    try {
      await apiPost(props.path, { body });
      draft.clear();
      props.onAdded();
    } catch (failure) {
      tellProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <TextArea
        label={t("desk.notes.label")}
        hint={t("desk.notes.hint")}
        rows={props.rows}
        data-kept=""
        value={draft.text()}
        error={error()}
        maxLength={20_000}
        data-note=""
        onInput={(event) => draft.write(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.code === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            void add();
          }
          if (event.code === "Escape") event.currentTarget.blur();
        }}
      />
      <div class="dialog-buttons">
        <Button type="submit" isBusy={isBusy()} disabled={isBusy()} hint="Ctrl ↵">
          {t("desk.notes.add")}
        </Button>
      </div>
    </form>
  );
}
