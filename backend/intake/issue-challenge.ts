// Gives out proof-of-work challenges and checks answers: signed, good for half an hour, used once; nothing is kept until it is used.
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Context } from "../platform/context/index.ts";
import { memoryOf } from "./memory.ts";
import type { SubmitReport } from "./model.ts";
import { isProofOfWork } from "./proof-of-work.ts";

const difficulty = 16;
const lifeMs = 30 * 60_000;
const mostRemembered = 500_000;

/** A challenge ("1.<expires>.<difficulty>.<random>.<signature>") and how many leading zero bits its answer must have. */
export function issueChallenge(ctx: Context): { challenge: string; difficulty: number; expiresAt: string } {
  const expiresAt = ctx.now().getTime() + lifeMs;
  const body = `1.${expiresAt}.${difficulty}.${randomBytes(12).toString("base64url")}`;
  return { challenge: `${body}.${sign(ctx, body)}`, difficulty, expiresAt: new Date(expiresAt).toISOString() };
}

/** Whether the proof answers a challenge of ours for the first time. A wrong, late or used one counts as none. */
export function takeProof(ctx: Context, proof: SubmitReport["proofOfWork"]): boolean {
  if (!proof) return false;
  const [, body, expires, bits, signature] =
    /^(1\.(\d{1,15})\.(\d{1,2})\.[\w-]{16})\.([\w-]{43})$/.exec(proof.challenge) ?? [];
  if (body === undefined || signature === undefined) return false;
  const nowMs = ctx.now().getTime();
  if (!timingSafeEqual(Buffer.from(signature), Buffer.from(sign(ctx, body))) || Number(expires) <= nowMs) return false;
  if (!isProofOfWork(proof.challenge, proof.nonce, Number(bits))) return false;
  const used = memoryOf(ctx).challengesUsed;
  if (used.has(body)) return false;
  used.set(body, Number(expires));
  // Those at the front were used first; the ones whose time is over need not be remembered.
  for (const [known, until] of used) {
    if (until > nowMs && used.size <= mostRemembered) break;
    used.delete(known);
  }
  return true;
}

function sign(ctx: Context, body: string): string {
  return createHmac("sha256", ctx.secrets.derive("session-key", "proof-of-work")).update(body).digest("base64url");
}
