// Loads indicator files of any kind into one index: our YAML lists, MISP events, CSV and plain lists, told apart by their endings.
import { basename } from "node:path";
import {
  type IndicatorIndex,
  loadIndicators,
  readCsvFeed,
  readMispFeed,
  readPlainFeed,
  type Refusal,
} from "../indicators/index.ts";
import type { RuleFile } from "./load-rules.ts";

/** @returns the index, and each file or entry that was refused with its reason */
export function loadIndicatorFiles(files: readonly RuleFile[]): { index: IndicatorIndex; refused: Refusal[] } {
  const isList = ({ path }: RuleFile): boolean => /\.ya?ml$/i.test(path);
  const { index, refused } = loadIndicators(files.filter(isList));
  for (const file of files.filter((one) => !isList(one))) {
    const read = readFeed(file);
    if (Array.isArray(read)) {
      refused.push(...read);
      continue;
    }
    refused.push(...read.refused);
    for (const [kind, count] of read.skipped)
      refused.push({ path: file.path, field: kind, reason: `${count} entries of a kind that is not looked for` });
    index.add(read.list, read.indicators);
  }
  return { index, refused };
}

function readFeed({ path, text }: RuleFile): ReturnType<typeof readMispFeed> {
  const name = basename(path);
  // A file that says nothing about sharing is treated as what may stay inside the organisation.
  const frame = { id: name, title: name, marking: "TLP:AMBER", reason: `named in ${name}` } as const;
  if (/\.json$/i.test(path)) return readMispFeed(text, path, frame);
  return /\.csv$/i.test(path) ? readCsvFeed(text, path, frame) : readPlainFeed(text, path, frame);
}
