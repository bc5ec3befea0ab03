// Officers approve a claim by its documents, each once, or refuse it with a reason that its holder reads.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { approvalsNeeded, type ClaimState, DecideClaim } from "./model.ts";
import { approvalsLeft } from "./rules.ts";
import { changeClaim, claimForUpdate, personOf, putInForce, tellHolder } from "./store.ts";

/** The last approval that is needed puts the claim in force. @throws conflict when it does not wait, or the person approved before. */
export async function approveClaim(
  ctx: Context,
  input: DecideClaim,
): Promise<{ state: ClaimState; approvalsLeft: number }> {
  requirePermission(ctx, "registry.change");
  const { claimId, reason } = DecideClaim.parse(input);
  const person = personOf(ctx);
  if (person === null) throw new AppError("forbidden", "Only a signed-in person approves a claim.");
  return await withTransaction(
    ctx,
    async (tx) => {
      const claim = await claimForUpdate(tx, claimId);
      if (claim.state !== "waiting" || approvalsNeeded[claim.proof] === undefined)
        throw new AppError("conflict", "This claim does not wait for an approval.", {
          words: "claims.refusal.not_waiting",
        });
      const added = await tx.execute(sql`insert into claim_approvals (claim_id, person_id, reason, approved_at)
        values (${claimId}, ${person}, ${reason}, ${ctx.now().toISOString()}::timestamptz) on conflict do nothing returning 1`);
      if (added.length === 0)
        throw new AppError("conflict", "You have approved this claim already; a second person must.", {
          words: "claims.refusal.second_person",
        });
      const [count] = await tx.execute<{ n: number }>(
        sql`select count(*)::int as n from claim_approvals where claim_id = ${claimId}`,
      );
      const left = approvalsLeft(claim.proof, count?.n ?? 0);
      const state = left === 0 ? await putInForce(tx, ctx, claim, { proof: claim.proof }) : claim.state;
      await writeAudit(tx, ctx, {
        action: "claim.approve",
        objectType: "constituent",
        objectId: claim.constituentId,
        detail: { claimId, value: claim.value, state, left, reason },
      });
      return { state, approvalsLeft: left };
    },
    "staff",
  );
}

/** @throws conflict for a claim that is in force: that is ended, or disputed. */
export async function refuseClaim(ctx: Context, input: DecideClaim): Promise<void> {
  requirePermission(ctx, "registry.change");
  const { claimId, reason } = DecideClaim.parse(input);
  await withTransaction(
    ctx,
    async (tx) => {
      const claim = await claimForUpdate(tx, claimId);
      if (claim.state !== "waiting" && claim.state !== "proposed")
        throw new AppError("conflict", "Only a claim that waits can be refused.", {
          words: "claims.refusal.not_waiting",
        });
      await changeClaim(tx, ctx, claimId, { state: "refused", reason });
      await tx.execute(
        sql`update claim_challenges set ended_at = ${ctx.now().toISOString()}::timestamptz where claim_id = ${claimId} and ended_at is null`,
      );
      await tellHolder(tx, claim, "refused");
      await writeAudit(tx, ctx, {
        action: "claim.refuse",
        objectType: "constituent",
        objectId: claim.constituentId,
        detail: { claimId, value: claim.value, reason },
      });
      await publish(tx, { type: "registry.changed" });
    },
    "staff",
  );
}
