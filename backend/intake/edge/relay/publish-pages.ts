// Brings the core's public pages to the edges, so that advisories and statistics are read there while the core is closed.
import { createHash } from "node:crypto";
import { z } from "zod";
import { requirePermission } from "../../../identity/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import type { PublishedPage } from "../model.ts";
import { askEdge } from "./ask-edge.ts";

const batchBytes = 2_000_000;

/** @param pages as the portal shows them to a stranger. What an edge has already is not sent again. @returns how many were sent. */
export async function publishToEdges(ctx: Context, pages: readonly PublishedPage[]): Promise<number> {
  requirePermission(ctx, "settings.change");
  let sent = 0;
  for (const edge of ctx.config.edgeUrls) {
    try {
      sent += await publishTo(ctx, edge, pages);
    } catch (error) {
      ctx.log.warn({ edge, why: String(error) }, "pages could not be brought to an edge; it shows what it has");
    }
  }
  return sent;
}

async function publishTo(ctx: Context, edge: string, pages: readonly PublishedPage[]): Promise<number> {
  const listed = pages.map((page) => ({ path: page.path, language: page.language, etag: etagOf(page) }));
  const { missing } = z
    .object({ missing: z.array(z.number().int()) })
    .parse(await askEdge(ctx, edge, "/relay/pages/list", { pages: listed }));
  let batch: PublishedPage[] = [];
  let bytes = 0;
  let sent = 0;
  const send = async (): Promise<void> => {
    if (batch.length === 0) return;
    await askEdge(ctx, edge, "/relay/pages", { pages: batch });
    sent += batch.length;
    batch = [];
    bytes = 0;
  };
  for (const at of missing) {
    const page = pages[at];
    if (!page) continue;
    if (bytes + page.body.length > batchBytes) await send();
    batch.push(page);
    bytes += page.body.length;
  }
  await send();
  return sent;
}

function etagOf({ mediaType, body }: PublishedPage): string {
  return createHash("sha256").update(`${mediaType}\n${body}`).digest("hex").slice(0, 32);
}
