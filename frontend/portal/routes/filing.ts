// A filing without an account: one form, one receipt.
import type { Hono } from "hono";
import { AppError } from "../../../backend/platform/errors/index.ts";
import type { FileAsGuest } from "../../../backend/compliance/filings/guest/model.ts";
import type { PortalEnv } from "../options.ts";
import { filedPage, filingPage, type FilingState } from "../pages/filing-page.ts";
import { readForm } from "../request/read-form.ts";
import { randomSeed } from "../request/submit.ts";
import { type PortalContext, show } from "./answer.ts";
import { showRefusal } from "./send.ts";

export function addFilingRoutes(app: Hono<PortalEnv>): void {
  app.get("/filing", async (c) => {
    const form = c.get("core").filings.form(c.get("view").language, {}, []);
    return c.html(await filingPage(c.get("view"), { form, typed: {}, mistakes: [], key: randomSeed() }));
  });
  app.post("/filing", async (c) => await takeFiling(c));
}

async function takeFiling(c: PortalContext): Promise<Response> {
  const core = c.get("core");
  const { filings } = core;
  const view = c.get("view");
  const { values } = await readForm(c.req.raw, core, { fileBytes: 0, files: 0 });
  const typed = Object.fromEntries(Object.entries(values).map(([name, [first = ""]]) => [name, first]));
  const key = /^[0-9a-f]{32}$/.test(typed["_key"] ?? "") ? (typed["_key"] ?? "") : randomSeed();
  const classes = (typed["class"] ?? "") === "" ? [] : [typed["class"] ?? ""];
  // Whether details of people were touched decides which questions there are: it is read before them.
  const decisive = typed["touches_people"] ?? "";
  const first = decisive === "" ? {} : { touches_people: { value: decisive, isUnknown: false } };
  const { questions } = filings.form(view.language, first, classes);
  const answers: FileAsGuest["answers"] = {};
  for (const { id, kind } of questions) {
    const value = (typed[id] ?? "").trim();
    const moment = kind === "moment" && value !== "" ? filings.instantOf(value, typed[`${id}-time`] ?? "") : undefined;
    answers[id] = { value: moment ?? value, isUnknown: false };
  }
  const { organisation = "", reference = "", contact = "" } = typed;
  const draw = (mistakes: FilingState["mistakes"]) =>
    filingPage(view, { form: filings.form(view.language, answers, classes), typed, mistakes, key });
  try {
    const receipt = await filings.file(
      { organisation, reference, contact, classes, answers, language: view.language, key },
      c.get("visitor"),
    );
    return c.html(await filedPage(view, receipt));
  } catch (error) {
    if (error instanceof AppError && error.code === "invalid_input") {
      const names = new Map(questions.map((question) => [question.id, question.name]));
      const mistakes = error.fields.map(({ path, message }) => {
        const fieldId = path.replace(/^answers\./, "");
        return { fieldId, text: `${names.get(fieldId) ?? nameOf(view, fieldId)}: ${sayMistake(view, message)}` };
      });
      return await show(c, draw(mistakes));
    }
    return await showRefusal(c, error, "/filing", (paths) =>
      draw(paths.map((what) => ({ fieldId: "organisation", text: view.say("portal.error.notTaken", { what }) }))),
    );
  }
}

const own = new Set(["organisation", "reference", "contact"]);

function nameOf(view: PortalContext["var"]["view"], field: string): string {
  return own.has(field) ? view.say(`filings.guest.${field}`) : field;
}

/** The core names what it expected in English; the page says it in the reader's language. */
function sayMistake(view: PortalContext["var"]["view"], message: string): string {
  const code = /time such as/.test(message)
    ? "not_a_moment"
    : /has passed/.test(message)
      ? "ahead"
      : /number/.test(message)
        ? "not_a_number"
        : /yes, no/.test(message)
          ? "ternary"
          : /late/.test(message)
            ? "late_reason"
            : "missing";
  return view.say(`filings.problem.${code}`);
}
