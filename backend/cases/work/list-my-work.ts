// What one person has to do over all cases: tasks, improvements, and the cases of whose team they are or that they follow.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import type { MyWork } from "./model.ts";
import { personJson } from "./person-json.ts";

type Raw<Shape> = Shape & Record<string, unknown>;
const caseOf = sql`json_build_object('id', k.id, 'reference', k.reference, 'title', k.title, 'severity', k.severity)`;

/** Open ones, what is due first at the top; 200 of each at most. @throws forbidden for who is no person of the desk. */
export async function listMyWork(ctx: Context): Promise<MyWork> {
  requirePermission(ctx, "case.read");
  if (ctx.actor.kind !== "person") throw new AppError("forbidden", "Only a person has work of their own.");
  const me = ctx.actor.personId;
  return await readOnly(ctx, async (tx) => {
    const tasks = await tx.execute<Raw<MyWork["tasks"][number]>>(
      sql`select t.id, t.title, t.state, ${iso(sql`t.due_at`)} as "dueAt",
        exists (select 1 from case_task_needs n join case_tasks o on o.id = n.needed_id where n.task_id = t.id and o.ended_at is null and o.removed_at is null) as "isBlocked",
        (select count(*)::int from jsonb_array_elements(t.checklist) e where (e ->> 'isDone')::boolean) as "itemsDone", jsonb_array_length(t.checklist) as items,
        t.version, ${caseOf} as case
        from case_tasks t join cases k on k.id = t.case_id where t.owner_id = ${me} and t.ended_at is null and t.removed_at is null and k.status <> 'closed'
        order by t.due_at nulls last, severity_rank(k.severity) desc, t.id limit 200`,
    );
    const improvements = await tx.execute<Raw<MyWork["improvements"][number]>>(
      sql`select i.id, i.title, ${iso(sql`i.due_at`)} as "dueAt", case when k.id is not null then ${caseOf} end as case,
          (select json_build_object('id', e.id, 'title', e.title) from exercises e where e.id = i.exercise_id) as exercise
        from case_improvements i left join cases k on k.id = i.case_id
        where i.owner_id = ${me} and i.state = 'open' order by i.due_at, i.id limit 200`,
    );
    const cases = await tx.execute<Raw<MyWork["cases"][number]>>(
      sql`select k.id, k.reference, k.title, k.severity, p.part, k.status, ${personJson(sql`k.owner_id`)} as owner,
        ${iso(sql`coalesce((select max(l.at) from case_timeline l where l.case_id = k.id), k.opened_at)`)} as "changedAt"
        from case_people p join cases k on k.id = p.case_id where p.person_id = ${me} order by k.status = 'closed', 8 desc, k.id limit 200`,
    );
    return { tasks: [...tasks], improvements: [...improvements], cases: [...cases] };
  });
}
