// The team's description of itself over HTTP, for whoever writes it; the public reads it on the portal.
import { z } from "zod";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { readTeamDescriptionAtDesk, saveTeamDescription } from "./keep-description.ts";
import { SaveTeamDescription, TeamDescription } from "./model.ts";

const access = { kind: "act", act: "settings.change" } as const;

export const teamRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/team-description",
    access,
    summary: "What the team says of itself (RFC 2350), as it stands",
    tag: "team",
    response: TeamDescription,
    handle: async ({ ctx }) => await readTeamDescriptionAtDesk(ctx),
  }),
  route({
    method: "post",
    path: "/api/v1/team-description",
    access,
    summary: "Publish a new version of what the team says of itself",
    tag: "team",
    body: SaveTeamDescription,
    response: z.object({ version: z.number().int() }),
    handle: async ({ ctx, body }) => await saveTeamDescription(ctx, body),
  }),
];
