// The flows, page by page: show a question, keep its answer, go on to the next.
import type { Hono } from "hono";
import { limits } from "../../../backend/intake/model.ts";
import { measuredFlows } from "../../../backend/reporting/flow-times/model.ts";
import {
  type Answers,
  answersOf,
  checkPage,
  type FlowGraph,
  pagedFlows,
  type Question,
  seenKey,
  walk,
} from "../flows/index.ts";
import { topicOf } from "../flows/advice-topics.ts";
import { type Mistake, readAnswers } from "../flows/read-answers.ts";
import type { PortalEnv } from "../options.ts";
import { advicePage } from "../pages/advice-page.ts";
import { questionPage, type QuestionState } from "../pages/question-page.ts";
import { eraseCookie } from "../request/cookies.ts";
import { type FileMistake, type PostedForm, readForm } from "../request/read-form.ts";
import type { View } from "../view.ts";
import { goTo, type PortalContext, show } from "./answer.ts";
import { begunKey, filesOf, type Held, holdDraft, keepAnswers, overPath, withFiles } from "./drafts.ts";
import { sendDraft, showCheck } from "./send.ts";

export function addReportRoutes(app: Hono<PortalEnv>): void {
  app.get("/report/:flow", async (c, next) => {
    const graph = graphOf(c);
    return graph ? await showQuestion(c, graph, graph.first) : await next();
  });
  app.get("/report/:flow/resume", async (c, next) => {
    const graph = graphOf(c);
    if (!graph) return await next();
    const { answers, hasDraft } = await holdDraft(c, graph);
    return c.redirect(hasDraft ? waitingPath(graph, answers) : overPath(graph), 303);
  });
  app.post("/report/citizen/start", startFilled);
  app.post("/report/:flow/drop", async (c, next) => {
    const graph = graphOf(c);
    if (!graph) return await next();
    const { token } = await holdDraft(c, graph);
    if (token) await c.get("core").dropDraft(token);
    eraseCookie(c, "draft", graph.flow);
    return goTo(c, "/");
  });
  app.get("/report/:flow/check", async (c, next) => {
    const graph = graphOf(c);
    return graph ? await showCheck(c, graph) : await next();
  });
  app.post("/report/:flow/send", async (c, next) => {
    const graph = graphOf(c);
    return graph ? await sendDraft(c, graph) : await next();
  });
  app.get("/report/:flow/:question", async (c, next) => {
    const graph = graphOf(c);
    return graph?.questions[c.req.param("question")]
      ? await showQuestion(c, graph, c.req.param("question"))
      : await next();
  });
  app.post("/report/:flow/:question", async (c, next) => {
    const graph = graphOf(c);
    const question = graph?.questions[c.req.param("question")];
    return graph && question ? await takeAnswer(c, graph, question) : await next();
  });
}

function graphOf(c: PortalContext): FlowGraph | undefined {
  const flow = c.req.param("flow") ?? "";
  return Object.hasOwn(pagedFlows, flow) ? pagedFlows[flow] : undefined;
}

/** The first question that still waits, or the page with all answers. */
export function waitingPath(graph: FlowGraph, answers: Answers): string {
  return `/report/${graph.flow}/${walk(graph, answers).waiting?.id ?? checkPage}`;
}

async function showQuestion(c: PortalContext, graph: FlowGraph, id: string): Promise<Response> {
  const held = await holdDraft(c, graph);
  const question = graph.questions[id];
  const { passed, waiting } = walk(graph, held.answers);
  // An address out of turn (typed, or of a branch that was left) leads to where the person is.
  if (!question || !(passed.includes(question) || question === waiting))
    return goTo(c, held.hasDraft ? waitingPath(graph, held.answers) : overPath(graph));
  const state = stateOf(c, graph, question, held, c.req.query("from") ?? "");
  const begun = held.hasDraft ? undefined : beginOf(c, graph);
  return c.html(
    await draw(c.get("view"), graph, question, {
      ...state,
      begun,
      isOver: c.req.query("over") === "1" && question === waiting,
    }),
  );
}

function stateOf(c: PortalContext, graph: FlowGraph, question: Question, held: Held, from: string): QuestionState {
  const { passed } = walk(graph, held.answers);
  const at = passed.indexOf(question);
  const before = at === -1 ? passed.at(-1) : passed[at - 1];
  const isFromCheck = from === checkPage;
  return {
    answers: held.answers,
    mistakes: [],
    from: isFromCheck ? checkPage : "",
    backTo: isFromCheck ? `/report/${graph.flow}/check` : before ? `/report/${graph.flow}/${before.id}` : "/",
    hasDraft: held.hasDraft,
    files: filesOf(held.answers),
    // Advice is read aloud by what it is about: the same for both flows that give it.
    recordings: c
      .get("core")
      .spoken.of(
        question.fields.length === 0 ? `advice/${topicOf(graph, held.answers)}` : `${graph.flow}/${question.id}`,
      ),
  };
}

/** The signed second of now, for flows that are timed. It goes with the form, so that it works without script, and is kept in the draft. */
function beginOf(c: PortalContext, { flow }: FlowGraph): string | undefined {
  const measured = measuredFlows.find((known) => known === flow);
  return measured && c.get("core").times.begin(measured);
}

function draw(view: View, graph: FlowGraph, question: Question, state: QuestionState): ReturnType<typeof questionPage> {
  return question.fields.length === 0
    ? advicePage(view, graph, question, state)
    : questionPage(view, graph, question, state);
}

