// A filing without an account: one form, one receipt.
import type { Hono } from "hono";
import type { FileAsGuest } from "../../../backend/compliance/filings/guest/model.ts";
import type { PortalEnv } from "../options.ts";
import { filedPage, filingPage, type FilingState } from "../pages/filing-page.ts";
import { codeOf, readForm } from "../request/read-form.ts";
import { randomSeed } from "../request/submit.ts";
import { minutesOf, type PortalContext, show } from "./answer.ts";
import { finish, showRefusal } from "./send.ts";

export function addFilingRoutes(app: Hono<PortalEnv>): void {
  app.get("/filing", async (c) => {
    const form = c.get("core").filings.form(c.get("view").language, {}, []);
    return c.html(
      await filingPage(c.get("view"), {
        form,
        typed: {},
        mistakes: [],
        key: randomSeed(),
        begun: c.get("core").times.begin("regulated"),
      }),
    );
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
  const begun = (typed["_begun"] ?? "").slice(0, 100);
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
    filingPage(view, { form: filings.form(view.language, answers, classes), typed, mistakes, key, begun });
  try {
    const input = { organisation, reference, contact, classes, answers, language: view.language, key };
    const filed = await filings.file(input, c.get("visitor"));
    if ("receipt" in filed) {
      const ticket = await finish(c, "regulated", begun, filed.receipt.reference);
      return c.html(await filedPage(view, filed.receipt, ticket));
    }
    const names = new Map(questions.map((question) => [question.id, question.name]));
    const mistakes = filed.mistakes.map(({ field, code }) => ({
      fieldId: field,
      text: `${names.get(field) ?? nameOf(view, field)}: ${view.say(`filings.problem.${code}`)}`,
    }));
    return await show(c, draw(mistakes));
  } catch (error) {
    if (codeOf(error) === "too_many_requests") {
      // No draft holds what was typed: it stays on the page itself.
      const text = view.say("portal.error.busy", { minutes: minutesOf(error) });
      return await show(c, draw([{ fieldId: "organisation", text }]), 429);
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
