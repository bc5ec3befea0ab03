// Holds a claim's proof against the world: asks DNS for its challenge, or the registries' current files for its range.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { lookUpTxt } from "../../platform/dns/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { findDelegation } from "./delegated/find-delegation.ts";
import { type ClaimState, recheckDays } from "./model.ts";
import { requireOwnClaim } from "./own-claim.ts";
import { recordOf } from "./rules.ts";
import { type ClaimRow, claimForUpdate, putInForce, requireOpen } from "./store.ts";

const dayMs = 86_400_000;

export interface CheckedProof {
  isProven: boolean;
  state: ClaimState;
  /** Why not: a key of the catalogue ("claims.missing.no_record"), its name, and the sentence in English. */
  missing: { problem: string; name: string; detail: string } | null;
}

export interface Challenge extends Record<string, unknown> {
  id: string;
  token: string;
  names: string[][];
  expiresAt: string;
  isProven: boolean;
}

/** "Check now". By DNS where a challenge is open, else by the registries' files. @throws not_found, conflict, gone. */
export async function checkProof(ctx: Context, { claimId }: { claimId: string }): Promise<CheckedProof> {
  requirePermission(ctx, may(ctx, "registry.change") ? "registry.change" : "claim.change_own");
  if (!isId(claimId)) throw notFound("claim");
  if (!may(ctx, "registry.change")) await requireOwnClaim(ctx, claimId);
  const challenge = await readOnly(ctx, async (tx) => await openChallenge(tx, claimId), "staff");
  if (challenge && !challenge.isProven && Date.parse(challenge.expiresAt) <= ctx.now().getTime())
    throw new AppError("gone", "The text for DNS has expired. Ask for a new one.", { words: "claims.refusal.expired" });
  // Name servers may be slow: no transaction waits for them.
  const missing = challenge ? await missingOf(ctx, challenge) : null;
  return await withTransaction(
    ctx,
    async (tx) => {
      const claim = await claimForUpdate(tx, claimId);
      requireOpen(claim);
      const result = challenge
        ? await takeAnswer(tx, ctx, claim, challenge, missing)
        : await takeDelegation(tx, ctx, claim);
      await writeAudit(tx, ctx, {
        action: result.isProven ? "claim.prove" : "claim.check",
        objectType: "constituent",
        objectId: claim.constituentId,
        detail: {
          claimId,
          value: claim.value,
          way: challenge ? "dns_txt" : "rir",
          state: result.state,
          missing: result.missing?.problem,
        },
      });
      return result;
    },
    "staff",
  );
}

export async function openChallenge(tx: Tx, claimId: string): Promise<Challenge | undefined> {
  const [row] =
    await tx.execute<Challenge>(sql`select id, token, names, expires_at as "expiresAt", proven_at is not null as "isProven"
    from claim_challenges where claim_id = ${claimId} and ended_at is null`);
  return row;
}

/** The first zone without the record, or null where each has it. A zone with several possible names needs one of them. */
export async function missingOf(
  ctx: Context,
  challenge: Pick<Challenge, "names" | "token">,
): Promise<CheckedProof["missing"]> {
  for (const zone of challenge.names) {
    let missing: CheckedProof["missing"] = null;
    for (const name of zone) {
      const found = await lookUpTxt(ctx.config, name);
      if (found.kind === "found" && found.texts.some((text) => text.trim() === recordOf(challenge.token))) {
        missing = null;
        break;
      }
      missing ??=
        found.kind === "found"
          ? {
              problem: "other_text",
              name,
              detail: `There are TXT records at ${name}, but none of them is this claim's.`,
            }
          : { problem: found.problem, name, detail: found.detail };
    }
    if (missing) return missing;
  }
  return null;
}

async function takeAnswer(
  tx: Tx,
  ctx: Context,
  claim: ClaimRow,
  challenge: Challenge,
  missing: CheckedProof["missing"],
): Promise<CheckedProof> {
  // Another challenge may have been made while the name server was asked: what was found belongs to the old one.
  if ((await openChallenge(tx, claim.id))?.id !== challenge.id)
    throw new AppError("conflict", "A new text was made for this claim meanwhile. Check again.", {
      words: "claims.refusal.renewed",
    });
  const now = ctx.now();
  if (missing) {
    await tx.execute(sql`update claim_challenges set checked_at = ${now.toISOString()}::timestamptz, missing = ${JSON.stringify(missing)}::jsonb
      where id = ${challenge.id}`);
    return { isProven: false, state: claim.state, missing };
  }
  await tx.execute(sql`update claim_challenges set proven_at = coalesce(proven_at, ${now.toISOString()}::timestamptz), checked_at = ${now.toISOString()}::timestamptz,
      missing = null, warned_at = null, lapses_at = null, check_due_at = ${new Date(now.getTime() + recheckDays * dayMs).toISOString()}::timestamptz
    where id = ${challenge.id}`);
  const state = await putInForce(tx, ctx, claim, { proof: "dns_txt" });
  return { isProven: true, state, missing: null };
}

async function takeDelegation(tx: Tx, ctx: Context, claim: ClaimRow): Promise<CheckedProof> {
  const found = await findDelegation(tx, claim);
  if (found.constituentId === claim.constituentId && found.source !== null) {
    const state = await putInForce(tx, ctx, claim, { proof: "rir", source: found.source });
    return { isProven: true, state, missing: null };
  }
  return {
    isProven: false,
    state: claim.state,
    missing: { problem: found.problem, name: claim.value, detail: found.detail },
  };
}
