// Reads the titles of ISIC's sections and divisions; where they are from stands in isic-4.yml.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";
import { z } from "zod";
import { type IsicTitle, isTelecomService } from "./model.ts";

const Titles = z.array(z.strictObject({ code: z.string(), fr: z.string(), en: z.string(), mn: z.string() }));
const path = fileURLToPath(new URL("./isic-4.yml", import.meta.url));
let known: IsicTitle[] | undefined;

/** In the order of the publication: a section, then its divisions. */
export function loadIsic(): IsicTitle[] {
  known ??= Titles.parse(load(readFileSync(path, "utf8"))).map(({ code, ...names }) => ({
    code,
    names,
    isTelecomService: isTelecomService(code),
  }));
  return known;
}
