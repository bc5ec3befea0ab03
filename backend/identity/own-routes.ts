// What a signed-in person does with the own account: who am I, my passkeys, my sessions.
import { route, type RouteDeclaration } from "../platform/http/index.ts";
import { isId } from "../platform/ids/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { actForOrganisation } from "./act-for.ts";
import { addPasskey, beginPasskey } from "./add-passkey.ts";
import { isBackgroundRequest } from "./background-request.ts";
import { endOwnSessions } from "./end-own-sessions.ts";
import { listOwnKeys } from "./list-own-keys.ts";
import { readMe } from "./read-me.ts";
import { makeRecoveryCodes } from "./recovery-codes/make-codes.ts";
import { removePasskey } from "./remove-passkey.ts";
import { renamePasskey } from "./rename-passkey.ts";
import { ActFor, AnswerRegistration, Nothing, PasskeyId, RenamePasskey } from "./requests.ts";
import { sessionTokenOf } from "./session-cookie.ts";

const root = "/api/v1/identity/me";
const tag = "identity";
const access = { kind: "signed_in" } as const;

export const ownRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access,
    summary: "Who is signed in and what they can do",
    tag,
    handle: async ({ ctx, c }) =>
      await readMe(
        ctx,
        sessionTokenOf(c.req.header("cookie")),
        isBackgroundRequest((name) => c.req.header(name)),
      ),
  }),
  route({
    method: "post",
    path: `${root}/organisation`,
    access,
    summary: "Which of the own organisations this session acts for",
    tag,
    body: ActFor,
    handle: async ({ ctx, body }) => await actForOrganisation(ctx, body),
  }),
  route({
    method: "get",
    path: `${root}/keys`,
    access,
    summary: "Own passkeys and open sessions",
    tag,
    handle: async ({ ctx }) => await listOwnKeys(ctx),
  }),
  route({
    method: "post",
    path: `${root}/passkeys/options`,
    access,
    summary: "A challenge for another passkey",
    tag,
    body: Nothing,
    handle: async ({ ctx }) => await beginPasskey(ctx),
  }),
  route({
    method: "post",
    path: `${root}/passkeys`,
    access,
    summary: "Add a passkey",
    tag,
    body: AnswerRegistration,
    status: 201,
    handle: async ({ ctx, body }) => await addPasskey(ctx, body),
  }),
  route({
    method: "patch",
    path: `${root}/passkeys/:passkeyId`,
    access,
    summary: "Rename a passkey",
    tag,
    body: RenamePasskey,
    handle: async ({ ctx, body, params }) => await renamePasskey(ctx, checkPasskeyId(params["passkeyId"]), body),
  }),
  route({
    method: "delete",
    path: `${root}/passkeys/:passkeyId`,
    access,
    summary: "Remove a passkey; its sessions end",
    tag,
    handle: async ({ ctx, params }) => await removePasskey(ctx, checkPasskeyId(params["passkeyId"])),
  }),
  route({
    method: "post",
    path: `${root}/recovery-codes`,
    access,
    summary: "New one-time codes, shown once; older ones die",
    tag,
    body: Nothing,
    status: 201,
    handle: async ({ ctx }) => await makeRecoveryCodes(ctx),
  }),
  route({
    method: "post",
    path: `${root}/sessions/end-others`,
    access,
    summary: "End all own sessions but this one",
    tag,
    body: Nothing,
    handle: async ({ ctx }) => await endOwnSessions(ctx, "others"),
  }),
  route({
    method: "delete",
    path: `${root}/sessions/:sessionId`,
    access,
    summary: "End one own session",
    tag,
    handle: async ({ ctx, params }) => await endOwnSessions(ctx, { sessionId: checkId(params["sessionId"]) }),
  }),
];

/** An id of the path. @throws AppError not_found when it cannot be one. */
export function checkId(text: string | undefined): string {
  if (!text || !isId(text)) throw notFound("object");
  return text;
}

function checkPasskeyId(text: string | undefined): string {
  const parsed = PasskeyId.safeParse(text);
  if (!parsed.success) throw notFound("passkey");
  return parsed.data;
}