async function takeAnswer(c: PortalContext, graph: FlowGraph, question: Question): Promise<Response> {
  const view = c.get("view");
  const form = await readForm(c.req.raw, c.get("core"), {
    fileBytes: limits.fileBytesWithoutScript,
    files: limits.files,
  });
  const held = await holdDraft(c, graph);
  const from = form.values["_from"]?.[0] ?? "";
  const { answers, mistakes } = readAnswers(question, form.values, {
    say: view.say,
    now: view.now,
    timeZone: view.country.timeZone,
    areaIds: new Set(view.country.areas.map(({ id }) => id)),
  });
  const taken = question.fields.some(({ kind }) => kind === "files")
    ? takeFiles(view, held, form)
    : { answers: {}, mistakes: [], isRemoval: false };
  const all: Answers = { ...answers, ...taken.answers, ...momentsOf(question, view) };
  const wrong = [...mistakes, ...taken.mistakes];
  const begun = held.hasDraft ? undefined : form.values["_begun"]?.[0]?.slice(0, 100);
  const begunAnswer: Answers = begun ? { [begunKey]: begun } : {};
  if (wrong.length > 0) {
    // Files that were taken in are not taken a second time: they are kept, also when a text beside them needs a change.
    if (form.files.length > 0) await keepAnswers(c, graph, held, { ...begunAnswer, ...taken.answers });
    const state = stateOf(c, graph, question, held, from);
    const shown = { ...held.answers, ...all };
    return await show(
      c,
      draw(view, graph, question, { ...state, begun, answers: shown, mistakes: wrong, files: filesOf(shown) }),
    );
  }
  // Another answer to what happened has other advice: it is shown again.
  if (decidesAdvice(question) && JSON.stringify(held.answers[question.id]) !== JSON.stringify(all[question.id]))
    delete held.answers[seenKey({ id: "advice" })];
  await keepAnswers(c, graph, held, { ...begunAnswer, ...all });
  // The answer stands, but the ones before it are gone: they are asked again.
  if (!held.hasDraft && question.id !== graph.first) return goTo(c, overPath(graph));
  const now = { ...held.answers, ...all };
  if (taken.isRemoval) return goTo(c, `/report/${graph.flow}/${question.id}${from ? `?from=${checkPage}` : ""}`);
  if (from === checkPage) {
    // A new branch asks what it lacks, then comes back to the list of answers.
    const { waiting } = walk(graph, now);
    return goTo(c, waiting ? `/report/${graph.flow}/${waiting.id}?from=${checkPage}` : `/report/${graph.flow}/check`);
  }
  return goTo(c, `/report/${graph.flow}/${question.next(now)}`);
}

function decidesAdvice({ id }: Question): boolean {
  return id === "what" || id === "seen";
}

/** What an answer of a moment means: "today" is the day on which it was said. */
function momentsOf(question: Question, view: View): Answers {
  if (question.fields.length === 0) return { [seenKey(question)]: "1" };
  return question.id === "started" ? { _at: view.now.toISOString() } : {};
}

function takeFiles(
  view: View,
  held: Held,
  form: PostedForm,
): { answers: Answers; mistakes: Mistake[]; isRemoval: boolean } {
  const removed = form.values["_remove"]?.[0];
  const before = filesOf(held.answers).filter((_, at) => String(at) !== removed);
  const files = [...before, ...form.files];
  const onDevice = (form.values["filesOnDevice"] ?? answersOf({}, ""))
    .slice(0, limits.files)
    .map((name) => name.slice(0, 200));
  const mistakes = form.fileMistakes.map((mistake) => fileMistake(view, mistake));
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  if (files.length > limits.files) mistakes.push(fileMistake(view, { name: "", kind: "too_many" }));
  if (bytes > limits.reportBytes)
    mistakes.push({
      fieldId: "files",
      text: view.say("portal.error.filesTooLarge", { max: limits.reportBytes / 1_000_000 }),
    });
  const isFull = mistakes.length > form.fileMistakes.length;
  return { answers: withFiles(isFull ? before : files, onDevice), mistakes, isRemoval: removed !== undefined };
}

/** @param mostBytes what one file may have at this door. */
export function fileMistake(
  view: View,
  { name, kind }: FileMistake,
  mostBytes: number = limits.fileBytesWithoutScript,
): Mistake {
  const words = {
    too_large: "portal.error.fileTooLarge",
    empty: "portal.error.fileEmpty",
    failed: "portal.error.fileFailed",
    too_many: "portal.error.tooManyFiles",
  } as const;
  const max = kind === "too_many" ? limits.files : mostBytes / 1_000_000;
  return { fieldId: "files", text: view.say(words[kind], { name, max }) };
}

/** Begins flow A with what is already known from a suspicious message. */
async function startFilled(c: PortalContext): Promise<Response> {
  const graph = pagedFlows["citizen"];
  if (!graph) throw new Error("there is no citizen's flow");
  const form = await readForm(c.req.raw, c.get("core"), { fileBytes: 0, files: 0 });
  const held = await holdDraft(c, graph);
  const what = form.values["what"]?.[0] ?? "";
  const isKnown = graph.questions["what"]?.fields[0]?.options?.includes(what) ?? false;
  const begun = held.hasDraft ? undefined : beginOf(c, graph);
  const already: Answers = begun ? { [begunKey]: begun } : {};
  await keepAnswers(c, graph, held, isKnown && !held.answers["what"] ? { ...already, what } : already);
  return goTo(c, `/report/citizen/${graph.first}`);
}
