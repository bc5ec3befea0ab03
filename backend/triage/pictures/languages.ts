// Finds which languages pictures can be read in: data that came with the installation, never fetched.
import { existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface PictureLanguage {
  /** Tesseract's code. */
  code: "eng" | "fra" | "mon";
  name: string;
  path: string;
}

const known = [
  { code: "eng", name: "English", of: () => import.meta.resolve("@tesseract.js-data/eng/package.json") },
  { code: "fra", name: "French", of: () => import.meta.resolve("@tesseract.js-data/fra/package.json") },
  { code: "mon", name: "Mongolian", of: () => import.meta.resolve("@tesseract.js-data/mon/package.json") },
] as const;

/** Integer models: as good as the full ones on screenshots, a quarter of the size. */
const variant = "4.0.0_best_int";

export function installedLanguages(): { installed: PictureLanguage[]; missing: string[] } {
  const installed: PictureLanguage[] = [];
  const missing: string[] = [];
  for (const { code, name, of } of known) {
    const path = findData(of, code);
    if (path === null) missing.push(name);
    else installed.push({ code, name, path });
  }
  return { installed, missing };
}

function findData(resolve: () => string, code: string): string | null {
  try {
    const path = fileURLToPath(new URL(`./${variant}/${code}.traineddata.gz`, resolve()));
    return existsSync(path) ? path : null;
  } catch {
    // An optional package that is not installed.
    return null;
  }
}

/** The language of a report first, since the reader leans on the first; then all others that are there. */
export function orderLanguages(languages: readonly PictureLanguage[], reportLanguage: string): string[] {
  const first = { fr: "fra", mn: "mon", en: "eng" }[reportLanguage.slice(0, 2)];
  return languages.map(({ code }) => code as string).sort((a, b) => Number(b === first) - Number(a === first));
}

/** The reader wants all languages in one folder: a folder of links to them. */
export function linkLanguages(folder: string, languages: readonly PictureLanguage[]): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const { code, path } of languages) {
    const link = join(folder, `${code}.traineddata.gz`);
    // The installation may have moved since.
    rmSync(link, { force: true });
    symlinkSync(path, link);
  }
}
