// Records that a constituent holds an address range, domain or code, since when and by what proof.
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { type Tx, withTransaction } from "../platform/db/index.ts";
import { invalidInput } from "../platform/errors/index.ts";
import { newId } from "../platform/ids/index.ts";
import { publish } from "../platform/jobs/index.ts";
import { AddClaim } from "./model.ts";
import { requireConstituent } from "./require-constituent.ts";
import { normaliseClaim } from "./rules.ts";
import { networkClaims } from "./tables.ts";

/** @throws AppError not_found for a constituent that is not in the register. */
export async function addClaim(ctx: Context, input: AddClaim): Promise<{ id: string }> {
  requirePermission(ctx, "registry.change");
  const claim = AddClaim.parse(input);
  return await withTransaction(
    ctx,
    async (tx) => {
      await requireConstituent(tx, claim.constituentId);
      const id = await insertClaim(tx, ctx, claim);
      await writeAudit(tx, ctx, {
        action: "claim.add",
        objectType: "constituent",
        objectId: claim.constituentId,
        detail: { kind: claim.kind, value: claim.value },
      });
      await publish(tx, { type: "registry.changed" });
      return { id };
    },
    "staff",
  );
}

/** @throws AppError invalid_input naming `value` when it is not of the claimed kind. */
export async function insertClaim(tx: Tx, ctx: Context, claim: ReturnType<typeof AddClaim.parse>): Promise<string> {
  const normal = normaliseClaim(claim.kind, claim.value);
  if ("expected" in normal) throw invalidInput([{ path: "value", message: `Expected ${normal.expected}.` }]);
  const heldFrom = claim.heldFrom ? new Date(claim.heldFrom) : null;
  const heldUntil = claim.heldUntil ? new Date(claim.heldUntil) : null;
  if (heldFrom && heldUntil && heldUntil <= heldFrom)
    throw invalidInput([{ path: "heldUntil", message: "Expected a time after heldFrom." }]);
  const id = newId(ctx.now());
  await tx.insert(networkClaims).values({
    id,
    constituentId: claim.constituentId,
    kind: claim.kind,
    value: normal.value,
    prefix: normal.isPrefix ? normal.value : null,
    heldFrom,
    heldUntil,
    source: claim.source,
    proof: claim.proof,
  });
  return id;
}
