// The link of a request to stop money: looking answers nothing, since machines open links in mails; the form does.
import type { Hono } from "hono";
import { freezeAnswers } from "../../../backend/coordination/freeze/model.ts";
import type { PortalEnv } from "../options.ts";
import { freezePage, freezeSaid } from "../pages/freeze-page.ts";
import { readForm } from "../request/read-form.ts";
import { show } from "./answer.ts";

export function addFreezeRoutes(app: Hono<PortalEnv>): void {
  app.get("/freeze/:token", async (c) => {
    const token = c.req.param("token");
    const request = await c.get("core").readFreeze(token);
    if (!request) return c.html(await freezeSaid(c.get("view"), "gone"), 404);
    return c.html(await freezePage(c.get("view"), request, { token, answer: "", note: "", mistakes: [] }));
  });
  app.post("/freeze/:token", async (c) => {
    const token = c.req.param("token");
    const view = c.get("view");
    const core = c.get("core");
    const request = await core.readFreeze(token);
    if (!request) return c.html(await freezeSaid(view, "gone"), 404);
    const { values } = await readForm(c.req.raw, core, { fileBytes: 0, files: 0 });
    const answer = freezeAnswers.find((known) => known === values["answer"]?.[0]);
    const note = (values["note"]?.[0] ?? "").trim().slice(0, 2000);
    if (!answer) {
      const mistakes = [{ fieldId: "answer", text: view.say("partners.link.answer_missing") }];
      return await show(c, freezePage(view, request, { token, answer: "", note, mistakes }));
    }
    const isTaken = await core.answerFreeze(token, { answer, ...(note === "" ? {} : { note }) });
    if (isTaken) return c.html(await freezeSaid(view, "done"));
    const now = await core.readFreeze(token);
    return now
      ? await show(c, freezePage(view, now, { token, answer, note, mistakes: [] }), 422)
      : c.html(await freezeSaid(view, "gone"), 404);
  });
}
