// A constituent as it was on a day: its facts, its latest figures, and the lines of its history.
import { and, desc, eq, lte, sql } from "drizzle-orm";
import { iso, type Tx } from "../../platform/db/index.ts";
import { isTelecomService } from "../isic/model.ts";
import { constituents } from "../tables.ts";
import { type FactRow, type ProfileAt, type SizeKind, type SizeView } from "./model.ts";
import { factsAt } from "./rules.ts";
import { constituentSizes } from "./tables.ts";

/**
 * What bound it that day hangs on what it was that day. `knownAt` leaves out what was written down later (absent: everything).
 * Undefined for a constituent that is not there or that the asker may not see.
 */
export async function readProfileAt(
  tx: Tx,
  constituentId: string,
  at: Date,
  knownAt: Date = new Date("9999-12-31T23:59:59Z"),
): Promise<ProfileAt | undefined> {
  const [entry] = await tx.select().from(constituents).where(eq(constituents.id, constituentId));
  if (!entry) return undefined;
  const facts = factsAt(await readHistory(tx, constituentId), at, knownAt);
  if (!facts) return undefined;
  return {
    constituentId,
    reference: entry.reference,
    at: at.toISOString(),
    knownAt: knownAt.toISOString(),
    enteredAt: entry.createdAt.toISOString(),
    isBeforeEntry: at < entry.createdAt,
    isTelecomService: isTelecomService(facts.isic),
    sizes: await readSizesAt(tx, constituentId, at, knownAt),
    ...facts,
  };
}

/** Every line, in the order in which they were written down. */
export async function readHistory(tx: Tx, constituentId: string): Promise<FactRow[]> {
  const rows = await tx.execute<FactRow & Record<string, unknown>>(sql`
    select number, fact, value, ${iso(sql`valid_from`)} as "validFrom", ${iso(sql`valid_until`)} as "validUntil",
      ${iso(sql`recorded_at`)} as "recordedAt", why
    from constituent_facts where constituent_id = ${constituentId} order by number`);
  return [...rows];
}

async function readSizesAt(tx: Tx, constituentId: string, at: Date, knownAt: Date): Promise<SizeView[]> {
  const rows = await tx
    .selectDistinctOn([constituentSizes.kind])
    .from(constituentSizes)
    .where(
      and(
        eq(constituentSizes.constituentId, constituentId),
        lte(constituentSizes.asOf, at.toISOString().slice(0, 10)),
        lte(constituentSizes.recordedAt, knownAt),
      ),
    )
    .orderBy(constituentSizes.kind, desc(constituentSizes.asOf), desc(constituentSizes.recordedAt));
  return rows.map((row) => ({
    kind: row.kind as SizeKind,
    amount: Number(row.amount),
    currency: row.currency,
    asOf: row.asOf,
    source: row.source,
    recordedAt: row.recordedAt.toISOString(),
  }));
}
