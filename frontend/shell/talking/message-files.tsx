// The files of a message: fetched with a click, saved, never shown inside the page.
import { For, type JSX, Show } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { apiPostForFile } from "../../platform/api.ts";
import { formatBytes } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../data/tell-problem.ts";

export function MessageFiles(props: {
  files: readonly { id: string; name: string; size: number }[];
  /** "/api/v1/talking/files", "/api/v1/own/conversation-files". */
  root: string;
}): JSX.Element {
  const t = useWords();
  const save = async (id: string, name: string): Promise<void> => {
    try {
      const { blob } = await apiPostForFile(`${props.root}/${id}/open`, {});
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = name;
      link.click();
      // The browser has taken the bytes by then.
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <Show when={props.files.length > 0}>
      <ul class="message-files" aria-label={t("talking.files.of_message")}>
        <For each={props.files}>
          {(file) => (
            <li>
              <Button isSmall look="quiet" onClick={() => void save(file.id, file.name)}>
                {file.name}
              </Button>{" "}
              <span class="quiet-text small-text">{formatBytes(file.size)}</span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}
