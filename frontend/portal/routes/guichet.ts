// Clerk's mode: several people in turn, one page each; nothing of one is there when the next one comes.
import type { Hono } from "hono";
import { limits, type SubmitReport } from "../../../backend/intake/model.ts";
import { type Answers, answerOf, citizenFlow } from "../flows/index.ts";
import { guichetQuestion, judgeReach, toCitizenAnswers } from "../flows/guichet.ts";
import { type Mistake, readAnswers } from "../flows/read-answers.ts";
import { toReport } from "../flows/to-report.ts";
import type { PortalEnv } from "../options.ts";
import { guichetPage, type GuichetState, guichetSentPage, readBackPage } from "../pages/guichet-pages.ts";
import { type PostedForm, readForm } from "../request/read-form.ts";
import { proofOf, randomSeed, submitOnce } from "../request/submit.ts";
import { type PortalContext, show } from "./answer.ts";
import { fileMistake } from "./report.ts";
import { showRefusal } from "./send.ts";

export function addGuichetRoutes(app: Hono<PortalEnv>): void {
  app.get("/guichet", async (c) => c.html(await guichetPage(c.get("view"), fresh(c, {}))));
  app.post("/guichet/next", async (c) => {
    const form = await readForm(c.req.raw, c.get("core"), { fileBytes: 0, files: 0 });
    const office = (form.values["office"]?.[0] ?? "").slice(0, 150);
    return c.html(await guichetPage(c.get("view"), fresh(c, { office })));
  });
  app.post("/guichet/review", async (c) => {
    const { state } = await read(c);
    const view = c.get("view");
    if (state.mistakes.length > 0) return await show(c, guichetPage(view, state));
    return c.html(await readBackPage(view, { ...state, challenge: c.get("core").challenge() }));
  });
  app.post("/guichet/edit", async (c) => {
    const { state } = await read(c);
    return c.html(await guichetPage(c.get("view"), { ...state, mistakes: [] }));
  });
  app.post("/guichet/send", async (c) => await send(c));
}

function fresh(c: PortalContext, answers: Answers): GuichetState {
  return { answers, mistakes: [], key: randomSeed(), at: c.get("view").now.toISOString() };
}

async function read(c: PortalContext): Promise<{ state: GuichetState; form: PostedForm }> {
  const view = c.get("view");
  const form = await readForm(c.req.raw, c.get("core"), {
    fileBytes: limits.fileBytesWithoutScript,
    files: limits.files,
  });
  const { answers, mistakes } = readAnswers(guichetQuestion, form.values, {
    say: view.say,
    now: view.now,
    timeZone: view.country.timeZone,
    areaIds: new Set(view.country.areas.map(({ id }) => id)),
  });
  const key = form.values["_key"]?.[0] ?? "";
  const at = form.values["_at"]?.[0] ?? "";
  const all: Mistake[] = [...mistakes, ...judgeReach(answers, view.say)];
  const state = {
    answers,
    mistakes: all,
    key: /^[0-9a-f]{32}$/.test(key) ? key : randomSeed(),
    at: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at) && !Number.isNaN(Date.parse(at)) ? at : view.now.toISOString(),
  };
  return { state, form };
}

async function send(c: PortalContext): Promise<Response> {
  const view = c.get("view");
  const core = c.get("core");
  const { state, form } = await read(c);
  if (state.mistakes.length > 0) return await show(c, guichetPage(view, state));
  const again = (mistakes: readonly Mistake[]): ReturnType<typeof readBackPage> =>
    readBackPage(view, { ...state, mistakes, challenge: core.challenge() });
  if (form.fileMistakes.length > 0) return await show(c, again(form.fileMistakes.map((one) => fileMistake(view, one))));
  const report = reportOf(c, state);
  try {
    const submitted = await submitOnce(core, report, form.files, {
      seed: state.key,
      visitor: c.get("visitor"),
      proof: proofOf(form),
    });
    const isReached = report.answerBy !== "receipt";
    return c.html(await guichetSentPage(view, submitted, isReached, answerOf(state.answers, "office")));
  } catch (error) {
    return await showRefusal(c, error, "/guichet", (paths) =>
      again(paths.map((what) => ({ fieldId: "send", text: view.say("portal.error.notTaken", { what }) }))),
    );
  }
}

/** The clerk's office stands with the consent, apart from the person's own contact. */
function reportOf(c: PortalContext, { answers, at }: GuichetState): SubmitReport {
  const { language, say, country } = c.get("view");
  const report = toReport(citizenFlow, toCitizenAnswers(answers), {
    language,
    say,
    timeZone: country.timeZone,
    now: new Date(at),
  });
  const consent = report.onBehalfOf?.consent ?? "cannot_say";
  const relation = say("portal.guichet.clerkNote", { office: answerOf(answers, "office") });
  return { ...report, onBehalfOf: { consent, relation } };
}
