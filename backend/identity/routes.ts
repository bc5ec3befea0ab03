// The door over HTTP: sign-in, enrolment, step-up, sign-out. Cookies are set here and nowhere else.
import { type HttpContext, peerAddressOf, route, type RouteDeclaration } from "../platform/http/index.ts";
import { AppError } from "../platform/errors/index.ts";
import type { Context } from "../platform/context/index.ts";
import { authenticatorRoutes } from "./authenticators/routes.ts";
import { beginEnrolment } from "./begin-enrolment.ts";
import { beginSignIn } from "./begin-sign-in.ts";
import { signInAvailability } from "./ceremony/relying-party.ts";
import { custodyRoutes } from "./custody/routes.ts";
import { dutiesRoutes } from "./duties/routes.ts";
import { enrol } from "./enrol.ts";
import { makeTryLimit } from "./limit-tries.ts";
import { lookAtInvitation } from "./look-at-invitation.ts";
import { listDemoRoles, makeDemoLink } from "./make-demo-link.ts";
import { officeRoutes } from "./offices/routes.ts";
import { colleagueRoutes } from "./colleagues/routes.ts";
import { ownRoutes } from "./own-routes.ts";
import { peopleRoutes } from "./people-routes.ts";
import {
  AnswerAssertion,
  AnswerRegistration,
  BeginEnrolment,
  BeginStepUp,
  LookAtInvitation,
  MakeDemoLink,
  Nothing,
} from "./requests.ts";
import { readDoor } from "./read-door.ts";
import { UseRecoveryCode } from "./recovery-codes/requests.ts";
import { useRecoveryCode } from "./recovery-codes/use-code.ts";
import { closingCookie, openingCookie } from "./session-cookie.ts";
import { signIn } from "./sign-in.ts";
import { signOut } from "./sign-out.ts";
import { beginStepUp, finishStepUp } from "./step-up.ts";

const root = "/api/v1/identity";
const tag = "identity";
const knocking = { kind: "public", why: "Whoever signs in is nobody yet; the ceremony proves who they are." } as const;
const limit = makeTryLimit(120);

const doorRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: `${root}/door`,
    access: knocking,
    summary: "Whether and where passkeys work",
    tag,
    handle: async ({ ctx, c }) => await readDoor(ctx, hostOf(c)),
  }),
  route({
    method: "post",
    path: `${root}/sign-in/options`,
    access: knocking,
    summary: "A challenge for any passkey of this site",
    tag,
    body: Nothing,
    handle: async ({ ctx, c }) => {
      checkDoor(ctx, c);
      return await beginSignIn(ctx);
    },
  }),
  route({
    method: "post",
    path: `${root}/sign-in`,
    access: knocking,
    summary: "Answer a challenge; opens a session",
    tag,
    body: AnswerAssertion,
    handle: async ({ ctx, c, body }) => {
      checkDoor(ctx, c);
      const { token } = await signIn(ctx, body);
      c.header("set-cookie", openingCookie(token), { append: true });
    },
  }),
  route({
    method: "post",
    path: `${root}/sign-out`,
    access: { kind: "signed_in" },
    summary: "End this session",
    tag,
    body: Nothing,
    handle: async ({ ctx, c }) => {
      await signOut(ctx);
      c.header("set-cookie", closingCookie(), { append: true });
      c.header("clear-site-data", '"cache"');
    },
  }),
  route({
    method: "post",
    path: `${root}/enrolment/look`,
    access: knocking,
    summary: "What a link is for",
    tag,
    body: LookAtInvitation,
    handle: async ({ ctx, c, body }) => {
      checkDoor(ctx, c);
      return await lookAtInvitation(ctx, body);
    },
  }),
  route({
    method: "post",
    path: `${root}/enrolment/options`,
    access: knocking,
    summary: "A challenge for a first passkey",
    tag,
    body: BeginEnrolment,
    handle: async ({ ctx, c, body }) => {
      checkDoor(ctx, c);
      return await beginEnrolment(ctx, body);
    },
  }),
  route({
    method: "post",
    path: `${root}/enrolment`,
    access: knocking,
    summary: "Enrol the passkey of a link; signs in, except after a recovery",
    tag,
    body: AnswerRegistration,
    handle: async ({ ctx, c, body }) => {
      checkDoor(ctx, c);
      const { token } = await enrol(ctx, body);
      if (token) c.header("set-cookie", openingCookie(token), { append: true });
      return { isSignedIn: token !== undefined };
    },
  }),
  route({
    method: "post",
    path: `${root}/recovery-codes/use`,
    access: knocking,
    summary: "A one-time code for a link that enrols a new passkey; it signs nobody in",
    tag,
    body: UseRecoveryCode,
    handle: async ({ ctx, c, body }) => {
      checkDoor(ctx, c);
      const { link, opensAt, expiresAt } = await useRecoveryCode(ctx, body);
      return { link, opensAt, expiresAt };
    },
  }),
  route({
    method: "post",
    path: `${root}/step-up/options`,
    access: { kind: "signed_in" },
    summary: "A challenge for one dangerous act",
    tag,
    body: BeginStepUp,
    handle: async ({ ctx, body }) => await beginStepUp(ctx, body),
  }),
  route({
    method: "post",
    path: `${root}/step-up`,
    access: { kind: "signed_in" },
    summary: "Confirm the act with the passkey; renews the session's cookie",
    tag,
    body: AnswerAssertion,
    handle: async ({ ctx, c, body }) => {
      const { token } = await finishStepUp(ctx, body);
      c.header("set-cookie", openingCookie(token), { append: true });
    },
  }),
  route({
    method: "get",
    path: `${root}/demo`,
    access: { kind: "public", why: "Only in a demo, on this machine, over fictional data." },
    summary: "Roles that a demo offers",
    tag,
    handle: async ({ ctx }) => ({ isDemo: ctx.config.isDemo, roles: await listDemoRoles(ctx) }),
  }),
  route({
    method: "post",
    path: `${root}/demo/links`,
    access: { kind: "public", why: "Only in a demo, on this machine, over fictional data." },
    summary: "A one-time link for a role",
    tag,
    body: MakeDemoLink,
    handle: async ({ ctx, c, body }) => {
      checkDoor(ctx, c);
      return await makeDemoLink(ctx, body);
    },
  }),
];

export const identityRoutes: RouteDeclaration[] = [
  ...doorRoutes,
  ...ownRoutes,
  ...colleagueRoutes,
  ...custodyRoutes,
  ...peopleRoutes,
  ...officeRoutes,
  ...authenticatorRoutes,
  ...dutiesRoutes,
];

function checkDoor(ctx: Context, c: HttpContext): void {
  limit.count(peerAddressOf(c), ctx.now());
  // The host is advice only (a proxy may rewrite it): the ceremony itself is held to the exact origin.
  const door = signInAvailability(ctx.config);
  if (!door.isAvailable)
    throw new AppError("refused", `Passkeys work at ${ctx.config.deskUrl} only.`, {
      words: `identity.door.${door.reason}`,
    });
}

function hostOf(c: HttpContext): string | undefined {
  return c.req.header("x-forwarded-host") ?? c.req.header("host");
}
