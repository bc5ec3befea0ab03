// The life of a lesson: written from a case, looked at by somebody else at the desk, then read by neighbours, who ask and answer under it.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { refuseLeaks } from "./check-text.ts";
import { DecideLesson, PostOnLesson, WriteLesson } from "./model.ts";

const personOf = ({ actor }: Context): string | null => (actor.kind === "person" ? actor.personId : null);

/** @throws forbidden; not_found for a case that one may not see; invalid_input for a text that names who it was, or a region that is none of one's own. */
export async function writeLesson(ctx: Context, input: WriteLesson): Promise<{ id: string }> {
  requirePermission(ctx, "lesson.write");
  const { caseId, title, happened, helped, regionId, tags, marking } = WriteLesson.parse(input);
  const id = newId(ctx.now());
  await withTransaction(ctx, async (tx) => {
    const [found] = await tx.execute<{ restricted: boolean }>(
      sql`select is_restricted or marking = 'red' as restricted from cases where id = ${caseId}`,
    );
    if (!found) throw notFound("case");
    if (found.restricted)
      throw new AppError("refused", "Of a restricted case, or one marked TLP:RED, no lesson is written.", {
        words: "areas.refusal.restricted_lesson",
      });
    const isDesk = may(ctx, "report.read");
    const regions = await tx.execute(
      isDesk
        ? sql`select 1 from areas where id = ${regionId} and level = 'region'`
        : sql`select 1 from toguna_focal_areas() f where toguna_region_of(f) = ${regionId} limit 1`,
    );
    if (regions.length === 0)
      throw invalidInput([
        { path: "regionId", message: isDesk ? "Expected a region." : "Expected the region of one of your own areas." },
      ]);
    await refuseLeaks(tx, ctx, caseId, { title, happened, helped, tags: tags.join("\n") });
    await tx.execute(sql`insert into lessons (id, case_id, title, happened, helped, region_id, tags, marking, author_id, written_at)
      values (${id}, ${caseId}, ${title}, ${happened}, ${helped}, ${regionId}, ${sql.param(tags)}::text[], ${marking}, ${personOf(ctx)}, ${ctx.now().toISOString()}::timestamptz)`);
    await writeAudit(tx, ctx, { action: "lesson.write", objectType: "lesson", objectId: id, detail: { regionId } });
  });
  return { id };
}

/**
 * Shown or refused by somebody other than its author; a shown one is withdrawn by the desk. What is shown is checked once more, with all
 * that the desk knows of the case. @throws forbidden, not_found, refused, invalid_input.
 */
export async function decideLesson(ctx: Context, input: DecideLesson): Promise<void> {
  requirePermission(ctx, "lesson.decide");
  const { lessonId, decision, reason } = DecideLesson.parse(input);
  if (decision !== "shown" && reason === undefined)
    throw invalidInput([{ path: "reason", message: "Expected a reason in words, for its author." }]);
  await withTransaction(ctx, async (tx) => {
    const [lesson] = await tx.execute<{
      state: string;
      authorId: string;
      caseId: string;
      title: string;
      happened: string;
      helped: string;
      tags: string[];
    }>(
      sql`select state, author_id as "authorId", case_id as "caseId", title, happened, helped, tags from lessons where id = ${lessonId} for update`,
    );
    if (!lesson) throw notFound("lesson");
    if (lesson.authorId === personOf(ctx))
      throw new AppError("refused", "Somebody else looks at a lesson before it is shown.", {
        words: "areas.refusal.own_lesson",
      });
    if (lesson.state !== (decision === "withdrawn" ? "shown" : "waiting"))
      throw new AppError("conflict", "Somebody decided about this lesson already.", { words: "areas.refusal.decided" });
    const { title, happened, helped, tags } = lesson;
    if (decision === "shown")
      await refuseLeaks(tx, ctx, lesson.caseId, { title, happened, helped, tags: tags.join("\n") });
    await tx.execute(sql`update lessons set state = ${decision}, decided_by = ${personOf(ctx)}, decided_at = ${ctx.now().toISOString()}::timestamptz,
      decision_reason = ${reason ?? null} where id = ${lessonId}`);
    await writeAudit(tx, ctx, {
      action: "lesson.decide",
      objectType: "lesson",
      objectId: lessonId,
      detail: { decision, reason: reason ?? null },
    });
  });
}

/** A question, or an answer under one. @throws forbidden; not_found; refused for a lesson that is not shown; invalid_input for numbers, addresses and accounts. */
export async function postOnLesson(ctx: Context, input: PostOnLesson): Promise<{ id: string }> {
  requirePermission(ctx, "lesson.write");
  const { lessonId, body, questionId } = PostOnLesson.parse(input);
  const id = newId(ctx.now());
  await withTransaction(ctx, async (tx) => {
    const [lesson] = await tx.execute<{ state: string; caseId: string }>(
      sql`select state, case_id as "caseId" from lessons where id = ${lessonId}`,
    );
    if (!lesson) throw notFound("lesson");
    if (lesson.state !== "shown")
      throw new AppError("refused", "Questions are asked under lessons that are shown.", {
        words: "areas.refusal.not_shown",
      });
    if (questionId !== undefined) {
      const question = await tx.execute(
        sql`select 1 from lesson_posts where id = ${questionId} and lesson_id = ${lessonId} and question_id is null`,
      );
      if (question.length === 0)
        throw invalidInput([{ path: "questionId", message: "Expected a question of this lesson." }]);
    }
    await refuseLeaks(tx, ctx, lesson.caseId, { body });
    const [region] = await tx.execute<{ id: string | null }>(
      sql`select toguna_region_of(f) as id from toguna_focal_areas() f limit 1`,
    );
    await tx.execute(sql`insert into lesson_posts (id, lesson_id, question_id, body, region_id, author_id, at)
      values (${id}, ${lessonId}, ${questionId ?? null}, ${body}, ${region?.id ?? null}, ${personOf(ctx)}, ${ctx.now().toISOString()}::timestamptz)`);
    await writeAudit(tx, ctx, {
      action: "lesson.post",
      objectType: "lesson",
      objectId: lessonId,
      detail: { postId: id },
    });
  });
  return { id };
}
