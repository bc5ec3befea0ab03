// Coming back with a receipt: open the report, read the answer, add a text and files, close it again.
import type { Hono } from "hono";
import { creditWishes } from "../../../backend/coordination/disclosure/model.ts";
import { limits } from "../../../backend/intake/model.ts";
import { parseReceipt } from "../../../backend/intake/receipts/model.ts";
import type { Mistake } from "../flows/read-answers.ts";
import type { PortalEnv } from "../options.ts";
import { waitingSlipPage } from "../pages/crisis-pages.ts";
import { noticePage } from "../pages/plain-pages.ts";
import { openPage, questionAnswers, reportPage } from "../pages/receipt-pages.ts";
import { eraseCookie, readCookie, writeCookie } from "../request/cookies.ts";
import { codeOf, readForm } from "../request/read-form.ts";
import { goTo, minutesOf, type PortalContext, show } from "./answer.ts";
import { fileMistake } from "./report.ts";
import { readSent, showRefusal, showSent } from "./send.ts";

export function addReceiptRoutes(app: Hono<PortalEnv>): void {
  app.get("/sent", async (c) => await showSent(c));
  app.get("/receipt", async (c) => {
    const locator = /^\d{6,9}$/.exec(c.req.query("l") ?? "")?.[0] ?? "";
    return c.html(await openPage(c.get("view"), { typed: locator, mistakes: [] }));
  });
  app.post("/receipt", async (c) => {
    const form = await readForm(c.req.raw, c.get("core"), { fileBytes: 0, files: 0 });
    return await open(c, form.values["digits"]?.[0] ?? "");
  });
  app.post("/receipt/again", async (c) => {
    const sent = readSent(c);
    return sent ? await open(c, sent.submitted.receipt) : goTo(c, "/receipt");
  });
  app.get("/receipt/report", async (c) => await showReport(c));
  app.post("/receipt/report", async (c) => await addToReport(c));
  app.post("/receipt/question", async (c) => await answerQuestion(c));
  app.post("/receipt/credit", async (c) => await setCredit(c));
  app.post("/receipt/close", (c) => {
    eraseCookie(c, "report");
    return goTo(c, "/forgotten");
  });
  app.post("/forget", (c) => {
    for (const kind of ["report", "sent"] as const) eraseCookie(c, kind);
    return goTo(c, "/forgotten");
  });
  app.get("/forgotten", async (c) => {
    c.header("clear-site-data", '"cache", "storage"');
    return c.html(await noticePage(c.get("view"), "forgotten"));
  });
}

async function open(c: PortalContext, typed: string): Promise<Response> {
  const { say } = c.get("view");
  const refuse = async (text: string, status: 422 | 429 = 422): Promise<Response> =>
    await show(
      c,
      openPage(c.get("view"), { typed: typed.slice(0, 200), mistakes: [{ fieldId: "digits", text }] }),
      status,
    );
  const digits = (typed.match(/\p{Nd}/gu) ?? []).length;
  const receipt = parseReceipt(typed);
  if (typed.trim() === "") return await refuse(say("portal.open.missing"));
  if (receipt === "characters") return await refuse(say("portal.open.letters"));
  if (receipt === "length") return await refuse(say("portal.open.count", { count: digits }));
  if (receipt === "check") return await refuse(say("portal.open.check"));
  try {
    const token = await c.get("core").openReceipt(typed, c.get("visitor"));
    if (token === undefined) {
      const waiting = await c.get("core").crisis.waitingSlip(typed);
      return waiting
        ? await show(c, waitingSlipPage(c.get("view"), waiting))
        : await refuse(say("portal.open.unknown"));
    }
    writeCookie(c, "report", token);
    return goTo(c, "/receipt/report");
  } catch (error) {
    if (codeOf(error) !== "too_many_requests" && codeOf(error) !== "unavailable") throw error;
    return await refuse(say("portal.open.slow", { minutes: minutesOf(error) }), 429);
  }
}

