// Filings in an entity's name that are not its own, over HTTP: its word, the officer's word, and its taking back.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { wordsLanguages } from "../../platform/words/index.ts";
import { act, idIn, tag } from "../offices/route-parts.ts";
import { causes } from "../yearly/model.ts";
import { disownInName, disownPart, listFilingsInName, readStanding, takeBackDisowning } from "./disown-filing.ts";
import { Disown, DisowningView, FilingsInName } from "./model.ts";

const language = z.enum(wordsLanguages, { error: `Expected one of ${wordsLanguages.join(", ")}.` }).default("fr");

export const disowningRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/console/filings-in-name",
    access: act("filing.read"),
    summary:
      "Filings without an account that somebody made in the entity's name: that they are there, never what they say",
    tag,
    query: z.strictObject({ language }),
    response: FilingsInName,
    handle: async ({ ctx, query }) => await listFilingsInName(ctx, query.language),
  }),
  route({
    method: "post",
    path: "/api/v1/console/filings-in-name/:filingId/disown",
    access: act("filing.make"),
    summary: "Say that a filing in the entity's name is not its own",
    tag,
    body: Disown,
    status: 204,
    handle: async ({ ctx, params, body }) => {
      const { filingId = "" } = params;
      if (!isId(filingId)) throw notFound("filing");
      await disownInName(ctx, filingId, body);
    },
  }),
  route({
    method: "get",
    path: "/api/v1/office/filings/:id/standing",
    access: act("authority.read"),
    summary: "Whose a filing is said to be, with the trace, and by which cause it is counted",
    tag,
    response: z.object({
      standing: z.string(),
      isGuest: z.boolean(),
      cause: z.enum(causes).nullable(),
      words: z.array(DisowningView),
    }),
    handle: async ({ ctx, params }) => {
      const { cause, ...read } = await readStanding(ctx, idIn(params, "id", "filing"));
      return { ...read, cause: causes.find((known) => known === cause) ?? null };
    },
  }),
  route({
    method: "post",
    path: "/api/v1/office/filings/:id/disown",
    access: act("authority.work"),
    summary: "Set a filing without an account aside as nobody's: it is counted no more",
    tag,
    body: Disown,
    status: 204,
    handle: async ({ ctx, params, body }) => await disownPart(ctx, idIn(params, "id", "filing"), body),
  }),
  route({
    method: "post",
    path: "/api/v1/office/filings/:id/own-again",
    access: act("authority.work"),
    summary: "Take back that a filing is nobody's, with a reason",
    tag,
    body: Disown,
    status: 204,
    handle: async ({ ctx, params, body }) => await takeBackDisowning(ctx, idIn(params, "id", "filing"), body),
  }),
];
