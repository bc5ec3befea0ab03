// The holders of many reports' values in a row: the database answers while questions are few, tables in memory when they are many.
import { sql } from "drizzle-orm";
import type { Tx } from "../platform/db/index.ts";
import { type AttributionClaim, createAttribution } from "./attribution/index.ts";
import { type AskedHolders, findHolders, type FoundHolder, mostHostsAsked } from "./find-holders.ts";

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
      asked += question.addresses.length + question.hosts.length;
      if (asked < mostAsked) return await findHolders(tx, question);
      if (tables === null || now() - tables.loadedAt > freshMs) tables = { ask: await loadTables(tx), loadedAt: now() };
      const names = question.foldedText === "" ? [] : await findHolders(tx, { ...question, addresses: [], hosts: [] });
      return [...tables.ask(question), ...names];
    },
  };
}

type HolderTables = (asked: AskedHolders) => FoundHolder[];

/** @throws RangeError for a claim in force that the tables cannot hold: an answer without it would be wrong */
async function loadTables(tx: Tx): Promise<HolderTables> {
  const rows = await tx.execute<Omit<Claim, "kind"> & { kind: "prefix" | "domain" } & Record<string, unknown>>(sql`
    select n.id, n.constituent_id as "constituentId", c.name, c.sector, n.kind, coalesce(n.prefix::text, n.value) as value,
      n.state = 'disputed' as "isDisputed", coalesce(masklen(n.prefix), 0) as length,
      (extract(epoch from n.held_from) * 1000)::float8 as "heldFrom", (extract(epoch from n.held_until) * 1000)::float8 as "heldUntil"
    from network_claims n join constituents c on c.id = n.constituent_id
    where n.kind in ('prefix', 'domain') and n.state in ('active', 'disputed') order by n.id`);
  const claims = new Map(rows.map((row) => [row.id, row]));
  const attribution = createAttribution(rows, ({ value }, reason) => {
    throw new RangeError(`the claim on ${value} cannot be looked up: ${reason}`);
  });
  const held = (value: string, at: Date) =>
    attribution.whoHeld(value, at.getTime()).flatMap(({ id }) => claims.get(id) ?? []);
  return ({ addresses, hosts, at }) => [
    ...[...new Set(addresses)]
      .flatMap((value) => layersOf(value, held(value, at)))
      .sort(inOrder)
      .map(({ found }) => found),
    ...hosts.slice(0, mostHostsAsked).flatMap((value) => {
      const [nearest] = held(value, at).filter(({ kind }) => kind === "domain");
      return nearest === undefined ? [] : [foundBy("domain", value, nearest, nearest.isDisputed)];
    }),
  ];
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

function foundBy(via: "address" | "domain", value: string, claim: Claim, isDisputed: boolean): FoundHolder {
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
