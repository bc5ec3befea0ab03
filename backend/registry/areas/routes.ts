// Areas over HTTP: the tree, imports that are looked at before they are done, and who has charge of which area.
import { z } from "zod";
import { AppError } from "../../platform/errors/index.ts";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { endArea, giveArea, listFocalAreas } from "./give-area.ts";
import { type AreaFile, importAreaFile, previewAreaImport } from "./import-area-file.ts";
import { areaFileFormats, areaLevels, areaLimits, GiveArea } from "./model.ts";
import { readAreaTree } from "./read-tree.ts";

const Names = z.object({ fr: z.string().optional(), en: z.string().optional(), mn: z.string().optional() });
const Level = z.enum(areaLevels);
const Tree = z.object({
  areas: z.array(
    z.object({
      id: z.string(),
      parentId: z.string().nullable(),
      level: Level,
      names: Names,
      population: z.number().nullable(),
      isVerified: z.boolean(),
      hasShape: z.boolean(),
      endedAt: z.string().nullable(),
      endReason: z.string().nullable(),
      successors: z.array(z.string()),
    }),
  ),
  levels: z.array(z.object({ id: Level, names: Names })),
});
const Preview = z.object({
  format: z.enum(areaFileFormats),
  problems: z.array(
    z.object({
      line: z.number().int(),
      field: z.string(),
      code: z.string(),
      values: z.record(z.string(), z.string()),
    }),
  ),
  changes: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(["added", "changed", "ended"]),
      fields: z.array(z.string()),
      name: z.string(),
    }),
  ),
  unchanged: z.number().int(),
  fingerprint: z.string(),
});
const Charges = z.object({
  charges: z.array(
    z.object({
      id: z.string(),
      person: z.object({ id: z.string(), name: z.string() }),
      organisation: z.string(),
      areaId: z.string(),
      areaNames: Names,
      givenAt: z.string(),
    }),
  ),
  people: z.array(z.object({ id: z.string(), name: z.string(), organisation: z.string() })),
});
const fileName = z.string().trim().min(1, "Expected the file's name.").max(200);
const summaryOfFile = "the body is the file itself: CSV, XLSX, JSON (a list or a tree) or GeoJSON";

/** The body's bytes, counted while they come. @throws too_large. */
async function readFile(request: Request, name: string): Promise<AreaFile> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.length;
    if (size > areaLimits.fileBytes)
      throw new AppError("too_large", `A file of areas may have ${areaLimits.fileBytes / 1_000_000} MB.`, {
        fields: [{ path: "file", message: `Expected at most ${areaLimits.fileBytes / 1_000_000} MB.` }],
      });
    parts.push(part);
  }
  return { name, bytes: Buffer.concat(parts) };
}

export const areaRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/areas",
    access: { kind: "act", act: "area.read" },
    summary: "The country's areas as a tree, with what ended and what followed it",
    tag: "areas",
    response: Tree,
    handle: async ({ ctx }) => await readAreaTree(ctx),
  }),
  route({
    method: "post",
    path: "/api/v1/areas/imports/preview",
    access: { kind: "act", act: "registry.change" },
    summary: `What a file of areas would change, and what is wrong with it; ${summaryOfFile}`,
    tag: "areas",
    query: z.strictObject({ name: fileName }),
    rawBody: ["application/octet-stream"],
    response: Preview,
    handle: async ({ ctx, c, query }) => await previewAreaImport(ctx, await readFile(c.req.raw, query.name)),
  }),
  route({
    method: "post",
    path: "/api/v1/areas/imports",
    access: { kind: "act", act: "registry.change" },
    summary: `Bring in a file of areas as it was previewed; ${summaryOfFile}`,
    tag: "areas",
    query: z.strictObject({
      name: fileName,
      fingerprint: z.string().regex(/^[0-9a-f]{64}$/, "Expected the preview's fingerprint."),
    }),
    rawBody: ["application/octet-stream"],
    response: z.object({ added: z.number().int(), changed: z.number().int(), ended: z.number().int() }),
    handle: async ({ ctx, c, query }) =>
      await importAreaFile(ctx, await readFile(c.req.raw, query.name), query.fingerprint),
  }),
  route({
    method: "get",
    path: "/api/v1/focal-areas",
    access: { kind: "act", act: "focal.give" },
    summary: "Which regional focal point has charge of which area",
    tag: "areas",
    response: Charges,
    handle: async ({ ctx }) => await listFocalAreas(ctx),
  }),
  route({
    method: "post",
    path: "/api/v1/focal-areas",
    access: { kind: "act", act: "focal.give" },
    summary: "Give a focal point charge of an area",
    tag: "areas",
    body: GiveArea,
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await giveArea(ctx, body),
  }),
  route({
    method: "post",
    path: "/api/v1/focal-areas/:chargeId/end",
    access: { kind: "act", act: "focal.give" },
    summary: "Take an area back from a focal point",
    tag: "areas",
    handle: async ({ ctx, params }) => await endArea(ctx, params["chargeId"] ?? ""),
  }),
];
