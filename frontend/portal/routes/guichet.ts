// Clerk's mode, on an enrolled device within a shift: several people in turn, one page each; nothing of one is there when the next one comes.
import type { Hono } from "hono";
import { Temporal } from "temporal-polyfill";
import type { OfficeShift } from "../../../backend/identity/offices/model.ts";
import { limits, type SubmitReport } from "../../../backend/intake/model.ts";
import { citizenFlow } from "../flows/index.ts";
import { guichetQuestion, judgeReach, toCitizenAnswers } from "../flows/guichet.ts";
import { type Mistake, readAnswers } from "../flows/read-answers.ts";
import { toReport } from "../flows/to-report.ts";
import type { PortalEnv } from "../options.ts";
import {
  guichetPage,
  type GuichetState,
  guichetSentPage,
  readBackPage,
  slipKeyedPage,
} from "../pages/guichet-pages.ts";
import { codeOf, type PostedForm, readForm } from "../request/read-form.ts";
import { randomSeed, submitOnce } from "../request/submit.ts";
import { minutesOf, type PortalContext, show } from "./answer.ts";
import { addOfficeRoutes, askForShift, officeKeys } from "./office.ts";
import { fileMistake } from "./report.ts";
import { finish, showRefusal } from "./send.ts";
import { tongueIn } from "../view.ts";

export function addGuichetRoutes(app: Hono<PortalEnv>): void {
  addOfficeRoutes(
    app,
    async (c, shift, state) => c.html(await guichetPage(c.get("view"), shift, { ...state, mistakes: [] })),
    stateOf,
  );
  app.get(
    "/guichet",
    async (c) => await withShift(c, fresh(c), async (shift, state) => guichetPage(c.get("view"), shift, state)),
  );
  app.post(
    "/guichet/next",
    async (c) => await withShift(c, fresh(c), async (shift, state) => guichetPage(c.get("view"), shift, state)),
  );
  app.post("/guichet/review", async (c) => {
    const { state } = await read(c);
    const view = c.get("view");
    const shift = await openShiftOf(c);
    if (!shift) return await askForShift(c, state);
    if (state.mistakes.length > 0) return await show(c, guichetPage(view, shift, state));
    return c.html(await readBackPage(view, shift, state));
  });
  app.post("/guichet/edit", async (c) => {
    const { state } = await read(c);
    return await withShift(c, state, async (shift) => guichetPage(c.get("view"), shift, { ...state, mistakes: [] }));
  });
  app.post("/guichet/send", async (c) => await send(c));
}

async function openShiftOf(c: PortalContext): Promise<OfficeShift | undefined> {
  return await c.get("core").officeShift(officeKeys(c));
}

/** The page, within a shift; without one the page that asks for the PIN. */
async function withShift(
  c: PortalContext,
  state: GuichetState,
  draw: (shift: OfficeShift, state: GuichetState) => Promise<Awaited<ReturnType<typeof guichetPage>>>,
): Promise<Response> {
  const shift = await openShiftOf(c);
  return shift ? c.html(await draw(shift, state)) : await askForShift(c, state);
}

function fresh(c: PortalContext): GuichetState {
  return {
    answers: {},
    mistakes: [],
    key: randomSeed(),
    at: c.get("view").now.toISOString(),
    begun: c.get("core").times.begin("guichet"),
    slip: { number: "", written: "" },
  };
}

function stateOf(c: PortalContext, values: Record<string, string[]>): GuichetState {
  const view = c.get("view");
  const { answers, mistakes } = readAnswers(guichetQuestion, values, {
    say: view.say,
    now: view.now,
    timeZone: view.country.timeZone,
    areaIds: new Set(view.country.areas.map(({ id }) => id)),
  });
  const key = values["_key"]?.[0] ?? "";
  const at = values["_at"]?.[0] ?? "";
  const slip = {
    number: (values["slip"]?.[0] ?? "").trim().slice(0, 60),
    written: (values["slipWritten"]?.[0] ?? "").trim(),
  };
  return {
    answers,
    mistakes: [...mistakes, ...judgeReach(answers, view.say), ...judgeSlip(slip, view.country.timeZone, view.say)],
    slip,
    begun: (values["_begun"]?.[0] ?? "").slice(0, 100),
    key: /^[0-9a-f]{32}$/.test(key) ? key : randomSeed(),
    at: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at) && !Number.isNaN(Date.parse(at)) ? at : view.now.toISOString(),
  };
}

