// A pack as an answer pinned it, where its file is still here: an installation may have taken an old version away, and then nothing can be compared.
import { type Pin, readPinned } from "../duties/law-of-country.ts";
import { type LoadedPack, policiesFolder } from "../law/index.ts";

/** Looked for once: files of packs change with the installation, which starts anew then. */
const gone = new Set<string>();

/** Undefined where no file of that version has that hash. */
export function findPinned(pin: Pin, root = policiesFolder): LoadedPack | undefined {
  const key = `${root}:${pin.id}@${pin.version}:${pin.sha256}`;
  if (gone.has(key)) return undefined;
  try {
    return readPinned(pin, root);
  } catch {
    gone.add(key);
    return undefined;
  }
}
