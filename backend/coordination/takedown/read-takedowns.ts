// Takedown requests for the desk: the open ones first, each with its time, and how long it takes by whom was asked.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import type { TakedownLine, Takedowns, TakedownView } from "./model.ts";

type Loaded = Omit<TakedownView, "entries"> & Record<string, unknown>;

const minutes = (until: SQL): SQL => sql`(extract(epoch from ${until} - t.asked_at) / 60)::int`;

async function load(tx: Tx, ctx: Context, which: SQL): Promise<Loaded[]> {
  return await tx.execute<Loaded>(sql`
    select t.id, t.reference, t.kind, t.target, t.to_role as "toRole", t.to_name as "toName", t.to_email as "toEmail", t.language, t.reason, t.evidence, t.marking,
      t.report_id as "reportId", t.case_id as "caseId", t.state, t.version, p.name as "askedBy", ${iso(sql`t.asked_at`)} as "askedAt", ${iso(sql`t.check_at`)} as "checkAt",
      coalesce(t.check_at <= ${ctx.now().toISOString()}::timestamptz, false) as "isCheckDue", ${iso(sql`t.down_at`)} as "downAt",
      ${minutes(sql`t.down_at`)} as "minutesToDown", ${minutes(sql`t.answered_at`)} as "minutesToAnswer", t.is_exercise as "isExercise"
    from takedowns t left join people p on p.id = t.asked_by where ${which}
    order by (t.state in ('asked', 'accepted')) desc, t.asked_at desc, t.id desc limit 200`);
}

export async function listTakedowns(ctx: Context): Promise<Takedowns> {
  requirePermission(ctx, "takedown.write");
  return await readOnly(ctx, async (tx) => {
    const takedowns: TakedownLine[] = await load(tx, ctx, sql`true`);
    const measured = await tx.execute<Takedowns["measured"][number] & Record<string, unknown>>(sql`
      select t.to_role as "toRole", count(*)::int as asked, count(t.down_at)::int as down,
        (percentile_cont(0.5) within group (order by extract(epoch from t.down_at - t.asked_at) / 60) filter (where t.down_at is not null))::float8 as "medianMinutes"
      from takedowns t where not t.is_exercise group by t.to_role order by count(*) desc, t.to_role`);
    return { takedowns, measured };
  });
}

/** @throws AppError not_found. */
export async function readTakedown(ctx: Context, takedownId: string): Promise<TakedownView> {
  requirePermission(ctx, "takedown.write");
  return await readOnly(ctx, async (tx) => {
    const [takedown] = isId(takedownId) ? await load(tx, ctx, sql`t.id = ${takedownId}`) : [];
    if (!takedown) throw notFound("takedown request");
    const entries = await tx.execute<TakedownView["entries"][number] & Record<string, unknown>>(sql`
      select e.id, e.kind, e.outcome, e.note, p.name as by, ${iso(sql`e.at`)} as at from takedown_entries e left join people p on p.id = e.by_person
      where e.takedown_id = ${takedownId} order by e.at, e.id`);
    return { ...takedown, entries };
  });
}
