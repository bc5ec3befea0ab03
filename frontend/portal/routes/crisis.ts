// What the team says in public; and the link with which a contact says that a situation report has arrived: the button does, a look does not.
import type { Hono } from "hono";
import type { PortalEnv } from "../options.ts";
import { situationGone, situationPage, statementsPage } from "../pages/crisis-pages.ts";
import { readForm } from "../request/read-form.ts";

export function addCrisisRoutes(app: Hono<PortalEnv>): void {
  app.get("/statements", async (c) =>
    c.html(await statementsPage(c.get("view"), await c.get("core").crisis.statements())),
  );
  app.get("/s/:token", async (c) => {
    const token = c.req.param("token");
    const found = await c.get("core").crisis.situation(token);
    if (!found) return c.html(await situationGone(c.get("view")), 404);
    return c.html(await situationPage(c.get("view"), found, token));
  });
  app.post("/s/:token", async (c) => {
    const token = c.req.param("token");
    await readForm(c.req.raw, c.get("core"), { fileBytes: 0, files: 0 });
    const { crisis } = c.get("core");
    const found = (await crisis.confirm(token)) ? await crisis.situation(token) : undefined;
    if (!found) return c.html(await situationGone(c.get("view")), 404);
    return c.html(await situationPage(c.get("view"), found, token));
  });
}
