// Files chosen on a page are kept on this device and listed; they leave after the text, so that a bad line never holds a report back.
import { addOriginalBox, drawFiles } from "./file-list.ts";
import { addFile, dropHeldFile, heldFiles } from "./file-store.ts";
import { shrinkPhoto, shrunkName } from "./shrink-photo.ts";
import type { Words } from "./words.ts";

export interface WatchedFiles {
  /** Waits until chosen files are kept, then names them in the form instead of sending them with it. */
  settle(): Promise<void>;
}

const mostBytes = 25_000_000;

export function watchFiles(form: HTMLFormElement, words: Words): WatchedFiles {
  const flow = form.dataset["files"] ?? "";
  const input = form.querySelector<HTMLInputElement>('input[type="file"]');
  const list = form.querySelector<HTMLElement>("[data-file-list]");
  if (!input || !list) return { settle: async () => {} };
  const asIs = addOriginalBox(input, words);
  const own = document.createElement("div");
  list.after(own);
  let working: Promise<void> = Promise.resolve();
  const refresh = async (): Promise<void> => {
    drawFiles(own, await heldFiles(flow), words, async (id) => {
      await dropHeldFile(id);
      await refresh();
    });
  };
  const take = async (): Promise<void> => {
    const chosen = [...(input.files ?? [])];
    try {
      for (const file of chosen) {
        const blob = asIs.checked ? file : await shrinkPhoto(file);
        if (blob.size > mostBytes) throw new Error("too large to hold");
        await addFile(flow, shrunkName(file, blob), blob);
      }
      input.value = "";
      await refresh();
    } catch {
      // Not kept: the files stay in the control and go with the form, whose answer says what is too large.
    }
  };
  input.addEventListener("change", () => {
    working = working.then(take);
  });
  working = refresh().catch(() => {});
  return {
    settle: async () => {
      await working;
      const held = await heldFiles(flow).catch(() => []);
      for (const old of form.querySelectorAll('input[name="filesOnDevice"]')) old.remove();
      for (const { name } of held) {
        const line = document.createElement("input");
        line.type = "hidden";
        line.name = "filesOnDevice";
        line.value = name;
        form.append(line);
      }
    },
  };
}