/** Undefined where nothing was typed, or the time is none. */
function slipOf(slip: GuichetState["slip"], timeZone: string): { number: string; writtenAt: string } | undefined {
  if (slip.number === "") return undefined;
  try {
    const at = Temporal.PlainDateTime.from(slip.written).toZonedDateTime(timeZone).toInstant();
    return { number: slip.number, writtenAt: at.toString() };
  } catch {
    return undefined;
  }
}

function judgeSlip(slip: GuichetState["slip"], timeZone: string, say: (key: string) => string): Mistake[] {
  if (slip.number === "") return [];
  if (!/^[\d\s.-]{7,60}$/.test(slip.number)) return [{ fieldId: "slip", text: say("crisis.guichet.wrong") }];
  return slipOf(slip, timeZone) === undefined
    ? [{ fieldId: "slipWritten", text: say("crisis.guichet.wrong_time") }]
    : [];
}

async function read(c: PortalContext): Promise<{ state: GuichetState; form: PostedForm }> {
  const form = await readForm(c.req.raw, c.get("core"), {
    fileBytes: limits.fileBytesWithoutScript,
    files: limits.files,
  });
  return { state: stateOf(c, form.values), form };
}

async function send(c: PortalContext): Promise<Response> {
  const view = c.get("view");
  const core = c.get("core");
  const office = officeKeys(c);
  // Before files are read: whoever has no shift leaves nothing on the disk.
  if (!(await core.officeShift(office))) {
    const { values } = await readForm(c.req.raw, core, { fileBytes: 0, files: 0 });
    return await askForShift(c, stateOf(c, values));
  }
  const { state, form } = await read(c);
  const shift = await core.officeShift(office);
  if (!shift) return await askForShift(c, state);
  if (state.mistakes.length > 0) return await show(c, guichetPage(view, shift, state));
  const again = (mistakes: readonly Mistake[]): ReturnType<typeof readBackPage> =>
    readBackPage(view, shift, { ...state, mistakes });
  if (form.fileMistakes.length > 0) return await show(c, again(form.fileMistakes.map((one) => fileMistake(view, one))));
  const report = reportOf(c, shift, state);
  const slip = slipOf(state.slip, view.country.timeZone);
  try {
    const submitted = await submitOnce(core, report, form.files, {
      seed: state.key,
      // An office helps many people from one line: the public's limits are not for it.
      visitor: { ...c.get("visitor"), isExempt: true },
      proof: undefined,
      office: slip ? { ...office, slip } : office,
    });
    // What is keyed in from paper was asked on paper.
    if (!slip) await finish(c, "guichet", state.begun, submitted.reference);
    // The person has the receipt on paper; the one that was drawn meanwhile is nobody's.
    if (slip) return c.html(await slipKeyedPage(view, shift, submitted.reference));
    return c.html(await guichetSentPage(view, shift, submitted, report.answerBy !== "receipt"));
  } catch (error) {
    if (slip && isSlipRefused(error))
      return await show(
        c,
        guichetPage(view, shift, { ...state, mistakes: [{ fieldId: "slip", text: view.say("crisis.guichet.wrong") }] }),
      );
    // What the person told is nowhere but on this page: it stays, with the words that say when.
    if (isBusy(error)) {
      const minutes = minutesOf(error);
      c.header("retry-after", String(minutes * 60));
      return await show(c, again([{ fieldId: "send", text: view.say("portal.guichet.busy", { minutes }) }]), 503);
    }
    return await showRefusal(c, error, "/guichet", (paths) =>
      again(paths.map((what) => ({ fieldId: "send", text: view.say("portal.error.notTaken", { what }) }))),
    );
  }
}

function isBusy(error: unknown): boolean {
  const code = codeOf(error);
  return code === "too_many_requests" || code === "unavailable";
}

/** Used, void, of another house, or of another time than its range: the clerk compares it with the paper. */
function isSlipRefused(error: unknown): boolean {
  const { fields } = error as { fields?: { path: string }[] };
  return fields?.some(({ path }) => path === "slip" || path === "writtenAt") ?? false;
}

/** Office and clerk stand with the consent, apart from the person's own contact. */
function reportOf(c: PortalContext, shift: OfficeShift, { answers, at }: GuichetState): SubmitReport {
  const { tell: say, country, canSeal } = c.get("view");
  const report = toReport(citizenFlow, toCitizenAnswers(answers), {
    ...tongueIn(c.get("view")),
    say,
    timeZone: country.timeZone,
    canSeal,
    now: new Date(at),
  });
  const consent = report.onBehalfOf?.consent ?? "cannot_say";
  const office = `${shift.officeName}, ${shift.clerkName}`.slice(0, 150);
  return { ...report, onBehalfOf: { consent, relation: say("portal.guichet.clerkNote", { office }) } };
}
