// What everybody may look up: accredited bodies as they stand on a day, and services of the administration.
import type { Hono } from "hono";
import { accreditationKinds } from "../../../backend/registry/accreditations/model.ts";
import type { PortalEnv } from "../options.ts";
import { accreditedPage, servicesPage } from "../pages/register-pages.ts";

/** A day of the calendar, written as a browser's date field does. */
function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

export function addRegisterRoutes(app: Hono<PortalEnv>): void {
  app.get("/accredited", async (c) => {
    const view = c.get("view");
    const today = view.now.toISOString().slice(0, 10);
    const asked = {
      text: (c.req.query("text") ?? "").replaceAll("\0", "").slice(0, 100),
      kind: accreditationKinds.find((kind) => kind === c.req.query("kind")) ?? "",
      on: c.req.query("on") || today,
    };
    if (!isDay(asked.on)) return c.html(await accreditedPage(view, { ...asked, on: today }, "bad_day"), 400);
    // Nothing is asked on the first opening: the whole register is a file.
    const isAsked = c.req.query("text") !== undefined || asked.kind !== "";
    const answer = isAsked ? await c.get("core").accredited(asked) : undefined;
    return c.html(await accreditedPage(view, asked, answer));
  });
  app.get("/services", async (c) => c.html(await servicesPage(c.get("view"), await c.get("core").publicServices())));
}
