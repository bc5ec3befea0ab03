// What was done for a task, oldest first, and a place to add words or a file.
import { createSignal, For, type JSX, onMount, Show } from "solid-js";
import type { TaskLogView, TaskView } from "../../../../backend/cases/tasks/model.ts";
import { Button } from "../../../parts/button/button.tsx";
import { Dialog } from "../../../parts/dialog/dialog.tsx";
import { TextArea, TextField } from "../../../parts/field/field.tsx";
import { Notice } from "../../../parts/notice/notice.tsx";
import { apiGet, apiPost, apiPostFile } from "../../../platform/api.ts";
import { formatBytes, formatInstant } from "../../../platform/format.ts";
import { useWords } from "../../../platform/words.ts";
import { describeProblem } from "../../../shell/data/tell-problem.ts";
import "../../report/report.css";

export function TaskLogDialog(props: { task: TaskView; mayAdd: boolean; onClose: () => void }): JSX.Element {
  const t = useWords();
  const { id, title } = props.task;
  const path = `/api/v1/desk/case-parts/tasks/${id}`;
  const [rows, setRows] = createSignal<TaskLogView[]>([]);
  const [text, setText] = createSignal("");
  const [file, setFile] = createSignal<File>();
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  let picker: HTMLFormElement | undefined;
  const load = async (): Promise<void> => {
    try {
      setRows((await apiGet<{ rows: TaskLogView[] }>(`${path}/logs`)).rows);
    } catch (error) {
      setProblem(describeProblem(error));
    }
  };
  onMount(() => void load());
  const add = async (): Promise<void> => {
    const [body, chosen] = [text().trim(), file()];
    if (body === "" && !chosen) {
      setProblem(t("casework.tasks.log_empty"));
      return;
    }
    setBusy(true);
    setProblem(undefined);
    try {
      if (chosen)
        await apiPostFile(
          `${path}/files?${new URLSearchParams({ note: body })}`,
          new Blob([chosen], { type: "application/octet-stream" }),
          {
            "file-name": encodeURIComponent(chosen.name),
          },
        );
      else await apiPost(`${path}/logs`, { body });
      setText("");
      setFile(undefined);
      picker?.reset();
      await load();
    } catch (error) {
      setProblem(describeProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog isOpen onClose={() => props.onClose()} title={t("casework.tasks.log_of", { title })}>
      <ol class="messages">
        <For each={rows()} fallback={<li class="quiet-text small-text">{t("casework.tasks.log_none")}</li>}>
          {(row) => (
            <li class="message">
              <p class="small-text quiet-text">
                <b>{row.author?.name ?? t("casework.machine")}</b> ·{" "}
                <time dateTime={row.at}>{formatInstant(row.at)}</time>
              </p>
              <Show when={row.body !== ""}>
                <p class="pre-text" dir="auto">
                  {row.body}
                </p>
              </Show>
              <For each={row.files}>
                {(one) => (
                  <p>
                    <a href={`/api/v1/desk/case-parts/files/${one.id}`} download={one.name} rel="external">
                      {one.name}
                    </a>{" "}
                    <span class="quiet-text small-text">{formatBytes(one.size)}</span>
                  </p>
                )}
              </For>
            </li>
          )}
        </For>
      </ol>
      <Show when={problem()}>
        <Notice tone="problem" isAlert>
          {problem()}
        </Notice>
      </Show>
      <Show when={props.mayAdd}>
        <form
          ref={(form) => (picker = form)}
          class="work-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (!isBusy()) void add();
          }}
        >
          <TextArea
            label={t("casework.tasks.log_body")}
            rows={2}
            value={text()}
            maxLength={20_000}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <TextField
            type="file"
            label={t("casework.tasks.log_file")}
            onChange={(event) => setFile(event.currentTarget.files?.[0])}
          />
          <div class="dialog-buttons">
            <Button type="submit" look="main" isBusy={isBusy()} disabled={isBusy()}>
              {t("casework.tasks.log_add")}
            </Button>
          </div>
        </form>
      </Show>
    </Dialog>
  );
}
