// Writes facts of a constituent with since when and why: what holds today through the row, whose trigger keeps the history; what held for another time as a line of its own.
import { eq, sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { constituents } from "../tables.ts";
import type { FactName } from "./model.ts";

export interface FactsTold {
  constituentId: string;
  validFrom: string | undefined;
  validUntil: string | undefined;
  why: string | undefined;
}

/** The row of the constituent must be locked by the caller: lines are numbered one after the other. */
export async function writeFacts(
  tx: Tx,
  ctx: Context,
  told: FactsTold,
  facts: { present: Partial<typeof constituents.$inferInsert>; past: [FactName, unknown][] },
): Promise<void> {
  const recordedAt = ctx.now().toISOString();
  const { validFrom, validUntil, why } = told;
  const note = JSON.stringify({ recordedAt, validFrom, why });
  await tx.execute(sql`select set_config('toguna.fact', ${note}, true)`);
  await tx.update(constituents).set(facts.present).where(eq(constituents.id, told.constituentId));
  // What is written later in the same transaction is not of this time.
  await tx.execute(sql`select set_config('toguna.fact', '', true)`);
  for (const [fact, value] of facts.past)
    await tx.execute(sql`insert into constituent_facts
        (constituent_id, number, fact, value, valid_from, valid_until, recorded_at, recorded_by, why)
      select ${told.constituentId}, max(number) + 1, ${fact}, ${JSON.stringify(value)}::jsonb, ${validFrom ?? null}::timestamptz,
        ${validUntil ?? null}::timestamptz, ${recordedAt}::timestamptz, toguna_person(), ${why ?? null}
      from constituent_facts where constituent_id = ${told.constituentId}`);
}
