// Internal notes of a case, newest first; what is being written is kept on this device.
import { type JSX, Show } from "solid-js";
import type { CasePage } from "../../../backend/reporting/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { useWords } from "../../platform/words.ts";
import { WriteNote } from "../notes/write-note.tsx";
import type { Work } from "./work/create-work.ts";
import { NotesList } from "./work/notes-list.tsx";

export function NotesCard(props: { page: CasePage; work: Work; onAdded: () => void }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("desk.notes.title")} count={props.page.notes.length}>
      <WriteNote
        path={`/api/v1/desk/cases/${props.page.id}/notes`}
        draft={`note.${props.page.id}`}
        rows={3}
        onAdded={() => props.onAdded()}
      />
      <Show when={props.work.work()}>{(of) => <NotesList of={of()} work={props.work} />}</Show>
      <Show when={props.page.notes.length === 0}>
        <p class="quiet-text small-text">{t("desk.notes.none")}</p>
      </Show>
    </Card>
  );
}
