// Records that a constituent holds an address range, domain or code, since when and by what proof.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { type Tx, withTransaction } from "../platform/db/index.ts";
import { invalidInput } from "../platform/errors/index.ts";
import { newId } from "../platform/ids/index.ts";
import { publish } from "../platform/jobs/index.ts";
import type { ClaimState } from "./claims/model.ts";
import { openDispute } from "./claims/open-dispute.ts";
import { findStanding, lockValue, personOf } from "./claims/store.ts";
import { AddClaim } from "./model.ts";
import { requireConstituent } from "./require-constituent.ts";
import { normaliseClaim } from "./rules.ts";
import { networkClaims } from "./tables.ts";

/**
 * What an officer enters is in force at once as the officer's word, until a proof is held against it; a letter waits for a second officer,
 * and what somebody else holds opens a dispute.
 * @throws AppError not_found for a constituent that is not in the register; invalid_input naming `value`.
 */
export async function addClaim(ctx: Context, input: AddClaim): Promise<{ id: string; state: ClaimState }> {
  requirePermission(ctx, "registry.change");
  const claim = AddClaim.parse(input);
  return await withTransaction(
    ctx,
    async (tx) => {
      await requireConstituent(tx, claim.constituentId);
      const id = await insertClaim(tx, ctx, claim);
      const [row] = await tx.execute<{ state: ClaimState }>(sql`select state from network_claims where id = ${id}`);
      await writeAudit(tx, ctx, {
        action: "claim.add",
        objectType: "constituent",
        objectId: claim.constituentId,
        detail: { claimId: id, kind: claim.kind, value: claim.value, state: row?.state },
      });
      await publish(tx, { type: "registry.changed" });
      return { id, state: row?.state ?? "active" };
    },
    "staff",
  );
}

/** @throws AppError invalid_input naming `value` when it is not of the claimed kind. */
export async function insertClaim(
  tx: Tx,
  ctx: Context,
  claim: ReturnType<typeof AddClaim.parse>,
  isDemo = false,
): Promise<string> {
  const normal = normaliseClaim(claim.kind, claim.value);
  if ("expected" in normal) throw invalidInput([{ path: "value", message: `Expected ${normal.expected}.` }]);
  const heldFrom = claim.heldFrom ? new Date(claim.heldFrom) : null;
  const heldUntil = claim.heldUntil ? new Date(claim.heldUntil) : null;
  if (heldFrom && heldUntil && heldUntil <= heldFrom)
    throw invalidInput([{ path: "heldUntil", message: "Expected a time after heldFrom." }]);
  const id = newId(ctx.now());
  const { constituentId, kind, source, proof } = claim;
  const { value } = normal;
  await lockValue(tx, kind, value);
  const standing = await findStanding(tx, { id, constituentId, kind, value, heldFrom, heldUntil });
  const isLetter = proof === "letter" && !isDemo;
  const state = isLetter ? "waiting" : standing.length > 0 ? "contesting" : "active";
  const person = personOf(ctx);
  await tx.insert(networkClaims).values({
    id,
    constituentId,
    kind,
    value,
    prefix: normal.isPrefix ? value : null,
    heldFrom,
    heldUntil,
    source,
    proof,
    state,
    createdAt: ctx.now(),
    recordedAt: ctx.now(),
    recordedBy: person,
  });
  // Who enters a letter has seen it: the first of the two.
  if (isLetter && person !== null)
    await tx.execute(sql`insert into claim_approvals (claim_id, person_id, reason, approved_at)
      values (${id}, ${person}, ${source.padEnd(3, ".")}, ${ctx.now().toISOString()}::timestamptz)`);
  if (state === "contesting")
    for (const one of standing) await openDispute(tx, ctx, { standing: one, challenger: { id }, because: "overlap" });
  return id;
}
