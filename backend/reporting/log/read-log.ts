// The log as people read it: newest first; by who, act, object and time.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { escapeLike, iso, readOnly } from "../../platform/db/index.ts";
import type { LogRow, Page } from "../model.ts";
import { readCursor, writeCursor } from "../rules.ts";
import { exact, personJson } from "../store.ts";
import { LogQuery } from "./model.ts";

/** @throws forbidden, invalid_input for a foreign cursor or a time that is none. `until` is not in. */
export async function readLog(ctx: Context, input: LogQuery): Promise<Page<LogRow>> {
  requirePermission(ctx, "log.read");
  const query = LogQuery.parse(input);
  const conditions = conditionsOf(query);
  if (query.cursor !== undefined) {
    const [at, id] = readCursor(query.cursor, ["instant", "id"]);
    conditions.push(sql`(l.at, l.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  return await readOnly(ctx, async (tx) => {
    const found = await tx.execute<LogRow & { cursorAt: string } & Record<string, unknown>>(
      sql`select l.id, ${iso(sql`l.at`)} as at, l.actor_kind as "actorKind", l.actor_id as "actorId",
        case when l.actor_kind = 'person' then ${personJson(sql`l.actor_id::uuid`)} end as actor, l.action, l.object_type as "objectType",
        l.object_id as "objectId", l.detail, l.request_id as "requestId", encode(l.leaf_hash, 'hex') as "leafHash",
        l.shredded_by is not null as "isDestroyed",
        (select s.seq::float8 from audit_sequence s where s.audit_id = l.id) as seq, ${exact(sql`l.at`)} as "cursorAt"
        from audit_log l where ${sql.join(conditions, sql` and `)} order by l.at desc, l.id desc limit ${query.limit + 1}`,
    );
    const rows = found.slice(0, query.limit);
    const last = rows.at(-1);
    return {
      rows: rows.map(({ cursorAt: _cursorAt, ...row }) => row),
      next: found.length > query.limit && last ? writeCursor([last.cursorAt, last.id]) : null,
    };
  });
}

function conditionsOf(query: LogQuery): SQL[] {
  const conditions: SQL[] = [sql`true`];
  if (query.action) conditions.push(sql`l.action like ${`${escapeLike(query.action)}%`}`);
  if (query.objectType) conditions.push(sql`l.object_type = ${query.objectType}`);
  if (query.objectId) conditions.push(sql`l.object_id = ${query.objectId}`);
  if (query.actorKind) conditions.push(sql`l.actor_kind = ${query.actorKind}`);
  if (query.actorId) conditions.push(sql`l.actor_id = ${query.actorId}`);
  if (query.from) conditions.push(sql`l.at >= ${query.from}::timestamptz`);
  if (query.until) conditions.push(sql`l.at < ${query.until}::timestamptz`);
  return conditions;
}
