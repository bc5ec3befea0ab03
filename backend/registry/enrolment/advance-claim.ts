// Takes a claim as far as its grounds carry it, and tells whoever has to hear of it.
import { eq, sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { type ClaimProof, type EntryClaimState, nextState } from "./model.ts";
import { type ClaimRow, type EntryRow, readHeld } from "./store.ts";
import { entryClaims } from "./tables.ts";

type Change = Partial<
  Pick<ClaimRow, "confirmedAt" | "provenAt" | "proof" | "domain" | "challenge" | "letterId" | "checkedAt">
>;

/** Writes the change and the state that follows. The claim must be held by the caller. */
export async function advanceClaim(
  tx: Tx,
  ctx: Context,
  claim: ClaimRow,
  entry: EntryRow | undefined,
  change: Change,
): Promise<EntryClaimState> {
  const after = { ...claim, ...change };
  const proof: ClaimProof = after.proof;
  // Two claims of one entry are judged one after the other, so that the second sees what the first became.
  if (entry) await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`entry:${entry.id}`}, 0))`);
  const held = entry ? await readHeld(tx, entry) : { isHeld: false, hasAdministrator: false };
  const state = nextState({ proof, isProven: after.provenAt !== null, sector: entry?.sector ?? "", ...held });
  const settledAt = state === "approved" ? ctx.now() : null;
  await tx
    .update(entryClaims)
    .set({ ...change, state, settledAt })
    .where(eq(entryClaims.id, claim.id));
  if (state !== "confirmed" && state !== claim.state)
    await publish(tx, { type: "entry.claimed", claimId: claim.id, step: state });
  return state;
}
