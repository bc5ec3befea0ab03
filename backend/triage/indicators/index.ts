// The door of indicators: build an index from lists and feeds, look observables up, hold back what is everywhere.
export { createIndicatorIndex, type IndicatorIndex } from "./create-index.ts";
export { scoreAt } from "./decay.ts";
export type { FeedFrame, ReadFeed } from "./feed.ts";
export { type LoadedIndicators, loadIndicators } from "./load-lists.ts";
export {
  describeSource,
  explainMatches,
  type IndicatorMatches,
  type MatchOptions,
  matchObservables,
  type SuppressedFinding,
} from "./match.ts";
export type { Indicator, IndicatorHit, IndicatorList, IndicatorSource, Marking, Refusal } from "./model.ts";
export { guessKind, normaliseValue } from "./normalise.ts";
export { readCsvFeed } from "./read-csv-feed.ts";
export { type ReadList, readIndicatorList } from "./read-list.ts";
export { readMispFeed } from "./read-misp-feed.ts";
export { readPlainFeed } from "./read-plain-feed.ts";
export { readWarninglists, type Warninglists } from "./warninglists.ts";
export { createSnapshotWriter, type SnapshotWriter } from "./write-snapshot.ts";
