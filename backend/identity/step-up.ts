// Confirms one act with a fresh assertion: the challenge is bound to act, object and version; the session gets a new token.
import { eq } from "drizzle-orm";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { readOnly, withTransaction } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { newId } from "../platform/ids/index.ts";
import { requirePermission } from "./access.ts";
import { assertionOptions, type BegunAssertion } from "./begin-sign-in.ts";
import { issueChallenge, takeChallenge } from "./ceremony/challenge-store.ts";
import { judgeAssertion } from "./ceremony/judge-assertion.ts";
import { AnswerAssertion, BeginStepUp } from "./requests.ts";
import { lifetimes } from "./rules.ts";
import { notAccepted, refusalEntry } from "./sign-in.ts";
import { usablePasskeys } from "./store.ts";
import { sessions, stepUps } from "./tables.ts";
import { hashToken, newToken } from "./tokens.ts";

/** Asks the person's own passkeys only. */
export async function beginStepUp(ctx: Context, input: unknown): Promise<BegunAssertion> {
  requirePermission(ctx, "own.change");
  const binding = BeginStepUp.parse(input);
  const actor = requirePerson(ctx);
  const own = await readOnly(ctx, async (tx) => await usablePasskeys(tx, actor.personId), "identity");
  const { id, challenge } = await issueChallenge(ctx, {
    purpose: "step_up",
    personId: actor.personId,
    sessionId: actor.sessionId,
    boundTo: binding,
  });
  return { ceremonyId: id, options: await assertionOptions(ctx, challenge, own) };
}

/** Returns the session's new token; the old one is dead. @throws AppError forbidden in the words of every refusal. */
export async function finishStepUp(ctx: Context, input: unknown): Promise<{ token: string }> {
  requirePermission(ctx, "own.change");
  const { ceremonyId, response } = AnswerAssertion.parse(input);
  const actor = requirePerson(ctx);
  const token = await withTransaction(
    ctx,
    async (tx) => {
      const now = ctx.now();
      const taken = await takeChallenge(tx, ceremonyId, "step_up", now);
      const ceremony = taken?.sessionId === actor.sessionId ? taken : undefined;
      const judged = await judgeAssertion(tx, ctx, ceremony, response);
      if (!judged.isAccepted || !ceremony) {
        if (!judged.isAccepted) await writeAudit(tx, ctx, refusalEntry("session.refuse_step_up", judged));
        return undefined;
      }
      const fresh = newToken();
      const [rotated] = await tx
        .update(sessions)
        .set({ tokenHash: hashToken(fresh) })
        .where(eq(sessions.id, actor.sessionId))
        .returning({ endedAt: sessions.endedAt });
      if (!rotated || rotated.endedAt) return undefined;
      const { act = "", object = "", version = "" } = ceremony.boundTo;
      const expiresAt = new Date(now.getTime() + lifetimes.stepUpMs);
      const row = { id: newId(now), sessionId: actor.sessionId, personId: actor.personId, act, object, version };
      await tx.insert(stepUps).values({ ...row, createdAt: now, expiresAt });
      await writeAudit(tx, ctx, {
        action: "session.step_up",
        objectType: "session",
        objectId: actor.sessionId,
        detail: { act, passkeyId: judged.passkeyId },
      });
      return fresh;
    },
    "identity",
  );
  if (!token) throw notAccepted("forbidden");
  return { token };
}

/** The signed-in person. @throws AppError forbidden for keys, jobs and strangers. */
export function requirePerson(ctx: Context) {
  if (ctx.actor.kind !== "person") throw new AppError("forbidden", "Only a signed-in person can do this.");
  return ctx.actor;
}
