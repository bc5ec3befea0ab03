// Reads and writes claims: everything that is changed is recorded anew, and two claims on one value are handled one after the other.
import { and, eq, sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import type { ClaimKind } from "../model.ts";
import { networkClaims } from "../tables.ts";
import { openDispute } from "./open-dispute.ts";
import { stateWhenProven } from "./rules.ts";

export type ClaimRow = typeof networkClaims.$inferSelect;
export type ClaimFacts = Pick<ClaimRow, "id" | "constituentId" | "kind" | "value" | "heldFrom" | "heldUntil">;

/** Until the transaction ends nobody else decides about this value. Few locks serve all values, so that an import of many does not use up the table of locks. */
export async function lockValue(tx: Tx, kind: string, value: string): Promise<void> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(20160016, (hashtextextended(${`${kind} ${value}`}, 0) & 511)::int)`,
  );
}

/** Loads a claim for changing, holding its value first. @throws not_found. */
export async function claimForUpdate(tx: Tx, claimId: string): Promise<ClaimRow> {
  if (!isId(claimId)) throw notFound("claim");
  const [found] = await tx.select().from(networkClaims).where(eq(networkClaims.id, claimId));
  if (!found) throw notFound("claim");
  await lockValue(tx, found.kind, found.value);
  const [claim] = await tx.select().from(networkClaims).where(eq(networkClaims.id, claimId)).for("update");
  if (!claim) throw notFound("claim");
  return claim;
}

/** @throws conflict for a claim that is refused or withdrawn. */
export function requireOpen(claim: ClaimRow): void {
  if (claim.state === "refused" || claim.state === "withdrawn")
    throw new AppError("conflict", "This claim was closed. Make a new one.", { words: "claims.refusal.closed" });
}

/** Claims in force by others on the same value, while this one runs; the earliest first. */
export async function findStanding(tx: Tx, claim: ClaimFacts): Promise<{ id: string; constituentId: string }[]> {
  return await tx
    .select({ id: networkClaims.id, constituentId: networkClaims.constituentId })
    .from(networkClaims)
    .where(
      and(
        eq(networkClaims.kind, claim.kind),
        eq(networkClaims.value, claim.value),
        sql`${networkClaims.constituentId} <> ${claim.constituentId} and ${networkClaims.state} in ('active', 'disputed')
          and tstzrange(${networkClaims.heldFrom}, ${networkClaims.heldUntil}) && tstzrange(${iso(claim.heldFrom)}::timestamptz, ${iso(claim.heldUntil)}::timestamptz)`,
      ),
    )
    .orderBy(networkClaims.createdAt, networkClaims.id);
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export type ClaimChange = Partial<
  Pick<ClaimRow, "state" | "heldFrom" | "heldUntil" | "provenAt" | "lapsedAt" | "reason" | "proof" | "source">
>;

/** Writes what changed; the database keeps what the register said before. */
export async function changeClaim(tx: Tx, ctx: Context, claimId: string, change: ClaimChange): Promise<void> {
  await tx
    .update(networkClaims)
    .set({ ...change, recordedAt: ctx.now(), recordedBy: personOf(ctx) })
    .where(eq(networkClaims.id, claimId));
}

/** A proof holds: the claim is in force, or contests the claim that stands on the same. Open disputes and notices follow. */
export async function putInForce(
  tx: Tx,
  ctx: Context,
  claim: ClaimRow,
  proven: { proof: string; source?: string; reason?: string },
): Promise<ClaimRow["state"]> {
  const standing = await findStanding(tx, claim);
  const state = stateWhenProven(claim.state, standing.length > 0);
  await changeClaim(tx, ctx, claim.id, { state, provenAt: ctx.now(), lapsedAt: null, ...proven });
  if (state === "contesting")
    for (const one of standing) await openDispute(tx, ctx, { standing: one, challenger: claim, because: "overlap" });
  if (state !== claim.state && state === "active") await tellHolder(tx, claim, "approved");
  await publish(tx, { type: "registry.changed" });
  return state;
}

/** The holder's people hear of it by mail. */
export async function tellHolder(
  tx: Tx,
  claim: Pick<ClaimRow, "id" | "constituentId">,
  kind: "approved" | "refused" | "proof_missing" | "proof_lapsed",
): Promise<void> {
  await publish(tx, {
    type: "claim.notice",
    kind,
    constituentId: claim.constituentId,
    claimId: claim.id,
    disputeId: null,
  });
}

export function personOf(ctx: Context): string | null {
  return ctx.actor.kind === "person" ? ctx.actor.personId : null;
}

export function kindOf(claim: Pick<ClaimRow, "kind">): ClaimKind {
  return claim.kind as ClaimKind;
}
