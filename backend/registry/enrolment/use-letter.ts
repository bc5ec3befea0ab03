// The proof by letter: the code that was printed on it, for the entry that it was sent to. Tries are limited for each claim.
import { createHash } from "node:crypto";
import { and, eq, gt, isNull } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { advanceClaim } from "./advance-claim.ts";
import { enrolmentLimits, readLetterCode } from "./model.ts";
import { requireClaim } from "./open-claim.ts";
import { findEntry } from "./store.ts";
import { enrolmentLetters, entryClaims } from "./tables.ts";

/** What is kept of a code: 80 random bits need no slower hash. */
export function hashLetterCode(signs: string): Buffer {
  return createHash("sha256").update(`letter:${signs}`).digest();
}

/** Returns whether the code was right. @throws AppError gone. */
export async function useLetter(ctx: Context, token: string, typed: string): Promise<"proven" | "wrong" | "no_tries"> {
  requirePermission(ctx, "entry.claim");
  return await withTransaction(
    ctx,
    async (tx) => {
      const claim = await requireClaim(tx, ctx, token);
      const entry = await findEntry(tx, claim.constituentId);
      if (claim.provenAt !== null) return "proven";
      if (claim.state !== "confirmed" || !entry || claim.failedTries >= enrolmentLimits.tries) return "no_tries";
      const signs = readLetterCode(typed);
      const [letter] = signs
        ? await tx
            .select()
            .from(enrolmentLetters)
            .where(
              and(
                eq(enrolmentLetters.codeHash, hashLetterCode(signs)),
                eq(enrolmentLetters.constituentId, entry.id),
                isNull(enrolmentLetters.usedAt),
                isNull(enrolmentLetters.withdrawnAt),
                gt(enrolmentLetters.expiresAt, ctx.now()),
              ),
            )
            .for("update")
        : [];
      const entryOf = {
        action: letter ? "entry.prove" : "entry.refuse_code",
        objectType: "entry_claim",
        objectId: claim.id,
      };
      if (!letter) {
        await tx
          .update(entryClaims)
          .set({ failedTries: claim.failedTries + 1 })
          .where(eq(entryClaims.id, claim.id));
        await writeAudit(tx, ctx, { ...entryOf, detail: { failedTries: claim.failedTries + 1 } });
        return claim.failedTries + 1 >= enrolmentLimits.tries ? "no_tries" : "wrong";
      }
      const now = ctx.now();
      await tx.update(enrolmentLetters).set({ usedAt: now }).where(eq(enrolmentLetters.id, letter.id));
      const change = { proof: "letter", challenge: null, domain: null, letterId: letter.id, provenAt: now } as const;
      const state = await advanceClaim(tx, ctx, claim, entry, change);
      await writeAudit(tx, ctx, { ...entryOf, detail: { proof: "letter", letterId: letter.id, state } });
      return "proven";
    },
    "enrolment",
  );
}

/** Gives the claim to the desk: an officer will check. @throws AppError gone. */
export async function askOfficer(ctx: Context, token: string): Promise<void> {
  requirePermission(ctx, "entry.claim");
  await withTransaction(
    ctx,
    async (tx) => {
      const claim = await requireClaim(tx, ctx, token);
      const entry = await findEntry(tx, claim.constituentId);
      if (claim.state !== "confirmed" || !entry) return;
      await advanceClaim(tx, ctx, claim, entry, { proof: "officer", domain: null, challenge: null });
      await writeAudit(tx, ctx, {
        action: "entry.choose_proof",
        objectType: "entry_claim",
        objectId: claim.id,
        detail: { proof: "officer" },
      });
    },
    "enrolment",
  );
}
