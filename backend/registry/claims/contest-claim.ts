// A holder contests somebody else's claim that lies in its own: a dispute is opened with the holder's first statement.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { ContestClaim, statesInForce } from "./model.ts";
import { openDispute } from "./open-dispute.ts";
import { requireOwnClaim } from "./own-claim.ts";
import { doPeriodsMeet, relationOf } from "./rules.ts";
import { type ClaimRow, claimForUpdate, kindOf, personOf } from "./store.ts";

/** @throws not_found for claims that are not there or do not touch; conflict where one of them is not in force, or a dispute is open. */
export async function contestClaim(ctx: Context, input: ContestClaim): Promise<{ disputeId: string }> {
  requirePermission(ctx, "claim.change_own");
  const { claimId, otherClaimId, statement } = ContestClaim.parse(input);
  await requireOwnClaim(ctx, claimId);
  return await withTransaction(
    ctx,
    async (tx) => {
      // Always in the same order, so that two who contest each other do not wait for each other.
      const rows = new Map<string, ClaimRow>();
      for (const id of [claimId, otherClaimId].sort()) rows.set(id, await claimForUpdate(tx, id));
      const [own, other] = [rows.get(claimId), rows.get(otherClaimId)];
      if (!own || !other || own.constituentId === other.constituentId || !doTouch(own, other)) throw notFound("claim");
      if (!statesInForce.includes(own.state) || !statesInForce.includes(other.state))
        throw new AppError("conflict", "Only a claim that is in force can contest, and be contested.", {
          words: "claims.refusal.not_in_force",
        });
      const disputeId = await openDispute(tx, ctx, { standing: other, challenger: own, because: "contested" });
      if (disputeId === undefined)
        throw new AppError("conflict", "A dispute about this is open already.", {
          words: "claims.refusal.open_dispute",
        });
      await tx.execute(sql`insert into claim_statements (id, dispute_id, constituent_id, body, is_from_paper, person_id, stated_at)
        values (${newId(ctx.now())}, ${disputeId}, ${own.constituentId}, ${statement}, false, ${personOf(ctx)}, ${ctx.now().toISOString()}::timestamptz)`);
      await writeAudit(tx, ctx, {
        action: "claim.contest",
        objectType: "constituent",
        objectId: own.constituentId,
        detail: { disputeId, value: own.value, contested: other.value },
      });
      return { disputeId };
    },
    "staff",
  );
}

function doTouch(own: ClaimRow, other: ClaimRow): boolean {
  const period = ({ heldFrom, heldUntil }: ClaimRow) => ({
    heldFrom: heldFrom?.toISOString() ?? null,
    heldUntil: heldUntil?.toISOString() ?? null,
  });
  return (
    own.kind === other.kind &&
    relationOf(kindOf(own), own.value, other.value) !== "apart" &&
    doPeriodsMeet(period(own), period(other))
  );
}
