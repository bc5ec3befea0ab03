// How many reports stand in each view, and how many cases are open: the numbers of the desk's navigation. None is counted beyond a thousand.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import type { Context } from "../platform/context/index.ts";
import { readOnly, type Tx } from "../platform/db/index.ts";
import { conditionOfView } from "./list-queue.ts";
import { queueViews } from "./lists/model.ts";
import type { QueueCounts } from "./model.ts";
import { mostCounted } from "./search/model.ts";

/** Up to `mostCounted` + 1, which says "and more": beyond that nobody needs the number, and it would cost a look at every row. */
export function countUpTo(from: SQL): SQL {
  return sql`(select count(*)::int from (select 1 from ${from} limit ${mostCounted + 1}) counted)`;
}

/** Each number is at most `mostCounted` + 1. @throws forbidden. */
export async function countQueue(ctx: Context): Promise<QueueCounts> {
  requirePermission(ctx, "report.read");
  const me = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  return await readOnly(ctx, async (tx) => {
    const wanted: [string, SQL][] = queueViews.map((view) => [
      view,
      // What was made in an exercise stands in the list, and counts nowhere.
      countUpTo(sql`reports r where not r.is_exercise and ${conditionOfView(view, me, ctx.now())}`),
    ]);
    wanted.push(["openCases", countUpTo(sql`cases k where not k.is_exercise and k.status <> 'closed'`)]);
    wanted.push([
      "myCases",
      countUpTo(sql`cases k where not k.is_exercise and k.status <> 'closed' and k.owner_id = ${me}`),
    ]);
    return await countAll(tx, wanted);
  });
}

async function countAll(tx: Tx, wanted: readonly [string, SQL][]): Promise<QueueCounts> {
  const columns = wanted.map(([name, count]) => sql`${count} as ${sql.identifier(name)}`);
  const [row] = await tx.execute<QueueCounts>(sql`select ${sql.join(columns, sql`, `)}`);
  if (!row) throw new Error("a count gives one row");
  return row;
}
