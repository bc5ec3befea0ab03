// A sheet of numbers: tried first, with what is wrong on which line, then brought in.
import { createSignal, For, type JSX, Show } from "solid-js";
import { Notice } from "../../parts/notice/notice.tsx";
import { FileBox } from "../../parts/file-box/file-box.tsx";
import { apiPostText } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";

interface Answer {
  written: number;
  rows: { line: number; target: string; problem: string | null }[];
}

export function ImportDialog(props: { year: number; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [file, setFile] = createSignal<File>();
  const [tried, setTried] = createSignal<Answer>();
  const [isIn, setIn] = createSignal(false);
  const send = async (): Promise<void> => {
    const chosen = file();
    if (!chosen) return;
    const isTrial = tried() === undefined;
    const answer = await apiPostText<Answer>(
      `/api/v1/committee/import?year=${props.year}&isTrial=${isTrial}`,
      chosen,
      "application/octet-stream",
    );
    setTried(answer);
    setIn(!isTrial);
  };
  const wrong = () => tried()?.rows.filter((row) => row.problem !== null) ?? [];
  return (
    <ActDialog
      asks="review"
      title={t("committee.import_of", { year: String(props.year) })}
      description={t("committee.import_hint")}
      act={tried() === undefined ? t("committee.try") : t("committee.bring_in", { count: tried()?.written ?? 0 })}
      isKept={!isIn()}
      onClose={props.onClose}
      onDone={() => {
        if (!isIn()) return;
        props.onDone();
        props.onClose();
      }}
      send={send}
    >
      <label class="field-label" for="committee-sheet">
        {t("committee.sheet")}
      </label>
      <FileBox
        id="committee-sheet"
        required
        accept=".csv,.xlsx,.json,text/csv"
        onChange={(event) => {
          setFile(event.currentTarget.files?.[0]);
          setTried(undefined);
        }}
      />
      <Show when={tried()}>
        {(answer) => (
          <Notice tone={wrong().length > 0 ? "mind" : "plain"}>
            <span>{t("committee.tried", { good: answer().written, wrong: wrong().length })}</span>
          </Notice>
        )}
      </Show>
      <ul>
        <For each={wrong().slice(0, 50)}>
          {(row) => (
            <li>
              {t("committee.line", { line: row.line })} {row.target}: {row.problem}
            </li>
          )}
        </For>
      </ul>
    </ActDialog>
  );
}
