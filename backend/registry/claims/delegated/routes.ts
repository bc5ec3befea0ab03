// Delegated files of the address registries over HTTP: look at one, take it, and say whose an account is.
import { z } from "zod";
import type { HttpContext } from "../../../platform/http/index.ts";
import { AppError } from "../../../platform/errors/index.ts";
import { type RouteDeclaration, route } from "../../../platform/http/index.ts";
import { importDelegated } from "./import-delegated.ts";
import { linkHolder, unlinkHolder } from "./link-holder.ts";
import { DelegatedPage, ImportDelegatedAnswer, ImportDelegatedQuery, LinkHolder, maxDelegatedBytes } from "./model.ts";
import { readDelegatedPage } from "./read-delegated-page.ts";

const tag = "claims";
const root = "/api/v1/registry/delegated";

export const delegatedRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access: { kind: "act", act: "registry.read" },
    summary: "What the address registries' files say against the register",
    tag,
    response: DelegatedPage,
    handle: async ({ ctx }) => await readDelegatedPage(ctx),
  }),
  route({
    method: "post",
    path: root,
    access: { kind: "act", act: "registry.change" },
    summary: "Look at a delegated-extended file (look=true), or take it; the body is the file",
    tag,
    query: ImportDelegatedQuery,
    rawBody: ["text/plain"],
    response: ImportDelegatedAnswer,
    handle: async ({ ctx, c, query }) =>
      await importDelegated(ctx, { name: query.name ?? "", bytes: await readBytes(c), isLook: query.look === "true" }),
  }),
  route({
    method: "post",
    path: `${root}/links`,
    access: { kind: "act", act: "registry.change" },
    summary: "Say whose a registry's account is",
    tag,
    body: LinkHolder,
    response: z.object({ id: z.string(), proven: z.number().int() }),
    status: 201,
    handle: async ({ ctx, body }) => await linkHolder(ctx, body),
  }),
  route({
    method: "delete",
    path: `${root}/links/:linkId`,
    access: { kind: "act", act: "registry.change" },
    summary: "An account is this constituent's no longer",
    tag,
    handle: async ({ ctx, params }) => await unlinkHolder(ctx, params["linkId"] ?? ""),
  }),
];

/** @throws too_large while it comes: a sender need not say how long it is. */
async function readBytes(c: HttpContext): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of c.req.raw.body ?? []) {
    size += part.length;
    if (size > maxDelegatedBytes) throw new AppError("too_large", "A delegated file may have 40 MB.");
    parts.push(part);
  }
  return Buffer.concat(parts);
}
