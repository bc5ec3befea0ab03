// The link of a mail that holds no content: looking asks for no code and opens nothing, since machines open links in mails; the forms do.
import type { Hono } from "hono";
import type { PortalEnv } from "../options.ts";
import { closedPage, openPage, talkSaid, type TalkState } from "../pages/talk-page.ts";
import { readCookie, writeCookie } from "../request/cookies.ts";
import { readForm } from "../request/read-form.ts";
import { goTo, type PortalContext, show } from "./answer.ts";

export function addTalkRoutes(app: Hono<PortalEnv>): void {
  app.get("/m/:token", async (c) => {
    const sent = c.req.query("sent");
    return await look(c, { said: sent === "yes" ? "sent" : sent === "no" ? "no_phone" : undefined });
  });
  // A post, since it writes: each opening stands in the log.
  app.post("/m/:token/files/:fileId", async (c) => {
    const token = c.req.param("token");
    const file = await c.get("core").talk.file(token, readCookie(c, "talk", mark(token)), c.req.param("fileId"));
    if (!file) return goTo(c, `/m/${token}`);
    const name = encodeURIComponent(file.name).replace(
      /['()*]/g,
      (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
    );
    return c.body(file.bytes, 200, {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename*=UTF-8''${name}`,
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
  });
  app.post("/m/:token/code", async (c) => {
    const token = c.req.param("token");
    const isSent = await c.get("core").talk.askCode(token);
    return goTo(c, `/m/${token}?sent=${isSent ? "yes" : "no"}`);
  });
  app.post("/m/:token", async (c) => {
    const token = c.req.param("token");
    const { values } = await readForm(c.req.raw, c.get("core"), { fileBytes: 0, files: 0 });
    const typed = (values["code"]?.[0] ?? "").trim().slice(0, 40);
    const answer = await c.get("core").talk.tryCode(token, typed);
    if (typeof answer === "object") {
      writeCookie(c, "talk", answer.session, mark(token));
      return goTo(c, `/m/${token}`);
    }
    return await look(c, { mistakes: [{ fieldId: "code", text: c.get("view").say(`talking.link.${answer}`) }] });
  });
  app.post("/m/:token/answer", async (c) => {
    const token = c.req.param("token");
    const { values } = await readForm(c.req.raw, c.get("core"), { fileBytes: 0, files: 0 });
    const typed = values["text"]?.[0] ?? "";
    const taken = await c.get("core").talk.reply(token, readCookie(c, "talk", mark(token)), typed);
    if (taken === "taken") return c.html(await talkSaid(c.get("view"), "replied"));
    if (taken === "over") return goTo(c, `/m/${token}`);
    return await look(c, { typed, mistakes: [{ fieldId: "text", text: c.get("view").say("talking.link.empty") }] });
  });
}

/** Two links opened in one browser keep apart. */
function mark(token: string): string {
  return token.slice(24, 36);
}

async function look(c: PortalContext, more: Partial<TalkState>): Promise<Response> {
  const token = c.req.param("token") ?? "";
  const view = c.get("view");
  const link = await c.get("core").talk.read(token, readCookie(c, "talk", mark(token)));
  if (!link) return c.html(await talkSaid(view, "gone"), 404);
  const state: TalkState = { token, said: undefined, typed: "", mistakes: [], ...more };
  const html = link.state === "open" ? openPage(view, link, state) : closedPage(view, link, state);
  return state.mistakes.length > 0 ? await show(c, html, 422) : c.html(await html);
}
