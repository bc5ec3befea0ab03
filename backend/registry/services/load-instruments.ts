// Which packs of law a state of compliance can name: the folders of policies/ with the title of their newest pack.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";
import { z } from "zod";

const Pack = z.object({
  pack: z.object({ id: z.string(), title: z.object({ fr: z.string(), en: z.string(), mn: z.string() }) }),
});
export interface Instrument {
  /** "ml.data-protection". */
  id: string;
  names: { fr: string; en: string; mn: string };
}

const policies = fileURLToPath(new URL("../../../policies", import.meta.url));
let known: Instrument[] | undefined;

/** By id. */
export function loadInstruments(): Instrument[] {
  known ??= foldersIn(policies)
    .flatMap((country) => foldersIn(`${policies}/${country}`).map((name) => `${policies}/${country}/${name}`))
    .flatMap((folder) => {
      const newest = readdirSync(folder)
        .filter((name) => /^pack-[\d.]+\.yml$/.test(name))
        .sort((one, other) => one.localeCompare(other, "en", { numeric: true }))
        .at(-1);
      if (newest === undefined) return [];
      const { pack } = Pack.parse(load(readFileSync(`${folder}/${newest}`, "utf8")));
      return [{ id: pack.id, names: pack.title }];
    })
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  return known;
}

function foldersIn(path: string): string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}
