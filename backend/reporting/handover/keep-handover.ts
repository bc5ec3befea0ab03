// A shift is handed over: its word and what stands open are frozen; whoever comes reads it and says so.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { listOpen } from "./list-open.ts";
import { type HandoverHead, type HandoverView, type ShiftItem, type ShiftNow, WriteHandover } from "./model.ts";

const kept = 60;

/** @throws forbidden for who is no person of the desk. What the writer does not see is not in it. */
export async function writeHandover(ctx: Context, input: WriteHandover): Promise<{ id: string }> {
  requirePermission(ctx, "shift.hand_over");
  const me = personHere(ctx);
  const { note, nextAt } = WriteHandover.parse(input);
  const now = ctx.now();
  return await withTransaction(ctx, async (tx) => {
    const id = newId(now);
    await tx.execute(
      sql`insert into shift_handovers (id, written_by, written_at, note, next_at) values (${id}, ${me}, ${now.toISOString()}, ${note}, ${nextAt})`,
    );
    const items = await listOpen(tx, now);
    for (const [position, item] of items.entries())
      await tx.execute(sql`insert into shift_items (id, handover_id, kind, case_id, report_id, title, severity, owner_name, due_at, position)
        values (${newId(now)}, ${id}, ${item.kind}, ${item.caseId}, ${item.reportId}, ${item.title}, ${item.severity}, ${item.ownerName}, ${item.dueAt}, ${position})`);
    await writeAudit(tx, ctx, {
      action: "shift.hand_over",
      objectType: "shift",
      objectId: id,
      detail: { items: items.length },
    });
    return { id };
  });
}

/** Once a person; again changes nothing. @throws not_found. */
export async function readByMe(ctx: Context, id: string): Promise<{ isReadByMe: true }> {
  requirePermission(ctx, "case.read");
  const me = personHere(ctx);
  return await withTransaction(ctx, async (tx) => {
    await headOf(tx, id, me);
    const rows =
      await tx.execute(sql`insert into shift_readings (handover_id, person_id, read_at) values (${id}, ${me}, ${ctx.now().toISOString()})
      on conflict do nothing returning 1`);
    if (rows.length > 0) await writeAudit(tx, ctx, { action: "shift.read", objectType: "shift", objectId: id });
    return { isReadByMe: true as const };
  });
}

/** What stands open now, and the last word of a shift. @throws forbidden. */
export async function readShiftNow(ctx: Context): Promise<ShiftNow> {
  requirePermission(ctx, "case.read");
  const me = personHere(ctx);
  return await readOnly(
    ctx,
    async (tx) => ({ items: await listOpen(tx, ctx.now()), last: (await heads(tx, me, sql`true`, 1))[0] ?? null }),
    "staff",
  );
}

/** The newest first. @throws forbidden. */
export async function listHandovers(ctx: Context): Promise<{ rows: HandoverHead[] }> {
  requirePermission(ctx, "case.read");
  const me = personHere(ctx);
  return { rows: await readOnly(ctx, async (tx) => await heads(tx, me, sql`true`, kept), "staff") };
}

/** What the asker may not see is not among its items. @throws not_found. */
export async function readHandover(ctx: Context, id: string): Promise<HandoverView> {
  requirePermission(ctx, "case.read");
  const me = personHere(ctx);
  return await readOnly(
    ctx,
    async (tx) => {
      const head = await headOf(tx, id, me);
      const items = await tx.execute<ShiftItem & Record<string, unknown>>(sql`
        select i.kind, i.case_id as "caseId", i.report_id as "reportId", coalesce(k.reference, r.reference) as reference, i.title, i.severity,
          i.owner_name as "ownerName", ${iso(sql`i.due_at`)} as "dueAt"
        from shift_items i left join cases k on k.id = i.case_id left join reports r on r.id = i.report_id
        where i.handover_id = ${id} and coalesce(k.id, r.id) is not null order by i.position`);
      return { ...head, items: [...items] };
    },
    "staff",
  );
}

function personHere(ctx: Context): string {
  if (ctx.actor.kind !== "person") throw new AppError("forbidden", "Only a person works in shifts.");
  return ctx.actor.personId;
}

async function headOf(tx: Tx, id: string, me: string): Promise<HandoverHead> {
  const [head] = await heads(tx, me, sql`h.id = ${id}`, 1);
  if (!head) throw notFound("handover");
  return head;
}

async function heads(tx: Tx, me: string, which: SQL, most: number): Promise<HandoverHead[]> {
  const rows = await tx.execute<HandoverHead & Record<string, unknown>>(sql`
    select h.id, ${iso(sql`h.written_at`)} as "writtenAt", (select json_build_object('id', p.id, 'name', p.name) from people p where p.id = h.written_by) as "writtenBy",
      h.note, ${iso(sql`h.next_at`)} as "nextAt",
      coalesce((select json_agg(json_build_object('name', p.name, 'at', ${iso(sql`s.read_at`)}) order by s.read_at) from shift_readings s join people p on p.id = s.person_id
        where s.handover_id = h.id), '[]') as "readBy",
      exists (select 1 from shift_readings s where s.handover_id = h.id and s.person_id = ${me}) as "isReadByMe"
    from shift_handovers h where ${which} order by h.written_at desc, h.id desc limit ${most}`);
  return [...rows];
}
