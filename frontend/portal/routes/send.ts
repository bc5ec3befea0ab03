// Check your answers, send, and the receipt that is shown afterwards.
import { measuredFlows } from "../../../backend/reporting/flow-times/model.ts";
import { type SubmitReport, SubmitReport as SubmitReportSchema } from "../../../backend/intake/model.ts";
import type { Html } from "../../parts/page/html.ts";
import { answerOf, checkPage, type FlowGraph, walk } from "../flows/index.ts";
import type { Mistake } from "../flows/read-answers.ts";
import { toReport } from "../flows/to-report.ts";
import { checkPageOf } from "../pages/check-page.ts";
import { tongueIn, type View } from "../view.ts";
import { busyPage, noticePage } from "../pages/plain-pages.ts";
import { sentPage } from "../pages/receipt-pages.ts";
import { eraseCookie, readCookie, writeCookie } from "../request/cookies.ts";
import { codeOf, readForm } from "../request/read-form.ts";
import { openSent, type Sent, sealSent } from "../request/seal-sent.ts";
import { proofOf, submitOnce } from "../request/submit.ts";
import { goTo, minutesOf, sentTo, type PortalContext, show } from "./answer.ts";
import { begunKey, filesOf, type Held, holdDraft, sentKey, overPath } from "./drafts.ts";

export async function showCheck(c: PortalContext, graph: FlowGraph): Promise<Response> {
  const held = await holdDraft(c, graph);
  const { waiting } = walk(graph, held.answers);
  if (waiting) return goTo(c, `/report/${graph.flow}/${waiting.id}`);
  return c.html(await drawCheck(c, graph, held, []));
}

function reportOf(c: PortalContext, graph: FlowGraph, held: Held): SubmitReport {
  const { tell: say, country, now, canSeal } = c.get("view");
  const startedAt = answerOf(held.answers, "_at");
  return toReport(graph, held.answers, {
    ...tongueIn(c.get("view")),
    say,
    timeZone: country.timeZone,
    canSeal,
    now: startedAt ? new Date(startedAt) : now,
  });
}

function drawCheck(c: PortalContext, graph: FlowGraph, held: Held, mistakes: readonly Mistake[]): Html {
  const report = reportOf(c, graph, held);
  return checkPageOf(c.get("view"), graph, {
    answers: held.answers,
    files: filesOf(held.answers),
    mistakes,
    isAnonymous: !report.contact && !report.safeChannel,
    isConfidential: report.isConfidential ?? false,
    challenge: c.get("core").challenge(),
  });
}

export async function sendDraft(c: PortalContext, graph: FlowGraph): Promise<Response> {
  const core = c.get("core");
  const form = await readForm(c.req.raw, core, { fileBytes: 0, files: 0 });
  const token = readCookie(c, "draft", graph.flow);
  const draft = token ? await core.loadDraft(token) : undefined;
  if (!token || !draft) {
    // A second tap after the receipt was shown, or a draft whose time is over.
    return goTo(c, readSent(c)?.flow === graph.flow ? "/sent" : overPath(graph));
  }
  const sealed = draft.answers[sentKey];
  const earlier = typeof sealed === "string" ? await openSent(token, sealed) : undefined;
  if (earlier) return showLater(c, earlier);

  const held: Held = { token, answers: draft.answers, hasDraft: true };
  const { waiting } = walk(graph, held.answers);
  if (waiting) return goTo(c, `/report/${graph.flow}/${waiting.id}`);
  const report = reportOf(c, graph, held);
  const wrong = SubmitReportSchema.safeParse(report);
  if (!wrong.success)
    return await show(
      c,
      drawCheck(
        c,
        graph,
        held,
        notTaken(
          c,
          wrong.error.issues.map(({ path }) => path.join(".")),
        ),
      ),
    );
  let sent: Sent;
  try {
    const submitted = await submitOnce(core, report, filesOf(held.answers), {
      seed: answerOf(held.answers, "_key"),
      visitor: c.get("visitor"),
      proof: proofOf(form),
    });
    const ticket = await finish(c, graph.flow, answerOf(held.answers, begunKey), submitted.reference);
    sent = { submitted, flow: graph.flow, isReached: report.answerBy !== "receipt", ticket };
  } catch (error) {
    return await showRefusal(c, error, `/report/${graph.flow}/${checkPage}`, (paths) =>
      drawCheck(c, graph, held, notTaken(c, paths)),
    );
  }
  await core.saveDraft(token, {
    flow: graph.flow,
    language: c.get("view").language,
    answers: { [sentKey]: await sealSent(token, sent) },
  });
  return showLater(c, sent);
}

/** Counts how long a flow took, and gives the word for one answer about it. */
export async function finish(
  c: PortalContext,
  flow: string,
  begun: string | undefined,
  reference: string,
): Promise<string | undefined> {
  const measured = measuredFlows.find((known) => known === flow);
  return measured && (await c.get("core").times.finish(measured, spokenIn(c.get("view")), begun, reference));
}

/** The language that the reader chose, also one that is begun. */
export function spokenIn({ begun, language }: View): string {
  return begun?.tag ?? language;
}

/** Keeps the receipt for half an hour on the person's device, and goes to the page that shows it. */
export function showLater(c: PortalContext, sent: Sent): Response {
  const grant = sent.grant ?? c.get("core").uploads.grantFor(sent.submitted.receipt);
  writeCookie(c, "sent", encodeURIComponent(JSON.stringify({ ...sent, grant })));
  return sentTo(c, "/sent", sent.submitted.receipt, grant);
}

export function readSent(c: PortalContext): Sent | undefined {
  try {
    const kept = readCookie(c, "sent");
    return kept ? (JSON.parse(decodeURIComponent(kept)) as Sent) : undefined;
  } catch {
    return undefined;
  }
}

/** @throws what nobody expected; what was expected is shown as a page that keeps the way back. */
export async function showRefusal(
  c: PortalContext,
  error: unknown,
  backTo: string,
  withMistakes: (paths: string[]) => Html,
): Promise<Response> {
  const code = codeOf(error);
  const view = c.get("view");
  if (code === "too_many_requests" || code === "unavailable") {
    const minutes = minutesOf(error);
    c.header("retry-after", String(minutes * 60));
    return await show(c, busyPage(view, minutes, backTo), code === "unavailable" ? 503 : 429);
  }
  if (code === "too_large")
    return await show(c, noticePage(view, "tooLarge", { href: backTo, label: "portal.back" }), 413);
  if (code === "invalid_input") {
    const fields = (error as { fields?: { path: string }[] }).fields ?? [];
    return await show(c, withMistakes(fields.map(({ path }) => path)));
  }
  throw error;
}

/** Fields that the core would not take, though the page did. They lead to the list of answers. */
function notTaken(c: PortalContext, paths: readonly string[]): Mistake[] {
  return paths.map((what) => ({ fieldId: "send", text: c.get("view").say("portal.error.notTaken", { what }) }));
}

export async function showSent(c: PortalContext): Promise<Response> {
  const sent = readSent(c);
  const view = c.get("view");
  if (!sent) return c.html(await noticePage(view, "receipt.gone", { href: "/receipt", label: "portal.open.title" }));
  // The device holds the receipt now: what was kept for a lost line may go.
  const token = readCookie(c, "draft", sent.flow);
  if (token) {
    const draft = await c.get("core").loadDraft(token);
    if (!draft || draft.answers[sentKey] !== undefined) {
      await c.get("core").dropDraft(token);
      eraseCookie(c, "draft", sent.flow);
    }
  }
  return c.html(await sentPage(view, sent));
}
