// Who decides a claim: two persons of the desk, one beside a proof, or whoever keeps the entry. Each decision is one row in the log.
import { eq } from "drizzle-orm";
import { requirePermission, requirePerson, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { insertConstituent } from "../add-constituent.ts";
import { AddConstituent } from "../model.ts";
import { approvalsOf, bindClaim, EnterWanted, mayApprove, SettleClaim } from "./model.ts";
import { type ClaimRow, findEntry, holdClaim, readHeld } from "./store.ts";
import { entryClaims } from "./tables.ts";

/**
 * The desk's word. Needs a step-up (`bindClaim`). Returns the state that follows.
 * @throws AppError not_found; conflict for a claim that does not wait; refused for one's own second word; invalid_input without a reason.
 */
export async function settleClaim(ctx: Context, claimId: string, input: unknown): Promise<{ state: string }> {
  requirePermission(ctx, "registry.change");
  const { decision, reason } = SettleClaim.parse(input);
  const person = requirePerson(ctx);
  return await withTransaction(
    ctx,
    async (tx) => {
      const claim = await holdWaiting(tx, claimId, ["confirmed", "waits_desk", "waits_administrator"]);
      await requireStepUp(tx, ctx, bindClaim(claimId, decision));
      if (decision === "refuse") return await refuse(tx, ctx, claim, person.personId, reason);
      const entry = await findEntry(tx, claim.constituentId);
      if (!entry)
        throw new AppError("refused", "Enter the organisation in the register first.", {
          words: "console.claims.enter_first",
        });
      if (claim.state === "confirmed") throw notWaiting();
      if (!mayApprove({ firstBy: claim.firstBy }, person.personId))
        throw new AppError("refused", "You have approved this claim. Another person has to.", {
          words: "console.claims.own_word",
        });
      const { isHeld } = await readHeld(tx, entry);
      const now = ctx.now();
      const needed = approvalsOf({ isProven: claim.provenAt !== null, isHeld });
      const isFirst = claim.firstBy === null;
      const isDone = !isFirst || needed === 1;
      await tx
        .update(entryClaims)
        .set({
          ...(isFirst ? { firstBy: person.personId, firstAt: now } : { secondBy: person.personId, secondAt: now }),
          ...(isDone ? { state: "approved" as const, settledAt: now } : {}),
          ...(reason === "" ? {} : { reason }),
        })
        .where(eq(entryClaims.id, claim.id));
      await writeAudit(tx, ctx, {
        action: "entry.approve_claim",
        objectType: "entry_claim",
        objectId: claim.id,
        detail: { constituentId: entry.id, needed, isDone, reason },
      });
      if (isDone) await publish(tx, { type: "entry.claimed", claimId: claim.id, step: "approved" });
      return { state: isDone ? "approved" : claim.state };
    },
    "staff",
  );
}

/** The word of somebody who keeps the entry. Needs a step-up (`bindClaim`). @throws AppError as above. */
export async function answerClaim(ctx: Context, claimId: string, input: unknown): Promise<{ state: string }> {
  requirePermission(ctx, "colleague.change");
  const { decision, reason } = SettleClaim.parse(input);
  const person = requirePerson(ctx);
  return await withTransaction(
    ctx,
    async (tx) => {
      const claim = await holdClaim(tx, claimId);
      const entry = claim ? await findEntry(tx, claim.constituentId) : undefined;
      if (!claim || entry?.organisationId !== person.organisationId) throw notFound("claim");
      if (claim.state !== "waits_administrator") throw notWaiting();
      await requireStepUp(tx, ctx, bindClaim(claimId, decision));
      if (decision === "refuse") return await refuse(tx, ctx, claim, person.personId, reason);
      await tx
        .update(entryClaims)
        .set({ state: "approved", agreedBy: person.personId, settledAt: ctx.now() })
        .where(eq(entryClaims.id, claim.id));
      await writeAudit(tx, ctx, {
        action: "entry.agree_claim",
        objectType: "entry_claim",
        objectId: claim.id,
        detail: { constituentId: entry.id },
      });
      await publish(tx, { type: "entry.claimed", claimId: claim.id, step: "approved" });
      return { state: "approved" };
    },
    "enrolment",
  );
}

/** Enters an organisation that asked for it; the claim then waits for approval. @throws AppError not_found; conflict; invalid_input. */
export async function enterWanted(ctx: Context, claimId: string, input: unknown): Promise<{ constituentId: string }> {
  requirePermission(ctx, "registry.change");
  const wanted = EnterWanted.parse(input);
  return await withTransaction(
    ctx,
    async (tx) => {
      const claim = await holdWaiting(tx, claimId, ["waits_desk"]);
      if (claim.constituentId !== null) throw notWaiting();
      const added = await insertConstituent(tx, ctx, AddConstituent.parse(wanted), false);
      await tx.update(entryClaims).set({ constituentId: added.id }).where(eq(entryClaims.id, claim.id));
      await writeAudit(tx, ctx, {
        action: "entry.enter",
        objectType: "entry_claim",
        objectId: claim.id,
        detail: { constituentId: added.id, reference: added.reference },
      });
      await publish(tx, { type: "registry.changed" });
      return { constituentId: added.id };
    },
    "staff",
  );
}

async function refuse(
  tx: Tx,
  ctx: Context,
  claim: ClaimRow,
  personId: string,
  reason: string,
): Promise<{ state: string }> {
  if (reason.length < 3)
    throw invalidInput([
      { path: "reason", message: "Expected a reason of at least 3 characters: it goes to whoever asked." },
    ]);
  await tx
    .update(entryClaims)
    .set({ state: "refused", refusedBy: personId, settledAt: ctx.now(), reason })
    .where(eq(entryClaims.id, claim.id));
  await writeAudit(tx, ctx, {
    action: "entry.refuse_claim",
    objectType: "entry_claim",
    objectId: claim.id,
    detail: { reason },
  });
  await publish(tx, { type: "entry.claimed", claimId: claim.id, step: "refused" });
  return { state: "refused" };
}

async function holdWaiting(tx: Tx, id: string, states: readonly ClaimRow["state"][]): Promise<ClaimRow> {
  const claim = await holdClaim(tx, id);
  if (!claim) throw notFound("claim");
  if (!states.includes(claim.state)) throw notWaiting();
  return claim;
}

function notWaiting(): AppError {
  return new AppError("conflict", "This claim does not wait for a decision any more.", {
    words: "console.claims.settled",
  });
}
