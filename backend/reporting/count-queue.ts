// How many reports stand in each view, and how many cases are open: the numbers of the desk's navigation.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import type { Context } from "../platform/context/index.ts";
import { readOnly } from "../platform/db/index.ts";
import { conditionOfView } from "./list-queue.ts";
import { type QueueView, queueViews } from "./lists/model.ts";
import type { QueueCounts } from "./model.ts";

export async function countQueue(ctx: Context): Promise<QueueCounts> {
  requirePermission(ctx, "report.read");
  const me = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const counts = queueViews.map((view) => {
    const condition = view === "answers" ? sql`false` : conditionOfView(view, me, ctx.now());
    return sql`count(*) filter (where ${condition})::int as ${sql.identifier(view)}`;
  });
  return await readOnly(ctx, async (tx) => {
    const [row] = await tx.execute<Record<QueueView, number>>(sql`select ${sql.join(counts, sql`, `)} from reports r where not r.is_exercise`);
    // Few reports have messages; starting from those is cheap, asking every report is not.
    const [answers] = await tx.execute<{ n: number }>(
      sql`select count(*)::int as n from reports r where r.id in (select report_id from messages where direction = 'from_reporter')
        and not r.is_exercise and ${conditionOfView("answers", me, ctx.now())}`,
    );
    const [cases] = await tx.execute<{ open: number; mine: number }>(
      sql`select count(*)::int as open, count(*) filter (where owner_id = ${me})::int as mine from cases where status <> 'closed' and not is_exercise`,
    );
    if (!row) throw new Error("a count gives one row");
    return { ...row, answers: answers?.n ?? 0, openCases: cases?.open ?? 0, myCases: cases?.mine ?? 0 };
  });
}