async function showReport(c: PortalContext): Promise<Response> {
  const token = readCookie(c, "report");
  const report = token ? await c.get("core").readReport(token) : undefined;
  const view = c.get("view");
  if (!report) return c.html(await openPage(view, { typed: "", mistakes: [], isEnded: token !== undefined }));
  return c.html(
    await reportPage(view, {
      report,
      typed: "",
      mistakes: [],
      hasAdded: c.req.query("added") === "1",
      question: token ? await c.get("core").readQuestion(token) : undefined,
      finder: token ? await c.get("core").disclosure.finder(token) : undefined,
      isProofLate: c.req.query("proof") === "later",
      grant: token && c.req.query("added") === "1" ? await c.get("core").uploads.grantOf(token) : undefined,
    }),
  );
}

async function addToReport(c: PortalContext): Promise<Response> {
  const view = c.get("view");
  const core = c.get("core");
  const token = readCookie(c, "report");
  const report = token ? await core.readReport(token) : undefined;
  if (!token || !report) return await show(c, openPage(view, { typed: "", mistakes: [], isEnded: true }));
  const form = await readForm(c.req.raw, core, { fileBytes: limits.fileBytesWithoutScript, files: limits.files });
  const text = (form.values["text"]?.[0] ?? "").replaceAll(/\r\n?/g, "\n").trim();
  const onDevice = form.values["filesOnDevice"] ?? [];
  const mistakes: Mistake[] = form.fileMistakes.map((mistake) => fileMistake(view, mistake));
  if (text.length > limits.description)
    mistakes.push({
      fieldId: "text",
      text: view.say("portal.error.tooLong", { max: limits.description, have: text.length }),
    });
  if (!text && form.files.length + onDevice.length === 0 && mistakes.length === 0)
    mistakes.push({ fieldId: "text", text: view.say("portal.report.nothing") });
  const draw = (wrong: Mistake[]): ReturnType<typeof reportPage> =>
    reportPage(view, { report, typed: text, mistakes: wrong, hasAdded: false });
  if (mistakes.length > 0) return await show(c, draw(mistakes));
  try {
    if (text || form.files.length > 0) await core.addToReport(token, text, form.files);
  } catch (error) {
    return await showRefusal(c, error, "/receipt/report", () =>
      draw([{ fieldId: "text", text: view.say("portal.report.closedForAnswers") }]),
    );
  }
  return goTo(c, "/receipt/report?added=1");
}

/** A button each for yes, partly and no; another word is none of them and changes nothing. */
async function answerQuestion(c: PortalContext): Promise<Response> {
  const core = c.get("core");
  const token = readCookie(c, "report");
  if (!token || !(await core.readReport(token)))
    return await show(c, openPage(c.get("view"), { typed: "", mistakes: [], isEnded: true }));
  const form = await readForm(c.req.raw, core, { fileBytes: 0, files: 0 });
  const answer = questionAnswers.find((known) => known === form.values["answer"]?.[0]);
  const words = (form.values["words"]?.[0] ?? "").replaceAll(/\r\n?/g, "\n").trim().slice(0, 2000);
  if (answer) await core.answerQuestion(token, { answer, words });
  return goTo(c, "/receipt/report");
}

/** What a finder wants to be called; another word than the known ones changes nothing. */
async function setCredit(c: PortalContext): Promise<Response> {
  const core = c.get("core");
  const token = readCookie(c, "report");
  if (!token || !(await core.readReport(token)))
    return await show(c, openPage(c.get("view"), { typed: "", mistakes: [], isEnded: true }));
  const form = await readForm(c.req.raw, core, { fileBytes: 0, files: 0 });
  const wish = creditWishes.find((known) => known === form.values["wish"]?.[0]);
  const credit = (form.values["credit"]?.[0] ?? "").replaceAll(/\s+/g, " ").trim().slice(0, 200);
  if (wish) await core.disclosure.setCredit(token, { wish, credit });
  return goTo(c, "/receipt/report");
}
