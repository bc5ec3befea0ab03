// The work with edges: what waits there is brought in, and the portal's public pages go there, rendered as a stranger sees them, without a server in between.
import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { addUploadedFile } from "./add-uploaded-file.ts";
import { bringRecordings, fetchFilesFromEdges, fetchFromEdges, publishToEdges } from "./intake/index.ts";
import { languages } from "./intake/model.ts";
import type { PublishedPage } from "./intake/edge/model.ts";
import { type Context, makeContext } from "./platform/context/index.ts";
import type { HttpEnv } from "./platform/http/index.ts";
import type { JobList } from "./platform/jobs/index.ts";
import { listFileLanguages } from "./platform/words/index.ts";

/** Where public pages begin; what they link to below the same address is brought as well. */
const roots = ["/advisories", "/statistics"];
/** In one language. */
const mostPages = 300;
/** An address of ours with no more to it than a language or a place on its page. */
const link = /href="(\/[A-Za-z0-9/_.-]{0,200})(?:\?lang=[a-z]{2,8})?(?:#[^"]*)?"/g;
/** Also how it looks: an edge that was built another day has styles of other names. */
const isBrought = (path: string): boolean =>
  path.startsWith("/static/") || roots.some((root) => path.startsWith(`${root}/`));

/** The pages under the roots that a stranger can open today, in each language. */
export async function renderPublicPages(ctx: Context): Promise<PublishedPage[]> {
  // Loaded when it is needed: the worker of an installation without an edge never renders a page.
  const { createPortalRoom } = await import("./portal.ts");
  const { edgePaths } = await import("../frontend/portal/render-edge.ts");
  const portal = new Hono<HttpEnv>();
  portal.use(async (c, next) => {
    c.set("ctx", makeContext(ctx, { kind: "anonymous" }, randomUUID()));
    await next();
  });
  portal.route("/", createPortalRoom(ctx, { coreUrl: ctx.config.publicUrl }));
  const pages: PublishedPage[] = [];
  const brought = new Set<string>(edgePaths);
  const spoken = listFileLanguages().filter(({ state }) => state === "complete");
  const tags = [...languages, ...spoken.map(({ tag }) => tag)];
  for (const [at, language] of tags.entries()) {
    const seen = new Set(roots);
    for (const path of seen) {
      if (pages.length >= mostPages * (at + 1)) break;
      const response = await portal.request(`${ctx.config.publicUrl}${path}`, {
        headers: { cookie: `language=${language}` },
      });
      const mediaType = response.headers.get("content-type") ?? "";
      if (!response.ok || !/^(text\/(html|css|csv)|application\/(json|atom\+xml|rss\+xml)|image\/svg)/.test(mediaType))
        continue;
      const body = await response.text();
      pages.push({ path, language, mediaType, body });
      brought.add(path);
      if (mediaType.startsWith("text/html"))
        for (const [, found = ""] of body.matchAll(link)) if (isBrought(found)) seen.add(found);
    }
  }
  const publicUrl = ctx.config.publicUrl;
  return pages.map((page) =>
    page.mediaType.startsWith("text/html") ? { ...page, body: leadOn(page.body, brought, publicUrl) } : page,
  );
}

/** What is on no edge is opened at the core. */
function leadOn(body: string, brought: ReadonlySet<string>, publicUrl: string): string {
  return body.replaceAll(/href="(\/[^"]*)"/g, (whole, target: string) => {
    const [, path = ""] = new RegExp(link.source).exec(whole) ?? [];
    return brought.has(path) ? whole : `href="${publicUrl}${target}"`;
  });
}

export const edgeJobs: JobList = {
  // Text first, files after.
  "edge.fetch": async (ctx) => {
    await fetchFromEdges(ctx);
    await fetchFilesFromEdges(ctx, addUploadedFile);
  },
  "edge.publish": async (ctx) => {
    if (ctx.config.edgeUrls.length === 0) return;
    await publishToEdges(ctx, await renderPublicPages(ctx));
    await bringRecordings(ctx);
  },
};
