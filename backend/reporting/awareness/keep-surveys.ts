// Surveys of citizens: made by the committee, answered on the portal or on paper, counted without knowing who answered.
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { MakeSurvey, type Question, type SurveyAnswers, type SurveyView, TypePaperAnswer } from "./model.ts";

export async function makeSurvey(ctx: Context, input: unknown): Promise<{ id: string }> {
  requirePermission(ctx, "review.change");
  const wanted = MakeSurvey.parse(input);
  const { personId } = requirePerson(ctx);
  return await withTransaction(ctx, async (tx) => {
    const id = newId(ctx.now());
    await tx.execute(sql`insert into surveys (id, names, questions, opens_on, closes_on, made_by, made_at)
      values (${id}, ${JSON.stringify(wanted.names)}::jsonb, ${JSON.stringify(wanted.questions)}::jsonb, ${wanted.opensOn}, ${wanted.closesOn}, ${personId},
        ${ctx.now().toISOString()}::timestamptz)`);
    await writeAudit(tx, ctx, {
      action: "survey.make",
      objectType: "survey",
      objectId: id,
      detail: { questions: wanted.questions.length },
    });
    return { id };
  });
}

export async function closeSurvey(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, "review.change");
  await withTransaction(ctx, async (tx) => {
    const closed = await tx.execute(
      sql`update surveys set closed_at = ${ctx.now().toISOString()}::timestamptz where id = ${id} and closed_at is null returning id`,
    );
    if (closed.length === 0) throw notFound("open survey");
    await writeAudit(tx, ctx, { action: "survey.close", objectType: "survey", objectId: id, detail: {} });
  });
}

/** Takes back that a survey was closed; its last day still ends it. @throws AppError not_found for one that is not closed. */
export async function reopenSurvey(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, "review.change");
  await withTransaction(ctx, async (tx) => {
    const opened = await tx.execute(
      sql`update surveys set closed_at = null where id = ${id} and closed_at is not null returning id`,
    );
    if (opened.length === 0) throw notFound("closed survey");
    await writeAudit(tx, ctx, { action: "survey.reopen", objectType: "survey", objectId: id, detail: {} });
  });
}

interface SurveyRow extends Record<string, unknown> {
  id: string;
  names: Record<string, string>;
  questions: Question[];
  opensOn: string;
  closesOn: string;
  isClosed: boolean;
}

/** A survey as it is shown to whoever answers. */
type OpenSurveyRow = Pick<SurveyRow, "id" | "names" | "questions" | "opensOn" | "closesOn">;

const columns = sql`id, names, questions, opens_on::text as "opensOn", closes_on::text as "closesOn", closed_at is not null as "isClosed"`;

/** A survey that takes answers today, as the portal shows it. */
export async function readOpenSurvey(ctx: Context, id: string): Promise<OpenSurveyRow | undefined> {
  return await readOnly(ctx, async (tx) => await findOpen(tx, ctx, id));
}

export async function listOpenSurveys(
  ctx: Context,
): Promise<{ id: string; names: Record<string, string>; closesOn: string }[]> {
  const today = ctx.now().toISOString().slice(0, 10);
  return await readOnly(ctx, async (tx) => [
    ...(await tx.execute<{
      id: string;
      names: Record<string, string>;
      closesOn: string;
    }>(sql`select id, names, closes_on::text as "closesOn" from surveys
      where closed_at is null and opens_on <= ${today} and closes_on >= ${today} order by closes_on, id`)),
  ]);
}

async function findOpen(tx: Tx, ctx: Context, id: string): Promise<SurveyRow | undefined> {
  const today = ctx.now().toISOString().slice(0, 10);
  const [row] = await tx.execute<SurveyRow>(
    sql`select ${columns} from surveys where id = ${id} and closed_at is null and opens_on <= ${today} and closes_on >= ${today}`,
  );
  return row;
}

/** One answer from the portal; nothing of the visitor is kept. @throws AppError gone for a survey that is not open, invalid_input. */
export async function answerSurvey(ctx: Context, id: string, input: unknown): Promise<void> {
  requirePermission(ctx, "session.open");
  const { answers, areaId } = TypePaperAnswer.omit({ answeredOn: true }).parse(input);
  await withTransaction(
    ctx,
    async (tx) => {
      const survey = await findOpen(tx, ctx, id);
      if (!survey) throw new AppError("gone", "This survey is not open.");
      await insertAnswer(tx, ctx, survey, {
        answers,
        areaId,
        answeredOn: ctx.now().toISOString().slice(0, 10),
        typedBy: null,
      });
      // The log knows that an answer came, not what it says nor from whom.
      await writeAudit(tx, ctx, { action: "survey.answer", objectType: "survey", objectId: id, detail: {} });
    },
    "system",
  );
}

