// The link of a notification: looking answers nothing, since machines open links in mails; the form does.
import type { Hono } from "hono";
import { notifyAnswers } from "../../../backend/coordination/notifications/model.ts";
import type { PortalEnv } from "../options.ts";
import { notifyPage, notifySaid } from "../pages/notify-page.ts";
import { readForm } from "../request/read-form.ts";
import { show } from "./answer.ts";

export function addNotifyRoutes(app: Hono<PortalEnv>): void {
  app.get("/n/:token", async (c) => {
    const token = c.req.param("token");
    const asked = await c.get("core").notify.read(token);
    if (!asked) return c.html(await notifySaid(c.get("view"), "gone"), 404);
    return c.html(await notifyPage(c.get("view"), asked, { token, answer: "", note: "", mistakes: [] }));
  });
  app.post("/n/:token", async (c) => {
    const token = c.req.param("token");
    const view = c.get("view");
    const { notify } = c.get("core");
    const asked = await notify.read(token);
    if (!asked) return c.html(await notifySaid(view, "gone"), 404);
    const { values } = await readForm(c.req.raw, c.get("core"), { fileBytes: 0, files: 0 });
    const answer = notifyAnswers.find((known) => known === values["answer"]?.[0]);
    const note = (values["note"]?.[0] ?? "").trim();
    const again = (fieldId: "answer" | "note") =>
      notifyPage(view, asked, {
        token,
        answer: answer ?? "",
        note,
        mistakes: [{ fieldId, text: view.say(`notify.link.${fieldId}_expected`) }],
      });
    if (!answer) return await show(c, again("answer"), 422);
    const outcome = await notify.answer(token, answer, note);
    if (outcome === "too_long") return await show(c, again("note"), 422);
    return c.html(await notifySaid(view, outcome), outcome === "done" ? 200 : outcome === "often" ? 429 : 404);
  });
}
