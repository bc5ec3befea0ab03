// A copy of the house with one language more: a file, made of the English by a program and written from right to left, is put into its catalogue, and nothing else is told of it.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type HandedFile, handOut, takeBack } from "../../backend/platform/words/hand-over.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const parts = ["backend", "frontend", "migrations", "policies", "rules"];
const files = ["package.json", "package-lock.json", "tsconfig.json", "wrangler.toml"];

/** Stands at the beginning of each sentence of the made language: letters that no other sentence here has. */
export const mark = "م\u00a0";
export const madeTag = "qar";

/** The made language as a translator would hand it in. @param folder the catalogue it is made for. */
export function makeLanguage(folder?: string): HandedFile {
  const handed = handOut(madeTag, folder);
  return {
    language: { name: "م Made", locale: "ar-EG", direction: "rtl", fallsBackTo: "en", state: "complete" },
    messages: Object.fromEntries(
      Object.entries(handed.messages).map(([key, { english }]) => [
        key,
        { english, text: english === "" ? "" : `${mark}${english}` },
      ]),
    ),
  };
}

/** @returns the copy's folder, built; whoever asked removes it with `removeHouse`. */
export function copyHouseWithLanguage(): string {
  const copy = mkdtempSync(join(tmpdir(), "toguna-house-"));
  for (const part of parts)
    cpSync(join(root, part), join(copy, part), {
      recursive: true,
      filter: (path) => !/\/(dist|node_modules)$/.test(path),
    });
  for (const file of files) cpSync(join(root, file), join(copy, file));
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  const catalogue = join(copy, "backend", "platform", "words", "catalogue");
  const wrong = takeBack(madeTag, makeLanguage(catalogue), catalogue);
  if (wrong.length > 0) throw new Error(wrong.slice(0, 20).join("\n"));
  execFileSync(process.execPath, ["backend/start.mjs", "--build-only"], {
    cwd: copy,
    env: { ...process.env, NODE_ENV: "production" },
  });
  return copy;
}

export function removeHouse(copy: string): void {
  rmSync(copy, { recursive: true, force: true });
}
