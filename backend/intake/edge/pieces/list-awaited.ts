// Files that a sealed report announced and that are not here: on their way, missed, or refused.
import { sql } from "drizzle-orm";
import type { Context } from "../../../platform/context/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import type { AwaitedFile } from "../../model.ts";
import { uploadLifeMs } from "../../uploads/model.ts";

/** Inside a transaction of whoever may read the report: the desk, or its reporter. */
export async function listAwaitedFiles(tx: Tx, ctx: Context, reportId: string): Promise<AwaitedFile[]> {
  const since = new Date(ctx.now().getTime() - uploadLifeMs).toISOString();
  const rows = await tx.execute<AwaitedFile & Record<string, unknown>>(sql`select name, size::float8 as size,
    case when state = 'refused' then 'refused' when moved_at > ${since}::timestamptz then 'on_way' else 'missing' end as state
    from sealed_files where report_id = ${reportId} and state <> 'arrived' order by place`);
  return [...rows];
}
