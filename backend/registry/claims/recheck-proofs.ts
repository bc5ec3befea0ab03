// Looks once a year whether the records in DNS still stand; a holder whose record is gone is told, and thirty days later the proof lapses.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { type Challenge, missingOf } from "./check-proof.ts";
import { lapseDays, recheckDays } from "./model.ts";
import { changeClaim, claimForUpdate, tellHolder } from "./store.ts";

const dayMs = 86_400_000;
const mostAtOnce = 500;
/** Between two looks while a record is missing. */
const againDays = 3;

interface DueChallenge extends Challenge {
  claimId: string;
  lapsesAt: string | null;
}

/** @returns how many were looked at. A claim stays in force without its proof, and says so: whoever holds an address does not lose it with a record. */
export async function recheckProofs(ctx: Context): Promise<number> {
  requirePermission(ctx, "registry.change");
  const now = ctx.now();
  const due = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<DueChallenge>(sql`select id, claim_id as "claimId", token, names, expires_at as "expiresAt", true as "isProven",
          lapses_at as "lapsesAt"
        from claim_challenges where ended_at is null and proven_at is not null and check_due_at <= ${now.toISOString()}::timestamptz
        order by check_due_at, id limit ${mostAtOnce}`),
  );
  for (const challenge of due) await recheck(ctx, challenge);
  return due.length;
}

async function recheck(ctx: Context, challenge: DueChallenge): Promise<void> {
  requirePermission(ctx, "registry.change");
  const missing = await missingOf(ctx, challenge);
  await withTransaction(ctx, async (tx) => {
    const claim = await claimForUpdate(tx, challenge.claimId);
    const now = ctx.now();
    const [open] = await tx.execute(
      sql`select 1 from claim_challenges where id = ${challenge.id} and ended_at is null for update`,
    );
    if (!open) return;
    const at = (days: number) => new Date(now.getTime() + days * dayMs).toISOString();
    if (claim.state === "refused" || claim.state === "withdrawn" || (claim.heldUntil && claim.heldUntil <= now)) {
      await tx.execute(
        sql`update claim_challenges set ended_at = ${now.toISOString()}::timestamptz where id = ${challenge.id}`,
      );
      return;
    }
    const hasLapsed =
      missing !== null && challenge.lapsesAt !== null && Date.parse(challenge.lapsesAt) <= now.getTime();
    if (missing === null) {
      await tx.execute(sql`update claim_challenges set checked_at = ${now.toISOString()}::timestamptz, missing = null, warned_at = null, lapses_at = null,
        check_due_at = ${at(recheckDays)}::timestamptz where id = ${challenge.id}`);
      if (claim.lapsedAt) await changeClaim(tx, ctx, claim.id, { lapsedAt: null, provenAt: now });
    } else if (hasLapsed) {
      await tx.execute(sql`update claim_challenges set checked_at = ${now.toISOString()}::timestamptz, missing = ${JSON.stringify(missing)}::jsonb,
        check_due_at = ${at(recheckDays / 12)}::timestamptz where id = ${challenge.id}`);
      if (!claim.lapsedAt) {
        await changeClaim(tx, ctx, claim.id, { lapsedAt: now });
        await tellHolder(tx, claim, "proof_lapsed");
      }
    } else {
      await tx.execute(sql`update claim_challenges set checked_at = ${now.toISOString()}::timestamptz, missing = ${JSON.stringify(missing)}::jsonb,
        check_due_at = ${at(againDays)}::timestamptz, warned_at = coalesce(warned_at, ${now.toISOString()}::timestamptz),
        lapses_at = coalesce(lapses_at, ${at(lapseDays)}::timestamptz) where id = ${challenge.id}`);
      if (challenge.lapsesAt === null) await tellHolder(tx, claim, "proof_missing");
    }
    await writeAudit(tx, ctx, {
      action: missing === null ? "claim.recheck" : hasLapsed ? "claim.lapse" : "claim.miss_proof",
      objectType: "constituent",
      objectId: claim.constituentId,
      detail: { claimId: claim.id, value: claim.value, missing: missing?.problem },
    });
    await publish(tx, { type: "registry.changed" });
  });
}
