// What is said in public, over HTTP: lines with their second person, who speaks, the press list. The portal reads what was let go.
import { z } from "zod";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { ActOnLine, AddPressPerson, ChangeLine, LinesPage, WithdrawLine, WriteLine } from "./model.ts";
import { addPressPerson, endPressPerson } from "./press-people.ts";
import { readLines } from "./read-lines.ts";
import { askToSay, changeLine, createLine, withdrawLine } from "./write-line.ts";

const tag = "public-lines";
const root = "/api/v1/public-lines";
const one = `${root}/:lineId`;
const write = { kind: "act", act: "line.write" } as const;
const lead = { kind: "act", act: "crisis.lead" } as const;
const Id = z.object({ id: z.string() });

export const publicLineRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access: write,
    summary: "Lines for the public, who speaks, and the press list",
    tag,
    response: LinesPage,
    handle: async ({ ctx }) => await readLines(ctx),
  }),
  route({
    method: "post",
    path: root,
    access: write,
    summary: "Write a line for the public, as a draft",
    tag,
    body: WriteLine,
    response: Id,
    status: 201,
    handle: async ({ ctx, body }) => await createLine(ctx, body),
  }),
  route({
    method: "put",
    path: one,
    access: write,
    summary: "Change a line that is a draft",
    tag,
    body: ChangeLine,
    handle: async ({ ctx, body, params }) => await changeLine(ctx, params["lineId"] ?? "", body),
  }),
  route({
    method: "post",
    path: `${one}/ask`,
    access: write,
    summary: "Ask a second person to let a line be said",
    tag,
    body: ActOnLine,
    response: z.object({ requestId: z.string() }),
    status: 201,
    handle: async ({ ctx, body, params }) => await askToSay(ctx, params["lineId"] ?? "", body),
  }),
  route({
    method: "post",
    path: `${one}/withdraw`,
    access: write,
    summary: "Withdraw a line; the portal shows that it was withdrawn",
    tag,
    body: WithdrawLine,
    handle: async ({ ctx, body, params }) => await withdrawLine(ctx, params["lineId"] ?? "", body),
  }),
  route({
    method: "post",
    path: "/api/v1/press-people",
    access: lead,
    summary: "Name who speaks for the team, or a contact of the press",
    tag,
    body: AddPressPerson,
    response: Id,
    status: 201,
    handle: async ({ ctx, body }) => await addPressPerson(ctx, body),
  }),
  route({
    method: "post",
    path: "/api/v1/press-people/:personId/end",
    access: lead,
    summary: "Take a speaker or a contact of the press off the list",
    tag,
    handle: async ({ ctx, params }) => await endPressPerson(ctx, params["personId"] ?? ""),
  }),
];
