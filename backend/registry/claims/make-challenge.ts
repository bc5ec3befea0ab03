// Makes the text that must stand in DNS for a claim: one open challenge a claim, bound to it, for thirty days.
import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { challengeDays } from "./model.ts";
import { requireOwnClaim } from "./own-claim.ts";
import { recordOf, zonesOf } from "./rules.ts";
import { claimForUpdate, kindOf, personOf, requireOpen } from "./store.ts";

const dayMs = 86_400_000;

/** A challenge that was open before ends: its text proves nothing any more. @throws not_found, conflict; invalid_input where DNS cannot prove. */
export async function makeChallenge(
  ctx: Context,
  { claimId }: { claimId: string },
): Promise<{ record: string; zones: string[][] }> {
  requirePermission(ctx, may(ctx, "registry.change") ? "registry.change" : "claim.change_own");
  if (!may(ctx, "registry.change")) await requireOwnClaim(ctx, claimId);
  return await withTransaction(
    ctx,
    async (tx) => {
      const claim = await claimForUpdate(tx, claimId);
      requireOpen(claim);
      const found = zonesOf(kindOf(claim), claim.value);
      if ("impossible" in found)
        throw invalidInput([
          { path: "claimId", message: "Expected a domain or a range with few reverse zones: DNS cannot prove this." },
        ]);
      const token = randomBytes(24).toString("base64url");
      const now = ctx.now().toISOString();
      await tx.execute(
        sql`update claim_challenges set ended_at = ${now}::timestamptz where claim_id = ${claimId} and ended_at is null`,
      );
      await tx.execute(sql`insert into claim_challenges (id, claim_id, token, names, created_at, created_by, expires_at)
        values (${newId(ctx.now())}, ${claimId}, ${token}, ${JSON.stringify(found.zones)}::jsonb, ${now}::timestamptz, ${personOf(ctx)},
          ${new Date(ctx.now().getTime() + challengeDays * dayMs).toISOString()}::timestamptz)`);
      await writeAudit(tx, ctx, {
        action: "claim.challenge",
        objectType: "constituent",
        objectId: claim.constituentId,
        detail: { claimId, value: claim.value },
      });
      return { record: recordOf(token), zones: found.zones };
    },
    "staff",
  );
}
