// Unlocking keys over HTTP: the own one for everybody who is signed in, the custodians' and the escrow's for who keeps or manages.
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { Nothing } from "../requests.ts";
import { addWrap, makeUnlockingKey } from "./make-unlocking-key.ts";
import { readCustody } from "./read-custody.ts";
import { readOwnUnlocking } from "./read-own-unlocking.ts";
import { AddWrap, KeyId, MakeUnlockingKey, SetEscrowKey } from "./requests.ts";
import { retireUnlockingKey } from "./retire-unlocking-key.ts";
import { setEscrowKey } from "./set-escrow-key.ts";

const own = "/api/v1/identity/me/unlocking-key";
const tag = "confidential identity";
const signedIn = { kind: "signed_in" } as const;

export const custodyRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: own,
    access: signedIn,
    summary: "The own unlocking key with its wraps, which only its person opens",
    tag,
    handle: async ({ ctx }) => await readOwnUnlocking(ctx),
  }),
  route({
    method: "post",
    path: own,
    access: signedIn,
    summary: "Make an unlocking key; both halves were made in the browser",
    tag,
    body: MakeUnlockingKey,
    status: 201,
    handle: async ({ ctx, body }) => await makeUnlockingKey(ctx, body),
  }),
  route({
    method: "post",
    path: `${own}/:keyId/wraps`,
    access: signedIn,
    summary: "Let another passkey or a passphrase open the own key",
    tag,
    body: AddWrap,
    handle: async ({ ctx, body, params }) => await addWrap(ctx, checkKeyId(params["keyId"]), body),
  }),
  route({
    method: "post",
    path: `${own}/:keyId/retire`,
    access: signedIn,
    summary: "Put the own unlocking key out of use",
    tag,
    body: Nothing,
    handle: async ({ ctx, params }) => await retireUnlockingKey(ctx, checkKeyId(params["keyId"])),
  }),
  route({
    method: "get",
    path: "/api/v1/identity/custody",
    access: { kind: "act", act: "custody.read" },
    summary: "Who keeps names given in confidence, and the escrow's public key",
    tag,
    handle: async ({ ctx }) => await readCustody(ctx),
  }),
  route({
    method: "post",
    path: "/api/v1/identity/custody/escrow",
    access: { kind: "act", act: "settings.change" },
    summary: "Set the public half of the escrow key that was made offline",
    tag,
    body: SetEscrowKey,
    status: 201,
    handle: async ({ ctx, body }) => await setEscrowKey(ctx, body),
  }),
];

function checkKeyId(text: string | undefined): string {
  const parsed = KeyId.safeParse(text);
  if (!parsed.success) throw notFound("unlocking key");
  return parsed.data;
}
