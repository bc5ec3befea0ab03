// The link of an alarm: looking acknowledges nothing, since machines open links in mails; the button does.
import type { Hono } from "hono";
import type { PortalEnv } from "../options.ts";
import { alarmPage, alarmSaid } from "../pages/alarm-page.ts";

export function addAlarmRoutes(app: Hono<PortalEnv>): void {
  app.get("/alarm/:token", async (c) => {
    const token = c.req.param("token");
    const alarm = await c.get("core").alarm.read(token);
    if (!alarm) return c.html(await alarmSaid(c.get("view"), "gone"), 404);
    if (alarm.isAcknowledged) return c.html(await alarmSaid(c.get("view"), "has"));
    return c.html(await alarmPage(c.get("view"), alarm, token));
  });
  app.post("/alarm/:token", async (c) => {
    const outcome = await c.get("core").alarm.have(c.req.param("token"));
    return c.html(await alarmSaid(c.get("view"), outcome), outcome === "gone" ? 404 : 200);
  });
}
