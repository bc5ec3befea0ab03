// How lists are read from the database: the editions in force, and every list with its editions.
import { sql } from "drizzle-orm";
import { iso, type Tx } from "../../platform/db/index.ts";
import type { Edition, FeedView, ImportView } from "./model.ts";

/** Columns of an `Edition`, of `indicator_imports i` beside `indicator_feeds f`. */
export const editionColumns = sql`i.id, f.name, i.title, i.marking, i.licence, i.author, i.source, i.confidence, i.format,
  i.file_name as "fileName", i.object_id as "objectId"`;

export async function editionsInForce(tx: Tx): Promise<Edition[]> {
  return await tx.execute<Edition & Record<string, unknown>>(
    sql`select ${editionColumns} from indicator_feeds f join indicator_imports i on i.id = f.active_import order by f.name`,
  );
}

export async function feedViews(tx: Tx): Promise<FeedView[]> {
  const feeds = await tx.execute<Omit<FeedView, "imports"> & Record<string, unknown>>(sql`
    select f.id, f.name, f.active_import as "activeImport", ${iso(sql`f.ended_at`)} as "endedAt", f.end_reason as "endReason"
    from indicator_feeds f order by f.name limit 500`);
  const imports = await tx.execute<ImportView & { feedId: string } & Record<string, unknown>>(sql`
    select i.*, p.name as "askedBy" from (
      select i.id, i.feed_id as "feedId", i.title, i.marking, i.licence, i.author, i.source, i.confidence, i.format, i.file_name as "fileName",
        encode(i.sha256, 'hex') as sha256, i.state, i.error, i.entries, i.refused_count as "refusedCount", i.refused, i.skipped,
        ${iso(sql`i.asked_at`)} as "askedAt", ${iso(sql`i.finished_at`)} as "finishedAt", i.asked_by,
        row_number() over (partition by i.feed_id order by i.asked_at desc, i.id desc) as place
      from indicator_imports i) i left join people p on p.id = i.asked_by where i.place <= 20 order by i."askedAt" desc`);
  return feeds.map((feed) => ({ ...feed, imports: imports.filter((one) => one.feedId === feed.id) }));
}
