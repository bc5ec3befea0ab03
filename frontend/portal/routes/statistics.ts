// Statistics on the portal: the newest release, an earlier one, each table as CSV. Nothing of a release that is not published leaves a trace, not in an ETag either.
import { createHash } from "node:crypto";
import type { Hono } from "hono";
import type { PortalEnv } from "../options.ts";
import { noticePage } from "../pages/plain-pages.ts";
import { statisticsPage } from "../pages/statistics-page.ts";
import { tagOf } from "../view.ts";
import type { PortalContext } from "./answer.ts";

const missing = async (c: PortalContext): Promise<Response> => c.html(await noticePage(c.get("view"), "missing"), 404);

/** The tag is made of the page itself, so of what is published and of nothing else. */
async function answer(c: PortalContext, id: string | undefined): Promise<Response> {
  const { statistics } = c.get("core");
  const view = c.get("view");
  const found = await statistics.read(id, tagOf(view), c.req.query("only"));
  if (!found && id !== undefined) return await missing(c);
  const text = String(await statisticsPage(view, found, await statistics.years()));
  const tag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
  c.header("etag", tag);
  c.header("cache-control", "no-cache");
  const known = (c.req.header("if-none-match") ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
  return known.includes(tag) ? c.body(null, 304) : c.html(text);
}

export function addStatisticsRoutes(app: Hono<PortalEnv>): void {
  app.get("/statistics", async (c) => await answer(c, undefined));
  app.get("/statistics/:id", async (c) => await answer(c, c.req.param("id")));
  app.get("/statistics/:id/:file{[a-z]+\\.csv}", async (c) => {
    const chart = c.req.param("file").slice(0, -".csv".length);
    return (await c.get("core").statistics.sheet(c.req.param("id"), chart, tagOf(c.get("view")))) ?? (await missing(c));
  });
}
