// What waits for a second person, what somebody released alone and nobody looked at, and how each was decided.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import type { FourEyesKind, FourEyesView } from "./model.ts";

/** Open ones first, the newest first; at most 100. */
export async function listReleases(ctx: Context): Promise<FourEyesView[]> {
  requirePermission(ctx, "notification.write");
  return await readOnly(
    ctx,
    async (tx) =>
      await ask(
        tx,
        sql`true order by (f.state = 'waiting') desc, (f.state = 'alone' and f.reviewed_at is null) desc, f.asked_at desc limit 100`,
      ),
  );
}

/** Those of one thing, the newest first. */
export async function releasesOf(tx: Tx, kind: FourEyesKind, subjectId: string): Promise<FourEyesView[]> {
  return await ask(tx, sql`f.kind = ${kind} and f.subject_id = ${subjectId} order by f.asked_at desc limit 20`);
}

async function ask(tx: Tx, which: SQL): Promise<FourEyesView[]> {
  const person = (column: SQL) =>
    sql`(select json_build_object('id', p.id, 'name', p.name) from people p where p.id = ${column})`;
  return await tx.execute<FourEyesView & Record<string, unknown>>(sql`
    select f.id, f.kind, f.subject_id as "subjectId", f.version, f.title, ${person(sql`f.asked_by`)} as "askedBy", ${iso(sql`f.asked_at`)} as "askedAt", f.state, f.reason,
      ${person(sql`f.decided_by`)} as "decidedBy", ${iso(sql`f.decided_at`)} as "decidedAt", ${person(sql`f.reviewed_by`)} as "reviewedBy",
      ${iso(sql`f.reviewed_at`)} as "reviewedAt", f.finding, f.review_note as "reviewNote" from four_eyes f where ${which}`);
}
