// Lists of indicators over HTTP: bring one in, see them with their editions, take one out of force.
import { z } from "zod";
import { requirePermission } from "../../identity/index.ts";
import { readMultipart } from "../../intake/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { invalidInput, notFound } from "../../platform/errors/index.ts";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { type AskedImport, askImport } from "./ask-import.ts";
import { listFeeds } from "./list-feeds.ts";
import { FeedView, ImportFeed, RetireFeed } from "./model.ts";
import { retireFeed } from "./retire-feed.ts";

async function readForm(ctx: Context, request: Request): Promise<AskedImport> {
  requirePermission(ctx, "indicator.import");
  const { fields, files } = await readMultipart(ctx, request);
  try {
    const [file, ...more] = files;
    if (file === undefined || more.length > 0)
      throw invalidInput([{ path: "file", message: "Expected one file." }], "Some fields need a change.");
    const said: Record<string, unknown> = {};
    for (const [name, value] of fields) if (value !== "") said[name] = name === "isHunted" ? value === "true" : value;
    const parsed = ImportFeed.parse(said);
    return await askImport(ctx, file, parsed);
  } catch (error) {
    await Promise.all(files.map(async (file) => await ctx.objects.remove(file.objectId)));
    throw error;
  }
}

export const feedRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/indicator-feeds",
    access: { kind: "act", act: "rule.read" },
    summary: "Lists that were brought in, with their editions",
    tag: "indicators",
    response: z.object({ feeds: z.array(FeedView) }),
    handle: async ({ ctx }) => await listFeeds(ctx),
  }),
  route({
    method: "post",
    path: "/api/v1/indicator-feeds",
    access: { kind: "act", act: "indicator.import" },
    summary:
      "Bring in a list: fields name, title, marking, licence, author, source, confidence, format, isHunted, and one file (MISP, CSV, plain, our own form, or a MISP warning list)",
    tag: "indicators",
    rawBody: ["multipart/form-data"],
    response: z.object({ feedId: z.string(), importId: z.string() }),
    status: 202,
    handle: async ({ ctx, c }) => await readForm(ctx, c.req.raw),
  }),
  route({
    method: "post",
    path: "/api/v1/indicator-feeds/:feedId/retire",
    access: { kind: "act", act: "indicator.import" },
    summary: "Take a list out of force; it is kept",
    tag: "indicators",
    body: RetireFeed.omit({ feedId: true }),
    handle: async ({ ctx, body, params }) => {
      const feedId = params["feedId"] ?? "";
      if (!isId(feedId)) throw notFound("list");
      await retireFeed(ctx, { ...body, feedId });
    },
  }),
];
