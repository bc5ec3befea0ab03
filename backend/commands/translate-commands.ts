// `toguna words check`, `toguna words export TAG` and `toguna words import FILE TAG`: a language as one file for whoever translates it, and back.
import { readFileSync } from "node:fs";
import { wrongCatalogue } from "../platform/words/language-files.ts";
import { type HandedFile, handOut, takeBack } from "../platform/words/hand-over.ts";

const tagForm = /^[a-z]{2,8}$/;

/** Prints what is wrong with any language, a line each; the build asks it. @returns 0 nothing, 1 something, 2 wrong usage */
export async function checkWords(args: string[]): Promise<number> {
  if (args.length > 0) return usage("toguna words check");
  const wrong = wrongCatalogue();
  for (const line of wrong) process.stderr.write(`${line}\n`);
  return wrong.length > 0 ? 1 : 0;
}

/** Prints the file. @returns 0 done, 2 wrong usage */
export async function exportWords([tag = "", ...more]: string[]): Promise<number> {
  if (!tagForm.test(tag) || more.length > 0) return usage("toguna words export TAG");
  process.stdout.write(`${JSON.stringify(handOut(tag), null, 2)}\n`);
  return 0;
}

/** Takes a file back; nothing is written where a key is wrong. @returns 0 done, 1 wrong words, 2 wrong usage */
export async function importWords([path = "", tag = "", ...more]: string[]): Promise<number> {
  if (path === "" || !tagForm.test(tag) || more.length > 0) return usage("toguna words import FILE TAG");
  const wrong = takeBack(tag, JSON.parse(readFileSync(path, "utf8")) as HandedFile);
  for (const line of wrong) process.stderr.write(`${line}\n`);
  return wrong.length > 0 ? 1 : 0;
}

function usage(text: string): number {
  process.stderr.write(`${text}\n`);
  return 2;
}
