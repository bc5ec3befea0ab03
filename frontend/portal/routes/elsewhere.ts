// A draft goes to another device: digits and a PIN are given out here and taken there.
import type { Hono } from "hono";
import { pagedFlows } from "../flows/index.ts";
import type { Mistake } from "../flows/read-answers.ts";
import type { PortalEnv } from "../options.ts";
import { movedPage, movePage } from "../pages/elsewhere-pages.ts";
import { writeCookie } from "../request/cookies.ts";
import { codeOf, readForm } from "../request/read-form.ts";
import { goTo, minutesOf, type PortalContext, show } from "./answer.ts";
import { holdDraft } from "./drafts.ts";

export function addElsewhereRoutes(app: Hono<PortalEnv>): void {
  app.get("/elsewhere", async (c) => c.html(await movedPage(c.get("view"), { digits: "", mistakes: [] })));
  app.post("/elsewhere", async (c) => await openMoved(c));
  app.post("/elsewhere/:flow", async (c, next) => {
    const flow = c.req.param("flow");
    const graph = Object.hasOwn(pagedFlows, flow) ? pagedFlows[flow] : undefined;
    if (!graph) return await next();
    const { token, hasDraft } = await holdDraft(c, graph);
    if (!token || !hasDraft) return goTo(c, `/report/${flow}`);
    const moved = await c.get("core").moveDraft(token);
    return await show(c, movePage(c.get("view"), { ...moved, flow }), 200);
  });
}

async function openMoved(c: PortalContext): Promise<Response> {
  const { say } = c.get("view");
  const core = c.get("core");
  const form = await readForm(c.req.raw, core, { fileBytes: 0, files: 0 });
  const digits = (form.values["digits"]?.[0] ?? "").slice(0, 100);
  const pin = (form.values["pin"]?.[0] ?? "").slice(0, 100);
  const mistakes: Mistake[] = [];
  if (!/\p{Nd}/u.test(digits)) mistakes.push({ fieldId: "digits", text: say("portal.moved.digits") });
  if (!/\p{Nd}/u.test(pin)) mistakes.push({ fieldId: "pin", text: say("portal.moved.pin") });
  const refuse = async (wrong: Mistake[], status: 422 | 429 = 422): Promise<Response> =>
    await show(c, movedPage(c.get("view"), { digits, mistakes: wrong }), status);
  if (mistakes.length > 0) return await refuse(mistakes);
  try {
    const token = await core.openMovedDraft(digits, pin);
    const draft = token ? await core.loadDraft(token) : undefined;
    if (!token || !draft || !Object.hasOwn(pagedFlows, draft.flow))
      return await refuse([{ fieldId: "digits", text: say("portal.moved.unknown") }]);
    writeCookie(c, "draft", token, draft.flow);
    return goTo(c, `/report/${draft.flow}/resume`);
  } catch (error) {
    if (codeOf(error) !== "too_many_requests" && codeOf(error) !== "unavailable") throw error;
    return await refuse([{ fieldId: "digits", text: say("portal.open.slow", { minutes: minutesOf(error) }) }], 429);
  }
}
