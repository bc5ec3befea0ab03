// The committee's public side over the real core: reviews that were published, surveys without names, requests that are answered by link.
import type { Outcome, ReviewCore } from "../frontend/portal/core-review.ts";
import { listPublicAccounts } from "./compliance/index.ts";
import { makeSourceCounter, sourceOf } from "./intake/index.ts";
import type { Context } from "./platform/context/index.ts";
import { AppError } from "./platform/errors/index.ts";
import { isId } from "./platform/ids/index.ts";
import {
  answerData,
  answerSurvey,
  listOpenSurveys,
  listPublicReviews,
  readAskedData,
  readOpenSurvey,
  readPublicReview,
} from "./reporting/index.ts";

/** Answers to surveys from one line in an hour: a household or a community centre, not a machine. */
const mostAnswersAnHour = 30;

export function makeReviewCore(ctx: () => Context): ReviewCore {
  const counter = makeSourceCounter(3_600_000);
  return {
    accounts: async () => await listPublicAccounts(ctx()),
    years: async () => (await listPublicReviews(ctx())).map(({ year }) => year),
    read: async (year) => await readPublicReview(ctx(), year),
    surveys: async () => await listOpenSurveys(ctx()),
    survey: async (id) => (isId(id) ? await readOpenSurvey(ctx(), id) : undefined),
    answerSurvey: async (id, answers, visitor) => {
      const asking = ctx();
      const now = asking.now().getTime();
      if (!visitor.isExempt && counter.add(sourceOf(visitor.address), now) > mostAnswersAnHour)
        throw new AppError("too_many_requests", "Very many answers came from here. Try again later.", {
          retryAfterSeconds: Math.ceil(counter.waitMs(now) / 1000),
        });
      return await outcomeOf(async () => await answerSurvey(asking, id, { answers, areaId: null }));
    },
    askedData: async (token) => await readAskedData(ctx(), token),
    answerData: async (token, answer) => await outcomeOf(async () => await answerData(ctx(), token, answer)),
  };
}

async function outcomeOf(work: () => Promise<void>): Promise<Outcome> {
  try {
    await work();
    return "done";
  } catch (error) {
    if (error instanceof AppError && error.code === "gone") return "gone";
    if (error instanceof AppError && error.code === "invalid_input") return error.fields;
    const issues = (error as { issues?: { path: PropertyKey[]; message: string }[] }).issues;
    if (Array.isArray(issues)) return issues.map(({ path, message }) => ({ path: path.join("."), message }));
    throw error;
  }
}
