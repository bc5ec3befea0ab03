// Keeps call-backs: asked for, tried, reached or given up; the open ones are a list by when they are due.
import { sql } from "drizzle-orm";
import { addCallTask, logCallTask } from "../../cases/index.ts";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, withTransaction } from "../../platform/db/index.ts";
import { invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { type WordsLanguage, wordsIn, wordsLanguages } from "../../platform/words/index.ts";
import { loadCountry } from "../../registry/country/index.ts";
import { AskCallBack, type CallBackView, type CallState, decideAttempt, NoteAttempt } from "./model.ts";

/** @throws not_found for the case or conversation; invalid_input for a person who works no cases. */
export async function askCallBack(ctx: Context, input: AskCallBack): Promise<{ id: string }> {
  requirePermission(ctx, "case.change");
  const asked = AskCallBack.parse(input);
  const by = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  return await withTransaction(ctx, async (tx) => {
    const [known] = await tx.execute<{ talks: boolean; works: boolean }>(sql`select
        ${asked.conversationId ?? null}::uuid is null or exists (select 1 from conversations c where c.id = ${asked.conversationId ?? null}::uuid and c.case_id = k.id) as talks,
        ${asked.assignedTo ?? null}::uuid is null or exists (select 1 from role_grants g where g.person_id = ${asked.assignedTo ?? null}::uuid and g.revoked_at is null
          and g.role in ('analyst', 'senior', 'lead', 'on_call')) as works
      from cases k where k.id = ${asked.caseId}`);
    if (!known) throw notFound("case");
    if (!known.talks) throw notFound("conversation");
    if (!known.works) throw invalidInput([{ path: "assignedTo", message: "Expected somebody of the desk." }]);
    const id = newId(ctx.now());
    // One list: what is to be rung stands among the tasks of its case.
    const taskId = await addCallTask(tx, ctx, {
      caseId: asked.caseId,
      callBackId: id,
      title: `${asked.name} · ${asked.phone}`,
      body: asked.about,
      ownerId: asked.assignedTo ?? by,
      dueAt: new Date(asked.dueAt).toISOString(),
    });
    await tx.execute(sql`insert into call_backs (id, case_id, conversation_id, name, phone, about, due_at, assigned_to, asked_by, asked_at, task_id)
      values (${id}, ${asked.caseId}, ${asked.conversationId ?? null}, ${asked.name}, ${asked.phone}, ${asked.about}, ${new Date(asked.dueAt).toISOString()}::timestamptz,
        ${asked.assignedTo ?? by}, ${by}, ${ctx.now().toISOString()}::timestamptz, ${taskId})`);
    await writeAudit(tx, ctx, {
      action: "case.ask_call_back",
      objectType: "case",
      objectId: asked.caseId,
      detail: { callBackId: id },
    });
    return { id };
  });
}

/** @throws not_found; conflict when it has ended. */
export async function noteAttempt(ctx: Context, input: NoteAttempt): Promise<{ state: CallState }> {
  requirePermission(ctx, "case.change");
  const { callBackId, outcome, note, nextAt } = NoteAttempt.parse(input);
  const by = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  return await withTransaction(ctx, async (tx) => {
    const [call] = await tx.execute<{ case_id: string; state: CallState; task_id: string | null }>(
      sql`select case_id, state, task_id from call_backs where id = ${callBackId} for update`,
    );
    if (!call) throw notFound("call-back");
    const state = decideAttempt(call.state, outcome);
    const at = ctx.now();
    // Without another word it is tried again in an hour.
    const due = nextAt === undefined ? new Date(at.getTime() + 3_600_000) : new Date(nextAt);
    await tx.execute(sql`insert into call_attempts (id, call_back_id, case_id, outcome, note, called_by, called_at)
      values (${newId(at)}, ${callBackId}, ${call.case_id}, ${outcome}, ${note || null}, ${by}, ${at.toISOString()}::timestamptz)`);
    await tx.execute(sql`update call_backs set state = ${state}, version = version + 1,
      due_at = case when ${state} = 'open' then ${due.toISOString()}::timestamptz else due_at end where id = ${callBackId}`);
    if (call.task_id !== null)
      await logCallTask(tx, ctx, {
        taskId: call.task_id,
        words: [wordsIn(houseLanguage(ctx))(`talking.outcome.${outcome}`), note ?? ""]
          .filter((part) => part !== "")
          .join(": "),
        state: state === "open" ? "open" : state === "reached" ? "done" : "dropped",
        dueAt: state === "open" ? due.toISOString() : null,
      });
    await writeAudit(tx, ctx, {
      action: "case.call_attempt",
      objectType: "case",
      objectId: call.case_id,
      detail: { callBackId, outcome },
    });
    return { state };
  });
}

/** What the team writes for itself is in the country's own language. */
function houseLanguage(ctx: Context): WordsLanguage {
  const own = loadCountry(ctx.config.country).languages.default;
  return wordsLanguages.find((known) => known === own) ?? "en";
}

/** Open ones, the earliest due first; with a case, all of it. At most 200. */
export async function listCallBacks(
  ctx: Context,
  filter: { caseId?: string | undefined } = {},
): Promise<CallBackView[]> {
  requirePermission(ctx, "case.read");
  const { caseId = null } = filter;
  return await readOnly(ctx, async (tx) => [
    ...(await tx.execute<
      CallBackView & Record<string, unknown>
    >(sql`select b.id, b.case_id as "caseId", k.reference as "caseReference", b.name, b.phone, b.about,
        ${iso(sql`b.due_at`)} as "dueAt", p.name as "assignedTo", b.state,
        (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'outcome', a.outcome, 'note', a.note, 'by', w.name, 'at', ${iso(sql`a.called_at`)}) order by a.called_at, a.id), '[]')
          from call_attempts a left join people w on w.id = a.called_by where a.call_back_id = b.id) as attempts
      from call_backs b join cases k on k.id = b.case_id left join people p on p.id = b.assigned_to
      where case when ${caseId}::uuid is null then b.state = 'open' else b.case_id = ${caseId}::uuid end order by b.state <> 'open', b.due_at limit 200`)),
  ]);
}
