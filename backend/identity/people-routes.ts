// What administrators do: people, invitations, API keys, the sign-in policy.
import { route, type RouteDeclaration } from "../platform/http/index.ts";
import { listApiKeys } from "./api-keys.ts";
import { askRecovery } from "./ask-recovery.ts";
import { changePolicy, readSignInPolicy } from "./change-policy.ts";
import { changeRoles } from "./change-roles.ts";
import { disablePerson } from "./disable-person.ts";
import { enablePerson } from "./enable-person.ts";
import { endSessionsOf } from "./end-sessions-of.ts";
import { invitePerson } from "./invite-person.ts";
import { setAccount } from "./keep-accounts.ts";
import { listPeople } from "./list-people.ts";
import { makeApiKey } from "./make-api-key.ts";
import { checkId } from "./own-routes.ts";
import { AskRecovery, AtVersion, ChangePolicy, ChangeRoles, InvitePerson, MakeApiKey, Nothing } from "./requests.ts";
import { revokeApiKey } from "./revoke-api-key.ts";
import { rotateApiKey } from "./rotate-api-key.ts";
import { approveRecovery, refuseRecovery } from "./settle-recovery.ts";
import { withdrawInvitation } from "./withdraw-invitation.ts";

const root = "/api/v1/identity";
const tag = "people";
const act = (name: string) => ({ kind: "act", act: name }) as const;

export const peopleRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: `${root}/people`,
    access: act("person.read"),
    summary: "People and open invitations",
    tag,
    handle: async ({ ctx }) => await listPeople(ctx),
  }),
  route({
    method: "post",
    path: `${root}/invitations`,
    access: act("person.invite"),
    summary: "Invite a person; the link is shown once",
    tag,
    body: InvitePerson,
    status: 201,
    handle: async ({ ctx, body }) => await invitePerson(ctx, body),
  }),
  route({
    method: "delete",
    path: `${root}/invitations/:invitationId`,
    access: act("person.invite"),
    summary: "Take an invitation back",
    tag,
    handle: async ({ ctx, params }) => await withdrawInvitation(ctx, checkId(params["invitationId"])),
  }),
  route({
    method: "post",
    path: `${root}/people/:personId/roles`,
    access: act("person.change"),
    summary: "Give a person other roles",
    tag,
    body: ChangeRoles,
    handle: async ({ ctx, params, body }) => await changeRoles(ctx, checkId(params["personId"]), body),
  }),
  route({
    method: "post",
    path: `${root}/people/:personId/disable`,
    access: act("person.change"),
    summary: "Disable a person; their sessions end",
    tag,
    body: AtVersion,
    handle: async ({ ctx, params, body }) => await disablePerson(ctx, checkId(params["personId"]), body),
  }),
  route({
    method: "post",
    path: `${root}/people/:personId/enable`,
    access: act("person.change"),
    summary: "Enable a disabled person",
    tag,
    body: AtVersion,
    handle: async ({ ctx, params, body }) => await enablePerson(ctx, checkId(params["personId"]), body),
  }),
  route({
    method: "post",
    path: `${root}/people/:personId/end-sessions`,
    access: act("person.change"),
    summary: "End all sessions of a person",
    tag,
    body: Nothing,
    handle: async ({ ctx, params }) => await endSessionsOf(ctx, checkId(params["personId"])),
  }),
  route({
    method: "post",
    path: `${root}/people/:personId/recovery`,
    access: act("person.change"),
    summary: "Ask for a new passkey for a person who lost theirs",
    tag,
    body: AskRecovery,
    status: 201,
    handle: async ({ ctx, params, body }) => await askRecovery(ctx, checkId(params["personId"]), body),
  }),
  route({
    method: "post",
    path: `${root}/recoveries/:recoveryId/approve`,
    access: act("person.change"),
    summary: "Approve a recovery that another administrator asked for",
    tag,
    body: Nothing,
    handle: async ({ ctx, params }) => await approveRecovery(ctx, checkId(params["recoveryId"])),
  }),
  route({
    method: "post",
    path: `${root}/recoveries/:recoveryId/refuse`,
    access: act("person.change"),
    summary: "Refuse a recovery, or take it back",
    tag,
    body: Nothing,
    handle: async ({ ctx, params }) => await refuseRecovery(ctx, checkId(params["recoveryId"])),
  }),
  route({
    method: "get",
    path: `${root}/api-keys`,
    access: act("key.change"),
    summary: "API keys, without their secrets",
    tag,
    handle: async ({ ctx }) => await listApiKeys(ctx),
  }),
  route({
    method: "post",
    path: `${root}/api-keys`,
    access: act("key.change"),
    summary: "Make an API key; it is shown once",
    tag,
    body: MakeApiKey,
    status: 201,
    handle: async ({ ctx, body }) => await makeApiKey(ctx, body),
  }),
  route({
    method: "post",
    path: `${root}/api-keys/:keyId/rotate`,
    access: act("key.change"),
    summary: "Replace an API key; the old one works for another day",
    tag,
    body: Nothing,
    status: 201,
    handle: async ({ ctx, params }) => await rotateApiKey(ctx, checkId(params["keyId"])),
  }),
  route({
    method: "delete",
    path: `${root}/api-keys/:keyId`,
    access: act("key.change"),
    summary: "Revoke an API key",
    tag,
    handle: async ({ ctx, params }) => await revokeApiKey(ctx, checkId(params["keyId"])),
  }),
  route({
    method: "post",
    path: `${root}/api-keys/accounts/:accountId/stop`,
    access: act("key.change"),
    summary: "Stop a service: all its keys are refused at once",
    tag,
    body: Nothing,
    handle: async ({ ctx, params }) => await setAccount(ctx, checkId(params["accountId"]), false),
  }),
  route({
    method: "post",
    path: `${root}/api-keys/accounts/:accountId/start`,
    access: act("key.change"),
    summary: "Let the keys of a stopped service work again",
    tag,
    body: Nothing,
    handle: async ({ ctx, params }) => await setAccount(ctx, checkId(params["accountId"]), true),
  }),
  route({
    method: "get",
    path: `${root}/policy`,
    access: act("settings.change"),
    summary: "How strict sign-in is",
    tag,
    handle: async ({ ctx }) => await readSignInPolicy(ctx),
  }),
  route({
    method: "post",
    path: `${root}/policy`,
    access: act("settings.change"),
    summary: "Change how strict sign-in is",
    tag,
    body: ChangePolicy,
    handle: async ({ ctx, body }) => await changePolicy(ctx, body),
  }),
];
