// A constituent gives a claim up: what was never in force is withdrawn, what is in force ends now or ended at a time that it says.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { statesInForce } from "./model.ts";
import { requireOwnClaim } from "./own-claim.ts";
import { changeClaim, claimForUpdate, requireOpen } from "./store.ts";

export const EndOwnClaim = z.strictObject({
  claimId: z.uuid("Expected a claim's id."),
  /** The first instant at which it is held no longer; now unless said. */
  heldUntil: z.iso.datetime({ offset: true, error: "Expected a time such as 2026-03-01T00:00:00Z." }).optional(),
});
export type EndOwnClaim = z.input<typeof EndOwnClaim>;

const dayMs = 86_400_000;

/** A holder ends what it holds from yesterday on; an end further back would change whose past incidents were, and is an officer's to enter. */
export async function endOwnClaim(ctx: Context, input: EndOwnClaim): Promise<void> {
  requirePermission(ctx, "claim.change_own");
  const { claimId, heldUntil: said } = EndOwnClaim.parse(input);
  await requireOwnClaim(ctx, claimId);
  await withTransaction(
    ctx,
    async (tx) => {
      const claim = await claimForUpdate(tx, claimId);
      requireOpen(claim);
      const isHeld = statesInForce.includes(claim.state);
      if (isHeld) {
        const heldUntil = said === undefined ? ctx.now() : new Date(said);
        if (heldUntil.getTime() < ctx.now().getTime() - dayMs || (claim.heldFrom && heldUntil <= claim.heldFrom))
          throw invalidInput([
            {
              path: "heldUntil",
              message: "Expected a time from yesterday on; the national team enters an earlier end.",
            },
          ]);
        await changeClaim(tx, ctx, claimId, { heldUntil });
      } else {
        await changeClaim(tx, ctx, claimId, { state: "withdrawn" });
        await withdrawDisputes(tx, ctx, claimId);
      }
      await tx.execute(
        sql`update claim_challenges set ended_at = ${ctx.now().toISOString()}::timestamptz where claim_id = ${claimId} and ended_at is null`,
      );
      await writeAudit(tx, ctx, {
        action: isHeld ? "claim.end" : "claim.withdraw",
        objectType: "constituent",
        objectId: claim.constituentId,
        detail: { claimId, value: claim.value },
      });
      await publish(tx, { type: "registry.changed" });
    },
    "staff",
  );
}

/** A challenger that gives up ends its disputes; what it challenged is undisputed unless others dispute it too. */
async function withdrawDisputes(tx: Tx, ctx: Context, claimId: string): Promise<void> {
  const now = ctx.now().toISOString();
  const ended = await tx.execute<{ id: string; standing: string; standingConstituent: string }>(sql`
    update claim_disputes set state = 'withdrawn', settled_at = ${now}::timestamptz, version = version + 1
    where challenger_claim_id = ${claimId} and state in ('open', 'proposed')
    returning id, standing_claim_id as standing, standing_constituent_id as "standingConstituent"`);
  for (const one of ended) {
    await tx.execute(sql`update network_claims n set state = 'active', recorded_at = ${now}::timestamptz where n.id = ${one.standing} and n.state = 'disputed'
      and not exists (select 1 from claim_disputes d where d.standing_claim_id = n.id and d.state in ('open', 'proposed'))`);
    await publish(tx, {
      type: "claim.notice",
      kind: "dispute_settled",
      constituentId: one.standingConstituent,
      claimId: one.standing,
      disputeId: one.id,
    });
  }
}
