// Begins a conversation with one party about a case, keeps that party's own reference, and closes it.
import { randomInt } from "node:crypto";
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { BeginConversation, ChangeConversation } from "./model.ts";

/** @throws not_found; refused for a closed case. */
export async function beginConversation(
  ctx: Context,
  input: BeginConversation,
): Promise<{ id: string; number: string }> {
  requirePermission(ctx, "report.answer");
  const { caseId, correspondentId, subject, theirReference } = BeginConversation.parse(input);
  const by = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  return await withTransaction(ctx, async (tx) => {
    const [about] = await tx.execute<{ status: string }>(sql`select status from cases where id = ${caseId} for update`);
    if (!about) throw notFound("case");
    if (about.status === "closed")
      throw new AppError("refused", "This case is closed. Open it again to write to somebody.", {
        words: "talking.refusal.closed_case",
      });
    const [party] = await tx.execute<{ organisation_id: string | null }>(
      sql`select organisation_id from correspondents where id = ${correspondentId} and ended_at is null`,
    );
    if (!party) throw notFound("correspondent");
    const id = newId(ctx.now());
    // Drawn, so that nobody learns from a number how much is talked; one that is taken is drawn again.
    for (let tries = 0; tries < 20; tries++) {
      const number = String(randomInt(10_000_000, 100_000_000));
      const written =
        await tx.execute(sql`insert into conversations (id, number, case_id, correspondent_id, organisation_id, subject, their_reference, began_by, began_at)
        values (${id}, ${number}, ${caseId}, ${correspondentId}, ${party.organisation_id}, ${subject}, ${theirReference ?? null}, ${by},
          ${ctx.now().toISOString()}::timestamptz) on conflict (number) do nothing returning id`);
      if (written.length === 0) continue;
      await writeAudit(tx, ctx, {
        action: "case.begin_conversation",
        objectType: "case",
        objectId: caseId,
        detail: { conversationId: id },
      });
      return { id, number };
    }
    throw new AppError("unavailable", "No free number was found. Try again.");
  });
}

/** @throws not_found. What is absent stays as it is. */
export async function changeConversation(ctx: Context, input: ChangeConversation): Promise<void> {
  requirePermission(ctx, "report.answer");
  const { conversationId, theirReference, isClosed } = ChangeConversation.parse(input);
  const by = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  await withTransaction(ctx, async (tx) => {
    const [known] = await tx.execute<{ case_id: string }>(
      sql`select case_id from conversations where id = ${conversationId} for update`,
    );
    if (!known) throw notFound("conversation");
    if (theirReference !== undefined)
      await tx.execute(sql`update conversations set their_reference = ${theirReference} where id = ${conversationId}`);
    if (isClosed !== undefined)
      await tx.execute(sql`update conversations set closed_at = ${isClosed ? ctx.now().toISOString() : null}::timestamptz, closed_by = ${isClosed ? by : null}
        where id = ${conversationId}`);
    await writeAudit(tx, ctx, {
      action: "case.change_conversation",
      objectType: "case",
      objectId: known.case_id,
      detail: {
        conversationId,
        ...(theirReference === undefined ? {} : { theirReference }),
        ...(isClosed === undefined ? {} : { isClosed }),
      },
    });
  });
}
