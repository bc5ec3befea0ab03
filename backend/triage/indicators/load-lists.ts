// Builds an index from list files: our YAML lists as they ship in `rules/indicators`.
import { createIndicatorIndex, type IndicatorIndex } from "./create-index.ts";
import { type Refusal, restingStatuses } from "./model.ts";
import { type ReadList, readIndicatorList } from "./read-list.ts";

export interface LoadedIndicators {
  index: IndicatorIndex;
  /** Lists read, resting ones included (they are not in the index). */
  lists: ReadList[];
  refused: Refusal[];
}

/** Reads lists and puts the active ones into an index. Nothing is thrown for a wrong file: it is in `refused`. */
export function loadIndicators(files: Iterable<{ path: string; text: string }>): LoadedIndicators {
  const index = createIndicatorIndex();
  const lists: ReadList[] = [];
  const refused: Refusal[] = [];
  for (const { path, text } of files) {
    const read = readIndicatorList(text, path);
    if (Array.isArray(read)) {
      refused.push(...read);
      continue;
    }
    lists.push(read);
    refused.push(...read.refused);
    if (!restingStatuses.includes(read.status)) index.add(read.list, read.indicators);
  }
  return { index, lists, refused };
}
