// FIDO's metadata over HTTP: what is loaded, and the act that loads a file.
import { AppError } from "../../platform/errors/index.ts";
import { type HttpContext, route, type RouteDeclaration } from "../../platform/http/index.ts";
import { loadMetadata } from "./load-metadata.ts";
import { readLoadedMetadata } from "./read-loaded.ts";

const root = "/api/v1/identity/authenticators";
const tag = "people";
const access = { kind: "act", act: "settings.change" } as const;
/** FIDO's own file has some six million bytes. */
const mostBytes = 30_000_000;

export const authenticatorRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access,
    summary: "FIDO's metadata that is loaded, and the models of the passkeys here",
    tag,
    handle: async ({ ctx }) => await readLoadedMetadata(ctx),
  }),
  route({
    method: "post",
    path: root,
    access,
    summary: "Load a newer file of FIDO's metadata; every passkey is judged anew",
    tag,
    rawBody: ["application/jose"],
    handle: async ({ ctx, c }) => await loadMetadata(ctx, await readBlob(c)),
  }),
];

async function readBlob(c: HttpContext): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of c.req.raw.body ?? []) {
    size += part.length;
    if (size > mostBytes) throw new AppError("too_large", "A metadata file has at most 30 MB.");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
