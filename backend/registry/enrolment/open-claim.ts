// A claim's own page: what it needs now, and the button that confirms its address. Looking changes nothing, since mail programs open links by themselves.
import { eq } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { advanceClaim } from "./advance-claim.ts";
import { readClaimToken } from "./claim-token.ts";
import { challengeRecord, type ClaimLook, enrolmentLimits } from "./model.ts";
import { type ClaimRow, findEntry, holdClaim, isDomainOf } from "./store.ts";
import { entryClaims } from "./tables.ts";

/** Undefined for a link that is not ours or whose time is over. */
export async function lookAtClaim(ctx: Context, token: string): Promise<ClaimLook | undefined> {
  requirePermission(ctx, "entry.claim");
  const id = readClaimToken(ctx, token);
  if (id === undefined) return undefined;
  return await readOnly(ctx, async (tx) => await describe(tx, ctx, id), "enrolment");
}

async function describe(tx: Tx, ctx: Context, id: string): Promise<ClaimLook | undefined> {
  const [claim] = await tx.select().from(entryClaims).where(eq(entryClaims.id, id));
  if (!claim || !isOpenNow(claim, ctx.now())) return undefined;
  const entry = await findEntry(tx, claim.constituentId);
  return {
    state: claim.state,
    needsConfirmation: claim.state === "asked",
    entryName: entry?.name ?? claim.wantedName ?? "",
    isInRegister: entry !== undefined,
    email: claim.email,
    proof: claim.proof,
    isProven: claim.provenAt !== null,
    dns: claim.challenge !== null && claim.domain !== null ? challengeRecord(claim.domain, claim.challenge) : null,
    triesLeft: Math.max(0, enrolmentLimits.tries - claim.failedTries),
    reason: claim.state === "refused" ? claim.reason : "",
    isDone: claim.personId !== null,
  };
}

/** A link of a claim whose address nobody confirmed dies after days; a claim lives a month. */
function isOpenNow(claim: ClaimRow, now: Date): boolean {
  const confirmBy = claim.madeAt.getTime() + enrolmentLimits.confirmDays * 86_400_000;
  return now < claim.expiresAt && (claim.state !== "asked" || claim.proof === "paper" || now.getTime() < confirmBy);
}

/** The claim behind a link, held. @throws AppError gone. */
export async function requireClaim(tx: Tx, ctx: Context, token: string): Promise<ClaimRow> {
  const id = readClaimToken(ctx, token);
  const claim = id === undefined ? undefined : await holdClaim(tx, id);
  if (!claim || !isOpenNow(claim, ctx.now()))
    throw new AppError("gone", "This link is not valid any more. Begin again.", { words: "console.claim.gone" });
  return claim;
}

/**
 * Confirms the address; where it is at a domain that the entry holds, that is the proof. Pressed twice, it is pressed once.
 * @throws AppError gone.
 */
export async function confirmClaim(ctx: Context, token: string): Promise<void> {
  requirePermission(ctx, "entry.claim");
  await withTransaction(
    ctx,
    async (tx) => {
      const claim = await requireClaim(tx, ctx, token);
      if (claim.state !== "asked") return;
      const now = ctx.now();
      const entry = await findEntry(tx, claim.constituentId);
      const isOwn = entry && claim.domain !== null && (await isDomainOf(tx, ctx, entry.id, claim.domain));
      const state = await advanceClaim(tx, ctx, claim, entry, {
        confirmedAt: now,
        ...(isOwn ? { provenAt: now } : {}),
      });
      await writeAudit(tx, ctx, {
        action: "entry.confirm_claim",
        objectType: "entry_claim",
        objectId: claim.id,
        detail: { state, isProven: isOwn === true },
      });
    },
    "enrolment",
  );
}
