// OpenPGP keys over HTTP: the page of keys, bringing and looking up, comparing fingerprints, the team's own.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { dropKey, importKey, lookUpKey } from "./import-key.ts";
import { listKeys } from "./list-keys.ts";
import { EndTeamKey, ImportedKey, ImportKey, ImportTeamKey, KeysPage, MakeTeamKey, VerifyKey } from "./model.ts";
import { endTeamKey, importTeamKey, makeTeamKey, readPublicTeamKey } from "./team-keys.ts";
import { verifyFingerprint, withdrawVerification } from "./verify-fingerprint.ts";

const tag = "openpgp";
const read = { kind: "act", act: "registry.read" } as const;
const change = { kind: "act", act: "registry.change" } as const;
const settle = { kind: "act", act: "settings.change" } as const;
const Made = z.object({ id: z.string(), fingerprint: z.string() });

/** @throws not_found for a text that no row can have as its id. */
function idOf(params: Record<string, string>, name: string, what: string): string {
  const id = params[name] ?? "";
  if (!isId(id)) throw notFound(what);
  return id;
}

export const openPgpRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/openpgp/keys",
    access: read,
    summary: "The team's keys and those of contacts and correspondents, with states and verifications",
    tag,
    response: KeysPage,
    handle: async ({ ctx }) => await listKeys(ctx),
  }),
  route({
    method: "post",
    path: "/api/v1/openpgp/correspondents/:correspondentId/keys",
    access: change,
    summary: "Bring a correspondent's public key",
    tag,
    body: ImportKey.omit({ correspondentId: true }),
    response: ImportedKey,
    handle: async ({ ctx, body, params }) =>
      await importKey(ctx, { ...body, correspondentId: idOf(params, "correspondentId", "correspondent") }),
  }),
  route({
    method: "post",
    path: "/api/v1/openpgp/correspondents/:correspondentId/look-up",
    access: change,
    summary: "Look a correspondent's key up where their domain publishes it (Web Key Directory)",
    tag,
    response: ImportedKey,
    handle: async ({ ctx, params }) =>
      await lookUpKey(ctx, { correspondentId: idOf(params, "correspondentId", "correspondent") }),
  }),
  route({
    method: "post",
    path: "/api/v1/openpgp/keys/:keyId/remove",
    access: change,
    summary: "Take a correspondent's key away",
    tag,
    handle: async ({ ctx, params }) => await dropKey(ctx, idOf(params, "keyId", "key")),
  }),
  route({
    method: "post",
    path: "/api/v1/openpgp/verifications",
    access: change,
    summary: "Write down that a fingerprint was compared with its owner",
    tag,
    body: VerifyKey,
    handle: async ({ ctx, body }) => await verifyFingerprint(ctx, body),
  }),
  route({
    method: "post",
    path: "/api/v1/openpgp/verifications/:fingerprint/withdraw",
    access: change,
    summary: "Take a verification back",
    tag,
    handle: async ({ ctx, params }) => await withdrawVerification(ctx, params["fingerprint"] ?? ""),
  }),
  route({
    method: "post",
    path: "/api/v1/openpgp/team-keys",
    access: settle,
    summary: "Make a new key of the team, with the passkey",
    tag,
    body: MakeTeamKey,
    response: Made,
    status: 201,
    handle: async ({ ctx, body }) => await makeTeamKey(ctx, body),
  }),
  route({
    method: "post",
    path: "/api/v1/openpgp/team-keys/import",
    access: settle,
    summary: "Bring the team's private key, with the passkey",
    tag,
    body: ImportTeamKey,
    response: Made,
    status: 201,
    handle: async ({ ctx, body }) => await importTeamKey(ctx, body),
  }),
  route({
    method: "post",
    path: "/api/v1/openpgp/team-keys/:keyId/end",
    access: settle,
    summary: "Retire or revoke a key of the team, with the passkey",
    tag,
    body: EndTeamKey.omit({ keyId: true }),
    response: z.object({ armored: z.string() }),
    handle: async ({ ctx, body, params }) => await endTeamKey(ctx, { ...body, keyId: idOf(params, "keyId", "key") }),
  }),
  route({
    method: "get",
    path: "/api/v1/openpgp/team-key",
    access: { kind: "public", why: "Whoever wants to write to the team encrypted needs its public key." },
    summary: "The team's public OpenPGP key, armored",
    tag,
    handle: async ({ ctx }) => {
      const armored = await readPublicTeamKey(ctx);
      if (armored === undefined) throw notFound("key");
      return new Response(armored, {
        headers: {
          "content-type": "application/pgp-keys",
          "content-disposition": 'attachment; filename="team-key.asc"',
          "cache-control": "no-store",
        },
      });
    },
  }),
];
