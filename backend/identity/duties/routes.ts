// Which roles go together, over HTTP.
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { changeDuties, readDuties } from "./keep-duties.ts";
import { ChangeDuties } from "./model.ts";

const path = "/api/v1/identity/duties";
const tag = "people";

export const dutiesRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path,
    access: { kind: "act", act: "person.read" },
    summary: "Which roles one person may hold together",
    tag,
    handle: async ({ ctx }) => await readDuties(ctx),
  }),
  route({
    method: "post",
    path,
    access: { kind: "act", act: "settings.change" },
    summary: "Change which roles one person may hold together",
    tag,
    body: ChangeDuties,
    handle: async ({ ctx, body }) => await changeDuties(ctx, body),
  }),
];
