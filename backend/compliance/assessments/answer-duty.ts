// Answering for a duty: the state, who sees to it and until when; and exceptions, which end by themselves on their day.
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { policiesFolder } from "../law/index.ts";
import { dayOf } from "../offices/store.ts";
import { findOwnDuties, requireDuty } from "./find-duties.ts";
import { AnswerDuty, GrantException } from "./model.ts";
import { ownerRoles } from "./read-assessments.ts";
import { addChange, lockAnswer, requireColleague, requireVersion } from "./store.ts";

/** The answer is pinned to the pack's version of today. @throws conflict; refused to change the state while an exception holds. */
export async function answerDuty(
  ctx: Context,
  packId: string,
  obligation: string,
  input: AnswerDuty,
  root = policiesFolder,
): Promise<{ version: number }> {
  requirePermission(ctx, "duty.change");
  const given = AnswerDuty.parse(input);
  const { personId } = requirePerson(ctx);
  return await withTransaction(ctx, async (tx) => {
    const own = await findOwnDuties(tx, ctx, undefined, root);
    const { pin } = requireDuty(own, packId, obligation);
    const { organisationId } = own.entity;
    const answer = await lockAnswer(tx, ctx, { constituentId: own.entity.id, organisationId, pin, obligation });
    requireVersion(answer, given.version);
    if (answer.state === "excepted" && given.state !== undefined)
      throw new AppError("refused", "An exception holds. End it before you answer otherwise.", {
        words: "assessments.refusal.excepted",
      });
    const state = given.state ?? answer.state;
    const reason = state === "not_applicable" ? given.reason : null;
    const owner = given.ownerId === null ? null : await requireColleague(tx, organisationId, ownerRoles, given.ownerId);
    await tx.execute(sql`update duty_answers set state = ${state}, reason = ${reason}, note = ${given.note}, owner_id = ${given.ownerId}, due_on = ${given.dueOn}::date,
      pack_version = ${pin.version}, pack_sha256 = ${pin.sha256}, version = version + 1, changed_by = ${personId}, changed_at = ${ctx.now().toISOString()}::timestamptz
      where id = ${answer.id}`);
    const { note, dueOn } = given;
    await addChange(tx, ctx, { id: answer.id, organisationId }, "answered", {
      state,
      reason,
      note,
      owner,
      dueOn,
      packVersion: pin.version,
    });
    // The log is read by the national team: it hears that something was answered, not what.
    await writeAudit(tx, ctx, { action: "duty.answer", objectType: "duty_answer", objectId: answer.id });
    return { version: answer.version + 1 };
  });
}

/** Until its last day the duty is knowingly not met. @throws invalid_input for a day that has passed; refused while another holds. */
export async function grantException(
  ctx: Context,
  packId: string,
  obligation: string,
  input: GrantException,
  root = policiesFolder,
): Promise<{ id: string; version: number }> {
  requirePermission(ctx, "duty.change");
  const { version, reason, endsOn } = GrantException.parse(input);
  const { personId } = requirePerson(ctx);
  if (endsOn < dayOf(ctx))
    throw invalidInput([
      { path: "endsOn", message: "Expected today or a day to come: the last day of the exception." },
    ]);
  return await withTransaction(ctx, async (tx) => {
    const own = await findOwnDuties(tx, ctx, undefined, root);
    const { pin } = requireDuty(own, packId, obligation);
    const { organisationId } = own.entity;
    const answer = await lockAnswer(tx, ctx, { constituentId: own.entity.id, organisationId, pin, obligation });
    requireVersion(answer, version);
    if (answer.state === "excepted")
      throw new AppError("refused", "An exception holds already.", { words: "assessments.refusal.excepted" });
    const id = newId(ctx.now());
    await tx.execute(sql`insert into duty_exceptions (id, answer_id, organisation_id, reason, ends_on, granted_by, granted_at)
      values (${id}, ${answer.id}, ${organisationId}, ${reason}, ${endsOn}::date, ${personId}, ${ctx.now().toISOString()}::timestamptz)`);
    await tx.execute(sql`update duty_answers set state = 'excepted', reason = null, pack_version = ${pin.version}, pack_sha256 = ${pin.sha256}, version = version + 1,
      changed_by = ${personId}, changed_at = ${ctx.now().toISOString()}::timestamptz where id = ${answer.id}`);
    await addChange(tx, ctx, { id: answer.id, organisationId }, "excepted", {
      state: "excepted",
      reason,
      endsOn,
      packVersion: pin.version,
    });
    await writeAudit(tx, ctx, { action: "duty.except", objectType: "duty_answer", objectId: answer.id });
    return { id, version: answer.version + 1 };
  });
}

interface Held extends Record<string, unknown> {
  id: string;
  answerId: string;
  organisationId: string;
}

/** Takes an exception back before its day: the answer is open again. @throws not_found for one that has ended, or another's. */
export async function withdrawException(ctx: Context, exceptionId: string): Promise<void> {
  requirePermission(ctx, "duty.change");
  const { personId } = requirePerson(ctx);
  await withTransaction(ctx, async (tx) => {
    const at = ctx.now().toISOString();
    const [held] = await tx.execute<Held>(
      sql`update duty_exceptions set ended_at = ${at}::timestamptz, ended_how = 'withdrawn', ended_by = ${personId}
        where id = ${exceptionId} and ended_at is null returning id, answer_id as "answerId", organisation_id as "organisationId"`,
    );
    if (!held) throw notFound("exception");
    await tx.execute(
      sql`update duty_answers set state = 'open', version = version + 1, changed_by = ${personId}, changed_at = ${at}::timestamptz where id = ${held.answerId}`,
    );
    await addChange(tx, ctx, { id: held.answerId, organisationId: held.organisationId }, "exception_withdrawn", {
      state: "open",
    });
    await writeAudit(tx, ctx, { action: "duty.end_exception", objectType: "duty_answer", objectId: held.answerId });
  });
}

/** The job: exceptions whose last day is over end, and what they held is open again. Returns how many. */
export async function endReachedExceptions(ctx: Context): Promise<number> {
  requirePermission(ctx, "duty.change");
  return await withTransaction(ctx, async (tx) => {
    const at = ctx.now().toISOString();
    const reached = await tx.execute<Held>(
      sql`update duty_exceptions set ended_at = ${at}::timestamptz, ended_how = 'reached' where ended_at is null and ends_on < ${dayOf(ctx)}::date
        returning id, answer_id as "answerId", organisation_id as "organisationId"`,
    );
    for (const held of reached) {
      await tx.execute(
        sql`update duty_answers set state = 'open', version = version + 1, changed_by = null, changed_at = ${at}::timestamptz where id = ${held.answerId}`,
      );
      await addChange(tx, ctx, { id: held.answerId, organisationId: held.organisationId }, "exception_reached", {
        state: "open",
      });
      await writeAudit(tx, ctx, { action: "duty.end_exception", objectType: "duty_answer", objectId: held.answerId });
    }
    return reached.length;
  });
}