/** An answer on paper, typed in by a member; also after the survey closed, for a day while it was open. */
export async function typePaperAnswer(ctx: Context, id: string, input: unknown): Promise<void> {
  requirePermission(ctx, "review.change");
  const { answers, areaId, answeredOn } = TypePaperAnswer.parse(input);
  const { personId } = requirePerson(ctx);
  await withTransaction(ctx, async (tx) => {
    const [survey] = await tx.execute<SurveyRow>(sql`select ${columns} from surveys where id = ${id}`);
    if (!survey) throw notFound("survey");
    if (answeredOn < survey.opensOn || answeredOn > survey.closesOn)
      throw invalidInput([
        { path: "answeredOn", message: `Expected a day from ${survey.opensOn} to ${survey.closesOn}.` },
      ]);
    await insertAnswer(tx, ctx, survey, { answers, areaId, answeredOn, typedBy: personId });
    await writeAudit(tx, ctx, { action: "survey.type_answer", objectType: "survey", objectId: id, detail: {} });
  });
}

async function insertAnswer(
  tx: Tx,
  ctx: Context,
  survey: SurveyRow,
  answer: { answers: SurveyAnswers; areaId: string | null; answeredOn: string; typedBy: string | null },
): Promise<void> {
  const answers = checkAnswers(survey.questions, answer.answers);
  await tx.execute(sql`insert into survey_answers (id, survey_id, answers, way, area_id, answered_on, typed_by)
    values (${newId(ctx.now())}, ${survey.id}, ${JSON.stringify(answers)}::jsonb, ${answer.typedBy === null ? "online" : "paper"},
      (select id from areas where id = ${answer.areaId}), ${answer.answeredOn}, ${answer.typedBy})`);
}

/** Every answer fits its question; a question may be left open, the survey not. @throws AppError invalid_input that names the question. */
export function checkAnswers(questions: readonly Question[], given: SurveyAnswers): SurveyAnswers {
  const kept: SurveyAnswers = {};
  for (const [key, value] of Object.entries(given)) {
    const question = questions.find((one) => one.key === key);
    const refuse = (message: string) => invalidInput([{ path: `answers.${key}`, message }]);
    if (!question) throw refuse("This survey has no such question.");
    const options = new Set(question.options.map((option) => option.key));
    if (question.kind === "text") {
      if (typeof value !== "string") throw refuse("Expected text.");
      if (value.trim() !== "") kept[key] = value.trim().replaceAll("\0", "");
    } else if (question.kind === "one") {
      if (typeof value !== "string" || (value !== "" && !options.has(value)))
        throw refuse("Expected one of the options.");
      if (value !== "") kept[key] = value;
    } else {
      const chosen = typeof value === "string" ? [value] : value;
      if (chosen.some((one) => !options.has(one))) throw refuse("Expected some of the options.");
      if (chosen.length > 0) kept[key] = [...new Set(chosen)];
    }
  }
  if (Object.keys(kept).length === 0)
    throw invalidInput([{ path: "answers", message: "Answer one question at least." }]);
  return kept;
}

/** Every survey with what was answered, counted; free texts are counted, not shown here. */
export async function listSurveys(ctx: Context): Promise<SurveyView[]> {
  requirePermission(ctx, "review.read");
  return await readOnly(ctx, async (tx) => {
    const surveys = await tx.execute<SurveyRow>(sql`select ${columns} from surveys order by opens_on desc, id`);
    const ways = await tx.execute<{ survey_id: string; way: string; n: number }>(
      sql`select survey_id, way, count(*)::int as n from survey_answers group by 1, 2`,
    );
    const counts = await tx.execute<{ survey_id: string; key: string; option: string | null; n: number }>(sql`
      select a.survey_id, e.key, o.option, count(*)::int as n from survey_answers a, jsonb_each(a.answers) e
        left join lateral (select jsonb_array_elements_text(case when jsonb_typeof(e.value) = 'array' then e.value else jsonb_build_array(e.value) end) as option) o on true
      group by 1, 2, 3`);
    const asked = await tx.execute<{ survey_id: string; key: string; n: number }>(
      sql`select a.survey_id, e.key, count(*)::int as n from survey_answers a, jsonb_each(a.answers) e group by 1, 2`,
    );
    const wayOf = (id: string, way: string): number =>
      ways.find((one) => one.survey_id === id && one.way === way)?.n ?? 0;
    return surveys.map((survey) => ({
      ...survey,
      online: wayOf(survey.id, "online"),
      paper: wayOf(survey.id, "paper"),
      results: survey.questions.map((question) => ({
        question: question.key,
        n: asked.find((one) => one.survey_id === survey.id && one.key === question.key)?.n ?? 0,
        options: question.options.map((option) => ({
          key: option.key,
          count:
            counts.find((one) => one.survey_id === survey.id && one.key === question.key && one.option === option.key)
              ?.n ?? 0,
        })),
      })),
    }));
  });
}
