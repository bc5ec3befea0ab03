// Files chosen for a report that is sealed here: made small, listed, and held in memory until the report is; then sealed into pieces that wait on this device.
import { sealedFileLimits } from "../../../../backend/intake/edge/pieces/wire/model.ts";
import { type DescribedFiles, describeFiles, sealPieces } from "../../../../backend/intake/edge/pieces/seal-pieces.ts";
import type { CoreKey } from "../../../../backend/intake/edge/seal-item.ts";
import { addOriginalBox, drawFiles } from "../file-list.ts";
import { shrinkPhoto, shrunkName } from "../shrink-photo.ts";
import { showNote, type Words } from "../words.ts";
import { putPiece } from "./store.ts";

interface Chosen {
  id: number;
  name: string;
  blob: Blob;
}

export interface ReportFiles {
  names(): string[];
  /** What the sealed report says of them; undefined where there are none. */
  describe(): Promise<DescribedFiles | undefined>;
  /** Seals them for a report into pieces that wait. @returns how many pieces; `isKept` false where they live as long as this page. */
  seal(key: CoreKey, item: string, described: DescribedFiles): Promise<{ pieces: number; isKept: boolean }>;
  clear(): void;
}

/** @returns undefined where the form takes no files. */
export function chooseFiles(form: HTMLFormElement, words: Words): ReportFiles | undefined {
  const input = form.querySelector<HTMLInputElement>('input[type="file"]');
  const list = form.querySelector<HTMLElement>("[data-file-list]");
  if (!input || !list) return undefined;
  let chosen: Chosen[] = [];
  let working: Promise<void> = Promise.resolve();
  let nextId = 0;
  const asIs = addOriginalBox(input, words);
  const own = document.createElement("div");
  list.append(own);
  const draw = (): void => {
    const listed = chosen.map(({ id, name, blob }) => ({ id, name, size: blob.size }));
    drawFiles(own, listed, words, (id) => {
      chosen = chosen.filter((one) => one.id !== id);
      draw();
    });
  };
  const forgetNote = (): void => {
    if (own.previousElementSibling?.classList.contains("note")) own.previousElementSibling.remove();
  };
  const take = async (files: readonly File[]): Promise<void> => {
    const left: string[] = [];
    for (const file of files) {
      const blob = asIs.checked ? file : await shrinkPhoto(file);
      const bytes = chosen.reduce((sum, one) => sum + one.blob.size, blob.size);
      const isWithin = blob.size <= sealedFileLimits.fileBytes && bytes <= sealedFileLimits.allBytes;
      if (blob.size > 0 && isWithin && chosen.length < sealedFileLimits.files)
        chosen.push({ id: nextId++, name: shrunkName(file, blob), blob });
      else left.push(file.name);
      draw();
    }
    forgetNote();
    if (left.length > 0) showNote(own, words("files.left", { names: left.join(", ") }));
  };
  input.addEventListener("change", () => {
    const files = [...(input.files ?? [])];
    // They go sealed, in pieces, and not with the form.
    input.value = "";
    working = working.then(async () => await take(files)).catch(() => {});
  });
  const inOrder = (): { name: string; bytes: Blob }[] => chosen.map(({ name, blob }) => ({ name, bytes: blob }));
  return {
    names: () => chosen.map(({ name }) => name),
    describe: async () => {
      await working;
      return chosen.length > 0 ? await describeFiles(inOrder()) : undefined;
    },
    seal: async (key, item, described) => {
      let pieces = 0;
      let isKept = true;
      await sealPieces(key, item, described, inOrder(), async (name, body) => {
        isKept = (await putPiece(name, body)) && isKept;
        pieces += 1;
      });
      return { pieces, isKept };
    },
    clear: () => {
      chosen = [];
      forgetNote();
      draw();
    },
  };
}
