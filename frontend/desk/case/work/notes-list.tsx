// Notes with their past and comments: each is rewritten on the version that was seen, and what it said before stays readable.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { NoteView } from "../../../../backend/cases/notes/model.ts";
import type { CaseWork } from "../../../../backend/cases/work/model.ts";
import { Button } from "../../../parts/button/button.tsx";
import { TextArea } from "../../../parts/field/field.tsx";
import { apiPatch, apiPost } from "../../../platform/api.ts";
import { formatInstant } from "../../../platform/format.ts";
import { useWords } from "../../../platform/words.ts";
import type { Work } from "./create-work.ts";
import { WorkDialog } from "./work-dialog.tsx";

export function NotesList(props: { of: CaseWork; work: Work }): JSX.Element {
  const t = useWords();
  const [open, setOpen] = createSignal<{ note: NoteView; what: "change" | "comment" }>();
  return (
    <>
      <ol class="messages">
        <For each={props.of.notes}>
          {(note) => (
            <li class="message">
              <p class="small-text quiet-text">
                <b>{note.author?.name ?? t("casework.machine")}</b> ·{" "}
                <time dateTime={note.at}>{formatInstant(note.at)}</time>
                <Show when={note.changedAt}>
                  {(at) => (
                    <>
                      {" · "}
                      {t("casework.notes.changed", {
                        name: note.changedBy?.name ?? t("casework.machine"),
                        time: formatInstant(at()),
                      })}
                    </>
                  )}
                </Show>
              </p>
              <p class="pre-text" dir="auto">
                {note.body}
              </p>
              <Show when={note.revisions.length > 0}>
                <details class="small-text">
                  <summary>{t("casework.notes.revisions", { count: note.revisions.length })}</summary>
                  <ol class="side-list">
                    <For each={note.revisions}>
                      {(revision) => (
                        <li>
                          <span class="quiet-text">
                            {t("casework.notes.version", { version: revision.version })} ·{" "}
                            {t("casework.by_at", {
                              name: revision.writtenBy?.name ?? t("casework.machine"),
                              time: formatInstant(revision.writtenAt),
                            })}
                          </span>
                          <p class="pre-text" dir="auto">
                            {revision.body}
                          </p>
                        </li>
                      )}
                    </For>
                  </ol>
                </details>
              </Show>
              <Show when={note.comments.length > 0}>
                <ol class="note-comments">
                  <For each={note.comments}>
                    {(comment) => (
                      <li>
                        <p class="small-text quiet-text">
                          <b>{comment.author?.name ?? t("casework.machine")}</b> · {formatInstant(comment.at)}
                        </p>
                        <p class="pre-text" dir="auto">
                          {comment.body}
                        </p>
                      </li>
                    )}
                  </For>
                </ol>
              </Show>
              <Show when={props.of.can.change}>
                <p class="work-buttons">
                  <Button isSmall look="quiet" onClick={() => setOpen({ note: { ...note }, what: "comment" })}>
                    {t("casework.notes.comment")}
                  </Button>
                  <Button isSmall look="quiet" onClick={() => setOpen({ note: { ...note }, what: "change" })}>
                    {t("casework.notes.change")}
                  </Button>
                </p>
              </Show>
            </li>
          )}
        </For>
      </ol>
      <Show when={open()} keyed>
        {(one) => <NoteDialog {...one} work={props.work} onClose={() => setOpen(undefined)} />}
      </Show>
    </>
  );
}

function NoteDialog(props: {
  note: NoteView;
  what: "change" | "comment";
  work: Work;
  onClose: () => void;
}): JSX.Element {
  const t = useWords();
  const { note, what, work } = props;
  const isChange = what === "change";
  const [body, setBody] = createSignal(isChange ? note.body : "");
  const stored = () => {
    const now = work.work()?.notes.find(({ id }) => id === note.id);
    return now
      ? { version: now.version, fields: [{ label: t("casework.notes.text"), mine: body().trim(), theirs: now.body }] }
      : undefined;
  };
  const send = async (version: number): Promise<void> => {
    const path = `/api/v1/desk/case-parts/notes/${note.id}`;
    if (isChange) await apiPatch(path, { version, body: body() });
    else await apiPost(`${path}/comments`, { body: body() });
  };
  return (
    <WorkDialog
      title={t(`casework.notes.${what}`)}
      isWide={isChange}
      send={send}
      {...(isChange ? { seen: note.version, stored } : {})}
      reload={work.reload}
      onClose={() => props.onClose()}
    >
      {(errorOf) => (
        <TextArea
          label={t(isChange ? "casework.notes.text" : "casework.notes.comment_label")}
          rows={isChange ? 8 : 3}
          value={body()}
          maxLength={20_000}
          error={errorOf("body")}
          onInput={(event) => setBody(event.currentTarget.value)}
        />
      )}
    </WorkDialog>
  );
}
