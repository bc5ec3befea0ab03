// Pages that only say something, what robots look for, and the quick way out.
import type { Hono } from "hono";
import { pagedFlows } from "../flows/index.ts";
import type { PortalEnv, PortalOptions } from "../options.ts";
import { homePage, regulatedPage } from "../pages/home-page.ts";
import { accessibilityPage, helpPage, privacyPage } from "../pages/plain-pages.ts";
import { eraseCookie, readCookie } from "../request/cookies.ts";
import { clearedOnLeave, neutralPage } from "../request/leave.ts";
import type { PortalContext } from "./answer.ts";
import { holdDraft } from "./drafts.ts";

export function addPlainRoutes(app: Hono<PortalEnv>, options: PortalOptions): void {
  app.get("/", async (c) =>
    c.html(await homePage(c.get("view"), await unfinished(c), await c.get("core").crisis.statements())),
  );
  app.get("/report/regulated", async (c) => c.html(await regulatedPage(c.get("view"))));
  app.get("/help", async (c) => c.html(await helpPage(c.get("view"))));
  app.get("/privacy", async (c) =>
    c.html(await privacyPage(c.get("view"), await c.get("core").formalities.ownProcessing())),
  );
  app.get("/accessibility", async (c) => c.html(await accessibilityPage(c.get("view"))));
  app.get("/leave", (c) => {
    // Only from our own page: another site must not be able to throw a draft away.
    if (c.req.header("sec-fetch-site") === "same-origin") {
      for (const flow of Object.keys(pagedFlows)) eraseCookie(c, "draft", flow);
      for (const kind of ["report", "sent"] as const) eraseCookie(c, kind);
      c.header("clear-site-data", clearedOnLeave);
    }
    return c.redirect(neutralPage, 302);
  });
  app.get("/robots.txt", (c) =>
    c.text(
      "User-agent: *\nDisallow: /report/\nDisallow: /receipt\nDisallow: /sent\nDisallow: /elsewhere\nDisallow: /guichet\nDisallow: /claim\nDisallow: /freeze/\nDisallow: /handed/\nDisallow: /contact/\nDisallow: /v/\n",
    ),
  );
  app.get("/static/*", async (c, next) => {
    const file = options.statics.read(c.req.path);
    if (!file) return await next();
    c.header("cache-control", "public, max-age=31536000, immutable");
    return c.body(file.body, 200, { "content-type": file.mediaType });
  });
}

async function unfinished(c: PortalContext): Promise<string[]> {
  const flows: string[] = [];
  for (const graph of Object.values(pagedFlows))
    if (readCookie(c, "draft", graph.flow) && (await holdDraft(c, graph)).hasDraft) flows.push(graph.flow);
  return flows;
}
