// Internal notes of a report, newest first; what is being written is kept on this device and with the person.
import { For, type JSX } from "solid-js";
import type { ReportPage } from "../../../backend/reporting/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { WriteNote } from "../notes/write-note.tsx";

export function ReportNotesCard(props: { page: ReportPage; onAdded: () => void }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("desk.notes.title")} count={props.page.notes.length}>
      <WriteNote
        path={`/api/v1/desk/reports/${props.page.id}/notes`}
        draft={`report_note.${props.page.id}`}
        rows={2}
        onAdded={() => props.onAdded()}
      />
      <ol class="messages">
        <For each={props.page.notes} fallback={<li class="quiet-text small-text">{t("desk.notes.none")}</li>}>
          {(note) => (
            <li class="message">
              <p class="small-text quiet-text">
                <b>{note.author?.name ?? t("desk.talk.machine")}</b> ·{" "}
                <time dateTime={note.at}>{formatInstant(note.at)}</time>
              </p>
              <p class="pre-text" dir="auto">
                {note.body}
              </p>
            </li>
          )}
        </For>
      </ol>
    </Card>
  );
}
