// The board: for a focal point the own lessons and those shown of neighbouring regions; for the desk all, those that wait first.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import type { LessonPost, LessonView } from "./model.ts";

type Row = Omit<LessonView, "can" | "posts"> & { posts: LessonPost[] } & Record<string, unknown>;

/** @throws forbidden. */
export async function listLessons(ctx: Context): Promise<LessonView[]> {
  requirePermission(ctx, "lesson.read");
  const me = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const isDesk = may(ctx, "report.read");
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<Row>(sql`
        select l.id, l.title, l.happened, l.helped, l.region_id as "regionId", a.names as "regionNames", l.tags, l.marking, l.state,
          coalesce(l.author_id = ${me}::uuid, false) as "isMine", ${iso(sql`l.written_at`)} as "writtenAt", l.decision_reason as "decisionReason",
          ${isDesk ? sql`(select k.reference from cases k where k.id = l.case_id)` : sql`null`} as "caseReference",
          coalesce((select json_agg(json_build_object('id', p.id, 'questionId', p.question_id, 'body', p.body, 'isMine', coalesce(p.author_id = ${me}::uuid, false),
            'regionNames', (select r.names from areas r where r.id = p.region_id), 'at', ${iso(sql`p.at`)}) order by p.at, p.id) from lesson_posts p where p.lesson_id = l.id), '[]') as posts
        from lessons l join areas a on a.id = l.region_id order by l.state <> 'waiting', l.written_at desc, l.id limit 200`),
  );
  return rows.map((row) => ({
    ...row,
    can: {
      decide: row.state === "waiting" && !row.isMine && may(ctx, "lesson.decide"),
      withdraw: row.state === "shown" && !row.isMine && may(ctx, "lesson.decide"),
      post: row.state === "shown" && may(ctx, "lesson.write"),
    },
  }));
}
