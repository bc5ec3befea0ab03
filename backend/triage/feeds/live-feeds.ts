// The lists in force, as the worker searches them: looked for before each report, opened and closed while it goes on working.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { type IndicatorHit, type IndicatorIndex, readWarninglists, type Warninglists } from "../indicators/index.ts";
import type { Engines } from "../open-engines.ts";
import type { Edition } from "./model.ts";
import { openSnapshotOf, placeOf } from "./snapshot-of.ts";
import { editionsInForce } from "./store.ts";

interface LiveFeeds {
  /** Ids of the editions, sorted: the same text, the same answers. */
  key: string;
  indexes: Map<string, IndicatorIndex>;
  warninglists: Warninglists;
  dataDir: string;
}

let live: LiveFeeds | null = null;
let refreshing: Promise<unknown> = Promise.resolve();

/** The engines, searching also what is in force now. Costs one small query where nothing has changed. */
export async function withLiveFeeds(ctx: Context, engines: Engines): Promise<Engines> {
  // One at a time: two jobs that saw the same change would open a list twice.
  const turn = refreshing.then(async () => await refresh(ctx));
  refreshing = turn.catch(() => {});
  const feeds = await turn;
  if (feeds.indexes.size === 0 && feeds.warninglists.names().length === 0) return engines;
  const { indicators, warninglists } = engines;
  return {
    ...engines,
    // Asked at the time of the look, so that a list that was closed meanwhile is not asked any more.
    indicators: {
      ...indicators,
      lookup: (kind, value, now) => lookIn([indicators, ...(live?.indexes.values() ?? [])], kind, value, now),
    },
    warninglists: {
      ...warninglists,
      names: () => [...warninglists.names(), ...feeds.warninglists.names()],
      listsWith: (kind, value) => [
        ...warninglists.listsWith(kind, value),
        ...feeds.warninglists.listsWith(kind, value),
      ],
    },
    rulesHash: createHash("sha256").update(engines.rulesHash).update(feeds.key).digest("hex"),
  };
}

/** One hit a known value, with the sources of every index that knows it. */
function lookIn(
  indexes: Iterable<Pick<IndicatorIndex, "lookup">>,
  ...asked: Parameters<IndicatorIndex["lookup"]>
): IndicatorHit[] {
  const hits = new Map<string, IndicatorHit>();
  for (const index of indexes)
    for (const hit of index.lookup(...asked)) {
      const key = `${hit.kind} ${hit.value} ${hit.matchedBy}`;
      const known = hits.get(key);
      if (known === undefined) hits.set(key, hit);
      else known.sources.push(...hit.sources);
    }
  return [...hits.values()];
}

async function refresh(ctx: Context): Promise<LiveFeeds> {
  const editions = await readOnly(ctx, editionsInForce);
  const key = editions
    .map(({ id }) => id)
    .sort()
    .join(" ");
  const before = live?.dataDir === ctx.config.dataDir ? live : null;
  if (before?.key === key) return before;
  const indexes = new Map<string, IndicatorIndex>();
  for (const edition of editions.filter(({ format }) => format !== "warninglist")) {
    const index = before?.indexes.get(edition.id) ?? (await openOrTell(ctx, edition));
    if (index !== null) indexes.set(edition.id, index);
  }
  const { warninglists } = readWarninglists(
    editions
      .filter(({ format }) => format === "warninglist")
      .map((edition) => ({ path: edition.fileName, text: readFileSync(ctx.objects.path(edition.objectId), "utf8") })),
  );
  const former = live;
  live = { key, indexes, warninglists, dataDir: ctx.config.dataDir };
  for (const [id, index] of former?.indexes ?? []) if (indexes.get(id) !== index) index.close();
  dropOldSnapshots(ctx, new Set(editions.map(({ id }) => id)));
  return live;
}

/** A list that cannot be opened is told in the log and leaves the others in force. */
async function openOrTell(ctx: Context, edition: Edition): Promise<IndicatorIndex | null> {
  try {
    return await openSnapshotOf(ctx, edition);
  } catch (error) {
    ctx.log.error({ err: error, list: edition.name }, "a list of indicators cannot be opened and is not searched");
    return null;
  }
}

function dropOldSnapshots(ctx: Context, kept: ReadonlySet<string>): void {
  const folder = dirname(placeOf(ctx, "any"));
  for (const name of readdirSync(folder))
    if (name.endsWith(".snapshot") && !kept.has(name.slice(0, -".snapshot".length))) rmSync(join(folder, name));
}
