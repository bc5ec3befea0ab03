// The committee's public side: looking at a link changes nothing; only a posted form answers.
import type { Hono } from "hono";
import type { Outcome } from "../core-review.ts";
import type { Mistake } from "../flows/read-answers.ts";
import type { PortalEnv } from "../options.ts";
import { accountsPage, askedDataPage, reviewPage, reviewSaid, reviewsPage, surveyPage } from "../pages/review-pages.ts";
import { noticePage } from "../pages/plain-pages.ts";
import { codeOf, readForm } from "../request/read-form.ts";
import { minutesOf, type PortalContext, show } from "./answer.ts";

export function addReviewRoutes(app: Hono<PortalEnv>): void {
  app.get("/reviews", async (c) => {
    const { review } = c.get("core");
    return c.html(await reviewsPage(c.get("view"), { years: await review.years(), surveys: await review.surveys() }));
  });
  app.get("/funds", async (c) => c.html(await accountsPage(c.get("view"), await c.get("core").review.accounts())));
  app.get("/reviews/:year", async (c) => {
    const found = await readYear(c);
    return found
      ? c.html(await reviewPage(c.get("view"), found))
      : c.html(await noticePage(c.get("view"), "missing"), 404);
  });
  app.get("/reviews/:year/data.json", async (c) => {
    const found = await readYear(c);
    if (!found) return c.html(await noticePage(c.get("view"), "missing"), 404);
    c.header("content-disposition", `attachment; filename="review-${found.year}.json"`);
    return c.json(found);
  });
  app.get("/surveys/:id", async (c) => {
    const survey = await c.get("core").review.survey(c.req.param("id"));
    if (!survey) return c.html(await reviewSaid(c.get("view"), "survey_gone"), 404);
    return c.html(await surveyPage(c.get("view"), survey, { values: {}, mistakes: [] }));
  });
  app.post("/surveys/:id", async (c) => await answerSurvey(c, c.req.param("id")));
  app.get("/data-requests/:token", async (c) => {
    const token = c.req.param("token");
    const asked = await c.get("core").review.askedData(token);
    if (!asked || asked.isAnswered) return c.html(await reviewSaid(c.get("view"), "link_gone"), 404);
    return c.html(await askedDataPage(c.get("view"), token, asked, { values: {}, mistakes: [] }));
  });
  app.post("/data-requests/:token", async (c) => await answerData(c, c.req.param("token")));
}

async function readYear(c: PortalContext) {
  const text = c.req.param("year") ?? "";
  return /^2[01]\d\d$/.test(text) ? await c.get("core").review.read(Number(text)) : undefined;
}

async function answerSurvey(c: PortalContext, id: string): Promise<Response> {
  const view = c.get("view");
  const core = c.get("core");
  const survey = await core.review.survey(id);
  if (!survey) return c.html(await reviewSaid(view, "survey_gone"), 404);
  const { values } = await readForm(c.req.raw, core, { fileBytes: 0, files: 0 });
  const answers = Object.fromEntries(
    survey.questions
      .map(({ key, kind }) => [key, kind === "many" ? (values[key] ?? []) : (values[key]?.[0] ?? "")] as const)
      .filter(([, value]) => value.length > 0),
  );
  const again = async (mistakes: Mistake[], status: 422 | 429) =>
    await show(c, surveyPage(view, survey, { values, mistakes }), status);
  const first = survey.questions[0]?.key ?? "";
  try {
    const outcome = await core.review.answerSurvey(id, answers, c.get("visitor"));
    if (outcome === "gone") return c.html(await reviewSaid(view, "survey_gone"), 404);
    if (outcome === "done") return c.html(await reviewSaid(view, "thanks"));
    return await again([{ fieldId: first, text: view.say("committee.public.answer_one") }], 422);
  } catch (error) {
    if (codeOf(error) !== "too_many_requests") throw error;
    return await again([{ fieldId: first, text: view.say("portal.open.slow", { minutes: minutesOf(error) }) }], 429);
  }
}

async function answerData(c: PortalContext, token: string): Promise<Response> {
  const view = c.get("view");
  const core = c.get("core");
  const asked = await core.review.askedData(token);
  if (!asked || asked.isAnswered) return c.html(await reviewSaid(view, "link_gone"), 404);
  const { values } = await readForm(c.req.raw, core, { fileBytes: 0, files: 0 });
  const typed = (name: string): string => (values[name]?.[0] ?? "").trim();
  const filled = asked.targets.filter(({ id }) => typed(`value-${id}`) !== "");
  const again = async (mistakes: Mistake[]) => await show(c, askedDataPage(view, token, asked, { values, mistakes }));
  const first = asked.targets[0];
  if (filled.length === 0)
    return await again([{ fieldId: `value-${first?.id ?? ""}`, text: view.say("committee.public.one_number") }]);
  const outcome: Outcome = await core.review.answerData(token, {
    name: typed("name"),
    values: filled.map(({ id }) => ({
      targetId: id,
      value: typed(`value-${id}`)
        .replace(/[\s\u00a0\u202f]/g, "")
        .replace(",", "."),
      measuredOn: typed(`on-${id}`),
      source: typed(`source-${id}`),
    })),
  });
  if (outcome === "gone") return c.html(await reviewSaid(view, "link_gone"), 404);
  if (outcome === "done") return c.html(await reviewSaid(view, "data_thanks"));
  return await again(outcome.map(({ path }) => mistakeOf(path, filled, view.say)));
}

/** "values.0.measuredOn" → the field of that target, and what to mend there. */
function mistakeOf(path: string, filled: readonly { id: string }[], say: (key: string) => string): Mistake {
  const [, at, field] = /^values\.(\d+)\.(\w+)$/.exec(path) ?? [];
  const target = filled[Number(at)]?.id;
  if (target === undefined) return { fieldId: "name", text: say("committee.public.wrong.name") };
  const name = field === "measuredOn" ? "on" : field === "source" ? "source" : "value";
  return { fieldId: `${name}-${target}`, text: say(`committee.public.wrong.${name}`) };
}
