// Proves the claims that lie in a registry's account which an officer said is their constituent's.
import { sql } from "drizzle-orm";
import type { Context } from "../../../platform/context/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { claimForUpdate, putInForce } from "../store.ts";
import { findDelegation } from "./find-delegation.ts";

const mostAtOnce = 5000;

/** Claims by this proof that are not proven yet, of one constituent or of all. @returns how many are now. */
export async function proveByDelegation(tx: Tx, ctx: Context, constituentId?: string): Promise<number> {
  const open = await tx.execute<{ id: string }>(sql`
    select n.id from network_claims n where n.proof in ('rir', 'officer', 'import') and n.state in ('proposed', 'active', 'disputed') and n.proven_at is null
      and (n.held_until is null or n.held_until > ${ctx.now().toISOString()}::timestamptz) and n.kind in ('prefix', 'asn')
      and ${constituentId === undefined ? sql`n.constituent_id in (select h.constituent_id from delegated_holders h where h.ended_at is null)` : sql`n.constituent_id = ${constituentId}`}
    order by n.id limit ${mostAtOnce}`);
  let proven = 0;
  for (const { id } of open) {
    const claim = await claimForUpdate(tx, id);
    const found = await findDelegation(tx, claim);
    if (found.constituentId !== claim.constituentId || found.source === null) continue;
    await putInForce(tx, ctx, claim, { proof: "rir", source: found.source });
    proven++;
  }
  return proven;
}
