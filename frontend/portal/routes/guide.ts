// "Am I bound by law?" and trainings: pages that anybody may ask for, without script, of which nothing is kept.
import type { Hono } from "hono";
import { guideRoles } from "../../../backend/compliance/guide/model.ts";
import type { PortalEnv } from "../options.ts";
import { guidePage, trainingsPage } from "../pages/guide-pages.ts";

export function addGuideRoutes(app: Hono<PortalEnv>): void {
  app.get("/bound", async (c) => {
    const people = c.req.query("people");
    const classes = (c.req.queries("class") ?? []).slice(0, 30).map((id) => id.slice(0, 60));
    const asked = { classes, role: guideRoles.find((role) => role === people) ?? null };
    const guide = c.get("core").guide.ask(c.get("view").language, asked);
    return c.html(
      await guidePage(c.get("view"), { asked, guide, isAsked: people !== undefined || classes.length > 0 }),
    );
  });
  app.get("/trainings", async (c) => c.html(await trainingsPage(c.get("view"), await c.get("core").guide.trainings())));
}
