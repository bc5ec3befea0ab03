// The register as the desk reads it, over HTTP.
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { askHolders } from "./ask-holders.ts";
import { listAreas } from "./list-areas.ts";
import { listConstituents } from "./list-constituents.ts";
import { DirectoryQuery, HoldersQuery } from "./model.ts";
import { readConstituentPage } from "./read-constituent-page.ts";

const access = { kind: "act", act: "registry.read" } as const;
const tag = "desk";

export const directoryRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/desk/register",
    access,
    summary: "The register by name, by a part of a name or of what is held",
    tag,
    query: DirectoryQuery,
    handle: async ({ ctx, query }) => await listConstituents(ctx, query),
  }),
  route({
    method: "get",
    path: "/api/v1/desk/register/holders",
    access,
    summary: "Who held an address or a domain at a time",
    tag,
    query: HoldersQuery,
    handle: async ({ ctx, query }) => await askHolders(ctx, query),
  }),
  route({
    method: "get",
    path: "/api/v1/desk/register/:constituentId",
    access,
    summary: "Everything the register knows of one constituent, and the reports that concern it",
    tag,
    handle: async ({ ctx, params }) => await readConstituentPage(ctx, params["constituentId"] ?? ""),
  }),
  route({
    method: "get",
    path: "/api/v1/desk/areas",
    access,
    summary: "The areas of the country, for choosing",
    tag,
    handle: async ({ ctx }) => ({ rows: await listAreas(ctx) }),
  }),
];
