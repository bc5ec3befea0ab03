// Takes the answer to how easy it was, once, and goes back to the receipt where there is one.
import type { Hono } from "hono";
import type { PortalEnv } from "../options.ts";
import { opinionSaidPage } from "../pages/opinion-part.ts";
import { writeCookie } from "../request/cookies.ts";
import { readForm } from "../request/read-form.ts";
import { goTo } from "./answer.ts";
import { readSent, spokenIn } from "./send.ts";

export function addOpinionRoutes(app: Hono<PortalEnv>): void {
  app.post("/opinion", async (c) => {
    const { values } = await readForm(c.req.raw, c.get("core"), { fileBytes: 0, files: 0 });
    const ticket = (values["ticket"]?.[0] ?? "").slice(0, 100);
    await c.get("core").times.say(ticket, spokenIn(c.get("view")), values["opinion"]?.[0] ?? "");
    // Whether it counted or was said before: whoever pressed is thanked, and asked no second time.
    const sent = readSent(c);
    if (sent?.ticket !== ticket) return c.html(await opinionSaidPage(c.get("view")));
    writeCookie(c, "sent", encodeURIComponent(JSON.stringify({ ...sent, hasSaid: true })));
    return goTo(c, "/sent");
  });
}
