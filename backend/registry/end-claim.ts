// Ends a network claim: from this instant on the constituent holds the range, domain or code no longer. What was before stays true.
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { invalidInput } from "../platform/errors/index.ts";
import { publish } from "../platform/jobs/index.ts";
import { changeClaim, claimForUpdate } from "./claims/store.ts";
import { EndClaim } from "./model.ts";

/** @throws AppError not_found; invalid_input naming `heldUntil` when it is not after the beginning. */
export async function endClaim(ctx: Context, input: EndClaim): Promise<void> {
  requirePermission(ctx, "registry.change");
  const { claimId, ...end } = EndClaim.parse(input);
  const heldUntil = new Date(end.heldUntil);
  await withTransaction(
    ctx,
    async (tx) => {
      const claim = await claimForUpdate(tx, claimId);
      if (claim.heldFrom && heldUntil <= claim.heldFrom)
        throw invalidInput([
          { path: "heldUntil", message: `Expected a time after ${claim.heldFrom.toISOString()}, when it began.` },
        ]);
      await changeClaim(tx, ctx, claimId, { heldUntil });
      await writeAudit(tx, ctx, {
        action: "claim.end",
        objectType: "constituent",
        objectId: claim.constituentId,
        detail: {
          kind: claim.kind,
          value: claim.value,
          heldUntil: { from: claim.heldUntil?.toISOString() ?? null, to: heldUntil.toISOString() },
        },
      });
      await publish(tx, { type: "registry.changed" });
    },
    "staff",
  );
}
