// Once a day: claims whose time is over expire, and what came to nothing is forgotten after three months, with the name and address of whoever asked.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";

/** Returns how many expired and how many were forgotten. */
export async function tidyClaims(ctx: Context): Promise<{ expired: number; forgotten: number }> {
  requirePermission(ctx, "registry.change");
  return await withTransaction(ctx, async (tx) => {
    const now = ctx.now().toISOString();
    const expired = await tx.execute(sql`update entry_claims set state = 'expired'
      where state in ('asked', 'confirmed') and expires_at <= ${now}::timestamptz returning 1`);
    const forgotten = await tx.execute(sql`delete from entry_claims e where e.state in ('expired', 'refused')
      and coalesce(e.settled_at, e.expires_at) < ${now}::timestamptz - interval '90 days'
      and not exists (select 1 from paper_registrations p where p.claim_id = e.id) returning 1`);
    const tidied = { expired: expired.length, forgotten: forgotten.length };
    if (tidied.expired + tidied.forgotten > 0)
      await writeAudit(tx, ctx, { action: "entry.tidy", objectType: "entry_claim", objectId: "all", detail: tidied });
    return tidied;
  });
}
