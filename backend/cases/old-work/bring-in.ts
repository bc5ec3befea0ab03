// Brings tickets in as cases, some at a time; a crash goes on where it stopped. No event is published: no clock begins, no playbook, no mail.
import { buffer } from "node:stream/consumers";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { drawReference } from "../references/draw-reference.ts";
import { addToTimeline } from "../store.ts";
import type { OldChoices, OldKind } from "./model.ts";
import { readOldFile } from "./read-old-file.ts";
import type { OldImportRow } from "./store.ts";
import type { OldTicket, ReadTicket } from "./ticket.ts";

const Payload = z.strictObject({ importId: z.string().refine(isId) });
const ticketsAStep = 100;

/** Two workers at one import take turns: its row is locked for each step. */
export async function bringIn(ctx: Context, payload: unknown): Promise<void> {
  const { importId } = Payload.parse(payload);
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ kind: OldKind; objectId: string; choices: OldChoices }>(
        sql`select kind, object_id as "objectId", mapping as choices from old_imports where id = ${importId} and state = 'running' and object_id is not null`,
      ),
  );
  if (!row) return;
  try {
    const { tickets } = await readOldFile(row.kind, await buffer(ctx.objects.read(row.objectId)), row.choices, false);
    let at = 0;
    while (at >= 0) at = await bringStep(ctx, importId, tickets);
  } catch (error) {
    // Another worker, or the command line, brought it in meanwhile, and its file is gone with that.
    if (error instanceof Error && "code" in error && error.code === "ENOENT" && !(await isRunning(ctx, importId)))
      return;
    if (!(error instanceof AppError)) throw error;
    await fail(ctx, importId, error.fields[0]?.message ?? error.detail ?? "the file cannot be read");
    return;
  }
  await ctx.objects.remove(row.objectId);
}

async function isRunning(ctx: Context, importId: string): Promise<boolean> {
  const rows = await readOnly(
    ctx,
    async (tx) => await tx.execute(sql`select 1 from old_imports where id = ${importId} and state = 'running'`),
  );
  return rows.length > 0;
}

/** @returns where to go on; -1 at the end. */
async function bringStep(ctx: Context, importId: string, tickets: readonly ReadTicket[]): Promise<number> {
  requirePermission(ctx, "case.shape");
  return await withTransaction(ctx, async (tx) => {
    const [held] = await tx.execute<OldImportRow & { by: string | null }>(
      sql`select id, kind, system, object_id as "objectId", mapping as choices, marking, state, version, created_by as by
        from old_imports where id = ${importId} and state = 'running' for update`,
    );
    if (!held) return -1;
    const [last] = await tx.execute<{ n: number }>(
      sql`select coalesce(max(position), 0) as n from old_import_rows where import_id = ${importId}`,
    );
    const next = last?.n ?? 0;
    const step = tickets.slice(next, next + ticketsAStep);
    for (const [at, ticket] of step.entries()) await bringOne(tx, ctx, held, next + at + 1, ticket);
    const isOver = next + step.length >= tickets.length;
    if (isOver) {
      const now = ctx.now().toISOString();
      await tx.execute(
        sql`update old_imports set state = 'done', object_id = null, ended_at = ${now}::timestamptz, version = version + 1 where id = ${importId}`,
      );
      await tx.execute(sql`delete from objects where id = ${held.objectId}`);
    }
    const detail = { tickets: step.length, isOver };
    await writeAudit(tx, ctx, { action: "old_import.bring_in", objectType: "old_import", objectId: importId, detail });
    return isOver ? -1 : next + step.length;
  });
}

async function bringOne(
  tx: Tx,
  ctx: Context,
  held: OldImportRow & { by: string | null },
  position: number,
  ticket: ReadTicket,
): Promise<void> {
  const keep = async (outcome: "made" | "repeated" | "refused", caseId: string | null): Promise<void> => {
    const wrong = ticket.isRead ? null : ticket;
    await tx.execute(sql`insert into old_import_rows (import_id, position, outcome, number, title, field, expected, said, case_id)
      values (${held.id}, ${position}, ${outcome}, ${ticket.number}, ${ticket.title}, ${wrong?.field ?? null}, ${wrong?.expected ?? null}, ${wrong?.said ?? null}, ${caseId})`);
  };
  if (!ticket.isRead) return await keep("refused", null);
  const [known] = await tx.execute<{ caseId: string }>(
    sql`select case_id as "caseId" from old_numbers where lower(system) = lower(${held.system}) and lower(number) = lower(${ticket.number})`,
  );
  if (known) return await keep("repeated", known.caseId);
  const caseId = newId(ctx.now());
  await tx.execute(sql`insert into cases (id, reference, organisation_id, title, status, severity, marking, owner_id, opened_by, opened_at, closed_at, old_import_id)
    select ${caseId}, ${await drawReference(tx, ctx)}, o.id, ${ticket.title}, ${ticket.status}, ${ticket.severity}, ${held.marking}, null, ${held.by}::uuid,
      ${ticket.openedAt}::timestamptz, ${ticket.closedAt}::timestamptz, ${held.id} from organisations o where o.kind = 'cert' order by o.id limit 1`);
  await tx.execute(
    sql`insert into old_numbers (id, case_id, import_id, system, number) values (${newId(ctx.now())}, ${caseId}, ${held.id}, ${held.system}, ${ticket.number})`,
  );
  await addMessages(tx, ctx, held.id, caseId, ticket);
  await addToTimeline(tx, ctx, {
    caseId,
    kind: "old_work",
    body: `${held.system} ${ticket.number}`,
    detail: { importId: held.id },
  });
  await keep("made", caseId);
}

async function addMessages(tx: Tx, ctx: Context, importId: string, caseId: string, ticket: OldTicket): Promise<void> {
  for (const [position, one] of ticket.messages.entries())
    await tx.execute(sql`insert into old_messages (id, case_id, import_id, kind, position, message_id, sender, recipients, subject, body, at, raw)
      values (${newId(ctx.now())}, ${caseId}, ${importId}, ${one.kind}, ${position + 1}, ${one.messageId}, ${one.sender}, ${one.recipients}, ${one.subject}, ${one.body},
        ${one.at}::timestamptz, ${one.raw === null ? null : Buffer.from(one.raw)})`);
}

async function fail(ctx: Context, importId: string, fault: string): Promise<void> {
  requirePermission(ctx, "case.shape");
  await withTransaction(ctx, async (tx) => {
    await tx.execute(
      sql`update old_imports set state = 'failed', fault = ${fault.slice(0, 1000)}, ended_at = ${ctx.now().toISOString()}::timestamptz, version = version + 1
        where id = ${importId} and state = 'running'`,
    );
    await writeAudit(tx, ctx, { action: "old_import.fail", objectType: "old_import", objectId: importId });
  });
}
