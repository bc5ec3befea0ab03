// The authority's own room over HTTP: home, its facts, members, conflicts, files, what it read of the register.
import { z } from "zod";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { listOwnQuestions } from "../inbox/handle-filing.ts";
import {
  EntitiesAnswer,
  FileAnswer,
  HomeAnswer,
  Made,
  NoticesAnswer,
  ProfileAnswer,
  Version,
} from "./answers/model.ts";
import { addOfficeFile, fileResponse, openOfficeFile, takeBody } from "./keep-files.ts";
import { addMember, declareOfficeConflict, endMember, endOfficeConflict } from "./keep-people.ts";
import { changeProfile, readProfile } from "./keep-profile.ts";
import { AddMember, ChangeProfile, DeclareOfficeConflict, EndMember, EndOfficeConflict } from "./model.ts";
import { listEntitiesByRisk } from "../inspections/plan-inspections.ts";
import { listNotices, readHome } from "./read-home.ts";
import { act, idIn, tag } from "./route-parts.ts";

const Nothing = z.strictObject({});
const headers = { "file-name": "The file's name, percent-encoded." };

function upload(side: "office" | "console", kind: "matter" | "complaint"): RouteDeclaration {
  return route({
    method: "post",
    path: `/api/v1/${side === "office" ? "office" : "console/authority"}/${kind}s/:id/files`,
    access: act(side === "office" ? "authority.work" : "authority.answer"),
    summary: `Add a file to a ${kind}: its bytes as the body, its name in the header file-name`,
    tag,
    rawBody: [
      "application/octet-stream",
      "application/pdf",
      "image/jpeg",
      "image/png",
      "text/plain",
      "application/zip",
    ],
    headers,
    response: FileAnswer,
    status: 201,
    handle: async ({ ctx, c, params }) => {
      const id = idIn(params, "id", kind);
      return await addOfficeFile(ctx, kind, id, await takeBody(ctx, c.req.raw, c.req.header("file-name")));
    },
  });
}

export const officeRoomRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/office/home",
    access: act("authority.read"),
    summary: "What is due at the authority, in order",
    tag,
    response: HomeAnswer,
    handle: async ({ ctx }) => await readHome(ctx),
  }),
  route({
    method: "get",
    path: "/api/v1/office/profile",
    access: act("authority.read"),
    summary: "What the authority says of itself, its members and conflicts of interest",
    tag,
    response: ProfileAnswer,
    handle: async ({ ctx }) => await readProfile(ctx),
  }),
  route({
    method: "put",
    path: "/api/v1/office/profile",
    access: act("authority.decide"),
    summary: "Change the authority's own facts",
    tag,
    body: ChangeProfile,
    response: Version,
    handle: async ({ ctx, body }) => await changeProfile(ctx, body),
  }),
  route({
    method: "post",
    path: "/api/v1/office/members",
    access: act("authority.decide"),
    summary: "Enter a member of the plenary",
    tag,
    body: AddMember,
    response: Made,
    status: 201,
    handle: async ({ ctx, body }) => await addMember(ctx, body),
  }),
  route({
    method: "post",
    path: "/api/v1/office/members/:id/end",
    access: act("authority.decide"),
    summary: "The last day of a member of the plenary",
    tag,
    body: EndMember.omit({ memberId: true }),
    handle: async ({ ctx, body, params }) => await endMember(ctx, { ...body, memberId: idIn(params, "id", "member") }),
  }),
  route({
    method: "post",
    path: "/api/v1/office/conflicts",
    access: act("authority.work"),
    summary: "Declare a conflict of interest with an entity",
    tag,
    body: DeclareOfficeConflict,
    response: Made,
    status: 201,
    handle: async ({ ctx, body }) => await declareOfficeConflict(ctx, body),
  }),
  route({
    method: "post",
    path: "/api/v1/office/conflicts/:id/end",
    access: act("authority.decide"),
    summary: "End a conflict of interest of somebody else",
    tag,
    body: Nothing,
    handle: async ({ ctx, params }) =>
      await endOfficeConflict(ctx, EndOfficeConflict.parse({ conflictId: idIn(params, "id", "conflict of interest") })),
  }),
  route({
    method: "get",
    path: "/api/v1/office/entities",
    access: act("authority.read"),
    summary: "Entities that the authority's laws bind, the most urgent to inspect first, with the reasons",
    tag,
    query: z.strictObject({ text: z.string().max(200).optional() }),
    response: EntitiesAnswer,
    handle: async ({ ctx, query }) => ({
      rows: await listEntitiesByRisk(ctx, query.text === undefined ? {} : { search: query.text }),
    }),
  }),
  upload("office", "matter"),
  upload("office", "complaint"),
  upload("console", "matter"),
  upload("console", "complaint"),
  route({
    method: "post",
    path: "/api/v1/office/files/:id/open",
    access: act("authority.read"),
    summary: "Open a file of the office; opening evidence is written into its custody",
    tag,
    body: Nothing,
    handle: async ({ ctx, params }) => fileResponse(ctx, await openOfficeFile(ctx, idIn(params, "id", "file"))),
  }),
  route({
    method: "get",
    path: "/api/v1/console/authority/files/:id",
    access: act("shared.read"),
    summary: "A file that an authority gave to the entity, or that the entity added",
    tag,
    handle: async ({ ctx, params }) => fileResponse(ctx, await openOfficeFile(ctx, idIn(params, "id", "file"))),
  }),
  route({
    method: "get",
    path: "/api/v1/console/authority",
    access: act("shared.read"),
    summary: "What authorities notified to the entity, asked it and acknowledged",
    tag,
    response: NoticesAnswer,
    handle: async ({ ctx }) => ({ notices: await listNotices(ctx), ...(await listOwnQuestions(ctx)) }),
  }),
];
