// Files beside an answer: each is sent at once and named in the answer by its id.
import { createSignal, For, type JSX } from "solid-js";
import { apiPostFile } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { asBytes } from "../../shell/authority/as-bytes.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { FileBox } from "../../parts/file-box/file-box.tsx";

export interface Attached {
  ids(): string[];
  clear(): void;
  field: () => JSX.Element;
}

/** @param path where a file is sent to. */
export function createAttached(path: () => string): Attached {
  const t = useWords();
  const [files, setFiles] = createSignal<{ id: string; name: string }[]>([]);
  const add = async (input: HTMLInputElement): Promise<void> => {
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    try {
      const { id } = await apiPostFile<{ id: string }>(path(), asBytes(file), {
        "file-name": encodeURIComponent(file.name),
      });
      setFiles([...files(), { id, name: file.name }]);
    } catch (error) {
      tellProblem(error);
    }
  };
  return {
    ids: () => files().map(({ id }) => id),
    clear: () => setFiles([]),
    field: () => (
      <label class="field">
        <span class="field-label">{t("inspections.own.attach")}</span>
        <FileBox isTakenAtOnce onChange={(event) => void add(event.currentTarget)} />
        <ul class="small-text">
          <For each={files()}>{(file) => <li>{file.name}</li>}</For>
        </ul>
      </label>
    ),
  };
}
