// The people of one's own organisation over HTTP.
import { z } from "zod";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { checkId } from "../own-routes.ts";
import { changeColleague, inviteColleague, listColleagues, withdrawColleagueInvitation } from "./change-colleagues.ts";
import { ChangeColleague, InviteColleague } from "./model.ts";

const root = "/api/v1/console/people";
const tag = "console";
const change = { kind: "act", act: "colleague.change" } as const;
const instant = z.string();

const Colleagues = z.object({
  people: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      roles: z.array(z.string()),
      lastSeenAt: instant.nullable(),
      version: z.number().int(),
      isSelf: z.boolean(),
    }),
  ),
  invitations: z.array(
    z.object({
      id: z.string(),
      name: z.string().nullable(),
      email: z.string().nullable(),
      role: z.string(),
      expiresAt: instant,
    }),
  ),
  can: z.object({ change: z.boolean() }),
});

export const colleagueRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access: { kind: "act", act: "entry.read" },
    summary: "The people of the own organisation and open invitations",
    tag,
    response: Colleagues,
    handle: async ({ ctx }) => await listColleagues(ctx),
  }),
  route({
    method: "post",
    path: `${root}/invitations`,
    access: change,
    summary: "Invite somebody to the own organisation; an account that is there is given the role",
    tag,
    body: InviteColleague,
    response: z.union([
      z.object({ id: z.string(), link: z.string(), expiresAt: instant }),
      z.object({ grantedTo: z.string() }),
    ]),
    status: 201,
    handle: async ({ ctx, body }) => await inviteColleague(ctx, body),
  }),
  route({
    method: "delete",
    path: `${root}/invitations/:invitationId`,
    access: change,
    summary: "Take an open invitation of the own organisation back",
    tag,
    handle: async ({ ctx, params }) => await withdrawColleagueInvitation(ctx, checkId(params["invitationId"])),
  }),
  route({
    method: "post",
    path: `${root}/:personId/roles`,
    access: change,
    summary: "Give somebody of the own organisation other roles, or none",
    tag,
    body: ChangeColleague,
    response: z.object({ version: z.number().int() }),
    handle: async ({ ctx, body, params }) => await changeColleague(ctx, checkId(params["personId"]), body),
  }),
];
