// The link of a notification: looking answers nothing and asks for no code, since machines open links in mails; the forms do.
import type { Hono } from "hono";
import { notifyAnswers } from "../../../backend/coordination/notifications/model.ts";
import type { PortalEnv } from "../options.ts";
import { closedNotifyPage, notifyPage, notifySaid } from "../pages/notify-page.ts";
import { readCookie, writeCookie } from "../request/cookies.ts";
import { readForm } from "../request/read-form.ts";
import { goTo, type PortalContext, show } from "./answer.ts";

export function addNotifyRoutes(app: Hono<PortalEnv>): void {
  app.get("/n/:token", async (c) => {
    const token = c.req.param("token");
    const asked = await c.get("core").notify.read(token, sessionOf(c, token));
    if (!asked) return c.html(await notifySaid(c.get("view"), "gone"), 404);
    const sent = c.req.query("sent");
    const said = sent === "yes" ? "sent" : sent === "no" ? "no_phone" : undefined;
    if (asked.isClosed) return c.html(await closedNotifyPage(c.get("view"), asked, { token, said, mistakes: [] }));
    return c.html(await notifyPage(c.get("view"), asked, { token, answer: "", note: "", mistakes: [] }));
  });
  app.get("/n/:token/rows", async (c) => {
    const token = c.req.param("token");
    const file = await c.get("core").notify.rows(token, sessionOf(c, token));
    if (!file) return goTo(c, `/n/${token}`);
    return c.body(file.csv, 200, {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${file.fileName}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
  });
  app.post("/n/:token/code", async (c) => {
    const token = c.req.param("token");
    const isSent = await c.get("core").notify.askCode(token);
    return goTo(c, `/n/${token}?sent=${isSent ? "yes" : "no"}`);
  });
  app.post("/n/:token/open", async (c) => {
    const token = c.req.param("token");
    const { values } = await readForm(c.req.raw, c.get("core"), { fileBytes: 0, files: 0 });
    const typed = (values["code"]?.[0] ?? "").trim().slice(0, 40);
    const answer = await c.get("core").notify.tryCode(token, typed);
    if (typeof answer === "object") {
      writeCookie(c, "talk", answer.session, mark(token));
      return goTo(c, `/n/${token}`);
    }
    const asked = await c.get("core").notify.read(token, undefined);
    if (!asked?.isClosed) return goTo(c, `/n/${token}`);
    const mistakes = [{ fieldId: "code", text: c.get("view").say(`talking.link.${answer}`) }];
    return await show(c, closedNotifyPage(c.get("view"), asked, { token, said: undefined, mistakes }), 422);
  });
  app.post("/n/:token", async (c) => {
    const token = c.req.param("token");
    const view = c.get("view");
    const { notify } = c.get("core");
    const session = sessionOf(c, token);
    const asked = await notify.read(token, session);
    if (!asked) return c.html(await notifySaid(view, "gone"), 404);
    // The half hour is over: a code is asked for again.
    if (asked.isClosed) return goTo(c, `/n/${token}`);
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
    const outcome = await notify.answer(token, session, answer, note);
    if (outcome === "too_long") return await show(c, again("note"), 422);
    return c.html(await notifySaid(view, outcome), outcome === "done" ? 200 : outcome === "often" ? 429 : 404);
  });
}

/** Two links opened in one browser keep apart. */
function mark(token: string): string {
  return token.slice(24, 36);
}

function sessionOf(c: PortalContext, token: string): string | undefined {
  return readCookie(c, "talk", mark(token));
}
