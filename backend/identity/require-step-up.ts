// A dangerous act asks for a fresh assertion of its own: by this session, at most five minutes old, for this act on this version, once.
import { and, eq, gt, isNull } from "drizzle-orm";
import type { Context } from "../platform/context/index.ts";
import type { Tx } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import type { StepUpBinding } from "./model.ts";
import { stepUps } from "./tables.ts";

/**
 * Consumes the step-up in the verb's own transaction: if the act fails, it can be tried again; if it is done, never.
 * The system (start-up, command line) needs none. @throws AppError step_up_required.
 */
export async function requireStepUp(tx: Tx, ctx: Context, binding: StepUpBinding): Promise<void> {
  const { actor } = ctx;
  if (actor.kind === "system") return;
  if (actor.kind === "person") {
    const now = ctx.now();
    const [used] = await tx
      .update(stepUps)
      .set({ usedAt: now })
      .where(
        and(
          eq(stepUps.sessionId, actor.sessionId),
          eq(stepUps.personId, actor.personId),
          eq(stepUps.act, binding.act),
          eq(stepUps.object, binding.object),
          eq(stepUps.version, binding.version),
          isNull(stepUps.usedAt),
          gt(stepUps.expiresAt, now),
        ),
      )
      .returning({ id: stepUps.id });
    if (used) return;
  }
  throw new AppError("step_up_required", "Confirm this act with your passkey.", { words: "identity.refusal.step_up" });
}
