// The holders of many reports' values in a row: the database answers while questions are few, tables in memory when they are many.
import { sql } from "drizzle-orm";
import type { Tx } from "../platform/db/index.ts";
import { type AttributionClaim, createAttribution } from "./attribution/index.ts";
import {
  type AskedHolders,
  findHolders,
  type FoundHolder,
  type HolderVia,
  mostHostsAsked,
  withHostsOfUrls,
} from "./find-holders.ts";
import { urlBeginnings } from "./rules.ts";

/** Loading 200,000 claims takes about as long as the database needs for so many questions. */
const fewQuestions = 2_000;
/** What is in the tables is never older: a claim that changes meanwhile counts from then on. */
const freshMs = 60_000;

export interface HolderFinder {
  /** The same answers in the same order as `findHolders`, as the register stood less than a minute ago. */
  find(tx: Tx, asked: AskedHolders): Promise<FoundHolder[]>;
}

interface Claim extends AttributionClaim {
  name: string;
  sector: string;
  isDisputed: boolean;
  /** Of a prefix, in bits. */
  length: number;
}

/**
 * For one job or one person's request: whoever asks it must be allowed to see the same rows from beginning to end.
 * @param options.now a monotonic clock in milliseconds
 * @param options.fewQuestions so many addresses and hosts are asked of the database before the tables are loaded
 */
export function openHolderFinder(options: { now?: () => number; fewQuestions?: number } = {}): HolderFinder {
  const now = options.now ?? (() => performance.now());
  const mostAsked = options.fewQuestions ?? fewQuestions;
  let asked = 0;
  let tables: { ask: HolderTables; loadedAt: number } | null = null;
  return {
    async find(tx, question) {
      asked +=
        question.addresses.length +
        question.hosts.length +
        (question.urls?.length ?? 0) +
        (question.words?.length ?? 0);
      if (asked < mostAsked) return await findHolders(tx, question);
      if (tables === null || now() - tables.loadedAt > freshMs) tables = { ask: await loadTables(tx), loadedAt: now() };
      const names =
        question.foldedText === ""
          ? []
          : await findHolders(tx, { addresses: [], hosts: [], foldedText: question.foldedText, at: question.at });
      return [...tables.ask(question), ...names];
    },
  };
}

type HolderTables = (asked: AskedHolders) => FoundHolder[];

/** @throws RangeError for a claim in force that the tables cannot hold: an answer without it would be wrong */
async function loadTables(tx: Tx): Promise<HolderTables> {
  const rows = await tx.execute<Omit<Claim, "kind"> & { kind: Claim["kind"] } & Record<string, unknown>>(sql`
    select n.id, n.constituent_id as "constituentId", c.name, c.sector, n.kind, coalesce(n.prefix::text, n.value) as value,
      n.state = 'disputed' as "isDisputed", coalesce(masklen(n.prefix), 0) as length,
      (extract(epoch from n.held_from) * 1000)::float8 as "heldFrom", (extract(epoch from n.held_until) * 1000)::float8 as "heldUntil"
    from network_claims n join constituents c on c.id = n.constituent_id
    where n.state in ('active', 'disputed') order by n.id`);
  const claims = new Map(rows.map((row) => [row.id, row]));
  // Prefixes and names are looked up by the parts that they cover; the rest stands as it is written.
  const exact = new Map<string, Claim[]>();
  for (const row of rows) {
    if (row.kind === "prefix" || row.kind === "domain") continue;
    const key = `${row.kind} ${row.value}`;
    exact.set(key, [...(exact.get(key) ?? []), row]);
  }
  const heldExactly = (kind: Claim["kind"], value: string, at: number): Claim | undefined =>
    (exact.get(`${kind} ${value}`) ?? [])
      .filter(
        ({ heldFrom, heldUntil }) => (heldFrom === null || heldFrom <= at) && (heldUntil === null || heldUntil > at),
      )
      // The latest first, as the database has them; one that was held since ever is the earliest.
      .sort((a, b) => (b.heldFrom ?? -Infinity) - (a.heldFrom ?? -Infinity) || byUnits(a.id, b.id))[0];
  const covered = rows.filter(({ kind }) => kind === "prefix" || kind === "domain");
  const attribution = createAttribution(covered, ({ value }, reason) => {
    throw new RangeError(`the claim on ${value} cannot be looked up: ${reason}`);
  });
  const held = (value: string, at: Date) =>
    attribution.whoHeld(value, at.getTime()).flatMap(({ id }) => claims.get(id) ?? []);
  const byAddress = (addresses: readonly string[], at: Date): FoundHolder[] =>
    [...new Set(addresses)]
      .flatMap((value) => layersOf(value, held(value, at)))
      .sort(inOrder)
      .map(({ found }) => found);
  const byHost = (hosts: readonly string[], at: Date): FoundHolder[] =>
    hosts.slice(0, mostHostsAsked).flatMap((value) => {
      const [nearest] = held(value, at).filter(({ kind }) => kind === "domain");
      return nearest === undefined ? [] : [foundBy("domain", value, nearest, nearest.isDisputed)];
    });
  return (asked) => {
    const { at } = asked;
    const byUrl = (asked.urls ?? []).slice(0, mostHostsAsked).flatMap((url) => {
      for (const value of urlBeginnings(url)) {
        const claim = heldExactly("url_prefix", value, at.getTime());
        if (claim) return [foundBy("url", url, claim, claim.isDisputed)];
      }
      return [];
    });
    const { addresses, hosts } = withHostsOfUrls(asked, new Set(byUrl.map(({ value }) => value)));
    const byWord = (asked.words ?? []).flatMap(({ kind, value }) => {
      const claim = heldExactly(kind, value, at.getTime());
      return claim ? [foundBy(kind, value, claim, claim.isDisputed)] : [];
    });
    return [...byUrl, ...byAddress(addresses, at), ...byHost(hosts, at), ...byWord];
  };
}
interface Layer {
  length: number;
  found: FoundHolder;
}

/** One for each constituent that held the address: its longest prefix, and whether any of its claims on it is disputed. */
function layersOf(value: string, claims: readonly Claim[]): Layer[] {
  const byHolder = new Map<string, Claim[]>();
  for (const claim of claims) byHolder.set(claim.constituentId, [...(byHolder.get(claim.constituentId) ?? []), claim]);
  return [...byHolder.values()].flatMap((own) => {
    const [nearest] = own;
    if (nearest === undefined) return [];
    const isDisputed = own.some((claim) => claim.isDisputed);
    const length = Math.max(...own.map((claim) => claim.length));
    return { length, found: foundBy("address", value, nearest, isDisputed) };
  });
}

function foundBy(via: HolderVia, value: string, claim: Claim, isDisputed: boolean): FoundHolder {
  const { constituentId, name, sector } = claim;
  return { constituentId, name, sector, via, value, ...(isDisputed ? { isDisputed: true as const } : {}) };
}

/** Longest prefixes first, then by value and constituent, as the database sorts bytes. */
function inOrder(a: Layer, b: Layer): number {
  return (
    b.length - a.length ||
    byUnits(a.found.value, b.found.value) ||
    byUnits(a.found.constituentId, b.found.constituentId)
  );
}

function byUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
