// Brings the portal's public pages to the edges: rendered as a stranger sees them, by the portal itself, without a server in between.
import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { publishToEdges } from "./intake/index.ts";
import { languages } from "./intake/model.ts";
import type { PublishedPage } from "./intake/edge/model.ts";
import { type Context, makeContext } from "./platform/context/index.ts";
import type { HttpEnv } from "./platform/http/index.ts";
import type { JobList } from "./platform/jobs/index.ts";

/** Where public pages begin; what they link to below the same address is brought as well. */
const roots = ["/advisories", "/statistics"];
const mostPages = 900;

/** The pages under the roots that a stranger can open today, in each language. */
export async function renderPublicPages(ctx: Context): Promise<PublishedPage[]> {
  // Loaded when it is needed: the worker of an installation without an edge never renders a page.
  const { createPortalRoom } = await import("./portal.ts");
  const portal = new Hono<HttpEnv>();
  portal.use(async (c, next) => {
    c.set("ctx", makeContext(ctx, { kind: "anonymous" }, randomUUID()));
    await next();
  });
  portal.route("/", createPortalRoom(ctx));
  const pages: PublishedPage[] = [];
  for (const language of languages) {
    const seen = new Set(roots);
    for (const path of seen) {
      if (pages.length >= mostPages) return pages;
      const response = await portal.request(`${ctx.config.publicUrl}${path}`, {
        headers: { cookie: `language=${language}` },
      });
      const mediaType = response.headers.get("content-type") ?? "";
      if (!response.ok || !/^(text\/(html|csv)|application\/(json|atom\+xml|rss\+xml)|image\/svg)/.test(mediaType))
        continue;
      const body = await response.text();
      pages.push({ path, language, mediaType, body });
      if (mediaType.startsWith("text/html"))
        for (const [, found = ""] of body.matchAll(/href="(\/[A-Za-z0-9/_.-]{1,200})"/g))
          if (roots.some((root) => found.startsWith(`${root}/`))) seen.add(found);
    }
  }
  return pages;
}

export const edgeJobs: JobList = {
  "edge.publish": async (ctx) => {
    if (ctx.config.edgeUrls.length > 0) await publishToEdges(ctx, await renderPublicPages(ctx));
  },
};
