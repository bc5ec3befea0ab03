// Everything that a list's filters hold, for marking it at once: what an act needs of each, and how many there are.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import { countUpTo } from "../count-queue.ts";
import { conditionsOfCases } from "../list-cases.ts";
import { conditionsOf } from "../list-queue.ts";
import { CasesQuery, QueueQuery } from "../lists/model.ts";
import { personJson } from "../store.ts";
import { type MatchingCases, type MatchingReports, mostMatching } from "./model.ts";

/** The gravest first, at most 500; `count` is at most 1,001. @throws forbidden, invalid_input. */
export async function listMatchingReports(ctx: Context, input: QueueQuery): Promise<MatchingReports> {
  requirePermission(ctx, "report.read");
  const query = QueueQuery.parse(input);
  const me = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const where = conditionsOf(query, me, ctx.now());
  return await readOnly(ctx, async (tx) => {
    const rows = await tx.execute<
      MatchingReports["rows"][number] & Record<string, unknown>
    >(sql`select r.id, r.reference, r.version, r.tags, case when r.wakes_on is not null then json_build_object('kind', r.wakes_on, 'count', r.wakes_after) end as "wakesOn",
      ${personJson(sql`r.assigned_to`)} as "assignedTo", ${iso(sql`r.snoozed_until`)} as "snoozedUntil" from reports r
      where ${where} order by r.severity_order, r.priority_order, r.received_at, r.id limit ${mostMatching}`);
    const [all] = await tx.execute<{ n: number }>(sql`select ${countUpTo(sql`reports r where ${where}`)} as n`);
    return { rows: [...rows], count: all?.n ?? 0 };
  });
}

/** As listMatchingReports. */
export async function listMatchingCases(ctx: Context, input: CasesQuery): Promise<MatchingCases> {
  requirePermission(ctx, "case.read");
  const query = CasesQuery.parse(input);
  const me = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const where = conditionsOfCases(query, me, ctx.now());
  return await readOnly(ctx, async (tx) => {
    const rows = await tx.execute<
      MatchingCases["rows"][number] & Record<string, unknown>
    >(sql`select k.id, k.reference, k.version, k.severity,
      k.status, k.tags, ${personJson(sql`k.owner_id`)} as owner from cases k where ${where} order by k.severity_order, k.opened_at, k.id limit ${mostMatching}`);
    const [all] = await tx.execute<{ n: number }>(sql`select ${countUpTo(sql`cases k where ${where}`)} as n`);
    return { rows: [...rows], count: all?.n ?? 0 };
  });
}
