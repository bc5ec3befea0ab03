// Internal notes of a case, newest first; what is being written is kept on this device.
import { createSignal, type JSX, Show } from "solid-js";
import type { CasePage } from "../../../backend/reporting/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextArea } from "../../parts/field/field.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createDraft } from "../../shell/data/drafts.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import type { Work } from "./work/create-work.ts";
import { NotesList } from "./work/notes-list.tsx";

export function NotesCard(props: { page: CasePage; work: Work; onAdded: () => void }): JSX.Element {
  const t = useWords();
  const draft = createDraft(() => `note.${props.page.id}`);
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
      await apiPost(`/api/v1/desk/cases/${props.page.id}/notes`, { body });
      draft.clear();
      props.onAdded();
    } catch (failure) {
      tellProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title={t("desk.notes.title")} count={props.page.notes.length}>
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
          rows={3}
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
      <Show when={props.work.work()}>{(of) => <NotesList of={of()} work={props.work} />}</Show>
      <Show when={props.page.notes.length === 0}>
        <p class="quiet-text small-text">{t("desk.notes.none")}</p>
      </Show>
    </Card>
  );
}
