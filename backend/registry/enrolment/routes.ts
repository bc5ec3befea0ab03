// Enrolment over HTTP: the desk's list and acts, and a constituent's own entry.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { idOf as idNamed } from "../id-of.ts";
import { confirmContact } from "./confirm-contact.ts";
import { enterPaper } from "./enter-paper.ts";
import { listAreaChoices } from "./list-areas.ts";
import { listEnrolment } from "./list-enrolment.ts";
import { makeLetters, markLetters } from "./make-letters.ts";
import { EnterPaper, EnterWanted, MakeLetters, MarkLetters, SettleClaim } from "./model.ts";
import { readEntry } from "./read-entry.ts";
import { answerClaim, enterWanted, settleClaim } from "./settle-claim.ts";
import { EnrolmentShape, EntryShape, PrintedShape } from "./shapes.ts";

const tag = "enrolment";
const change = { kind: "act", act: "registry.change" } as const;
const State = z.object({ state: z.string() });

function idOf(params: Record<string, string>): string {
  const id = params["claimId"] ?? "";
  if (!isId(id)) throw notFound("claim");
  return id;
}

export const enrolmentRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/desk/enrolment",
    access: { kind: "act", act: "registry.read" },
    summary: "Claims of entries, letters with codes, and which entries anybody keeps",
    tag,
    response: EnrolmentShape,
    handle: async ({ ctx }) => await listEnrolment(ctx),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/enrolment/claims/:claimId/decision",
    access: change,
    summary: "Approve or refuse a claim of an entry; without a proof, two persons approve",
    tag,
    body: SettleClaim,
    response: State,
    handle: async ({ ctx, body, params }) => await settleClaim(ctx, idOf(params), body),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/enrolment/claims/:claimId/entry",
    access: change,
    summary: "Enter an organisation that asked to be in the register",
    tag,
    body: EnterWanted,
    response: z.object({ constituentId: z.string() }),
    status: 201,
    handle: async ({ ctx, body, params }) => await enterWanted(ctx, idOf(params), body),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/enrolment/letters",
    access: change,
    summary: "Make letters with invitation codes; each code is shown this once",
    tag,
    body: MakeLetters,
    response: PrintedShape,
    status: 201,
    handle: async ({ ctx, body }) => await makeLetters(ctx, body),
  }),
  ...(["printed", "sent"] as const).map((what) =>
    route({
      method: "post",
      path: `/api/v1/desk/enrolment/letters/${what}`,
      access: change,
      summary: what === "printed" ? "Say that letters were printed" : "Say that letters went to the post",
      tag,
      body: MarkLetters,
      handle: async ({ ctx, body }) => await markLetters(ctx, what, body),
    }),
  ),
  route({
    method: "post",
    path: "/api/v1/desk/enrolment/papers",
    access: change,
    summary: "Enter a registration that came on paper",
    tag,
    body: EnterPaper,
    response: z.object({ constituentId: z.string(), claimId: z.string().nullable() }),
    status: 201,
    handle: async ({ ctx, body }) => await enterPaper(ctx, body),
  }),
  route({
    method: "get",
    path: "/api/v1/console/entry",
    access: { kind: "act", act: "entry.read" },
    summary: "The own entry: facts, contacts, networks, proposals, and claims by others",
    tag: "console",
    response: EntryShape,
    handle: async ({ ctx }) => await readEntry(ctx),
  }),
  route({
    method: "get",
    path: "/api/v1/console/areas",
    access: { kind: "act", act: "entry.read" },
    summary: "The country's areas, for choosing the seat of the own entry",
    tag: "console",
    response: z.object({
      rows: z.array(
        z.object({
          id: z.string(),
          level: z.enum(["country", "region", "district", "municipality"]),
          names: z.record(z.string(), z.string()),
        }),
      ),
    }),
    handle: async ({ ctx }) => ({ rows: await listAreaChoices(ctx) }),
  }),
  route({
    method: "post",
    path: "/api/v1/console/contacts/:contactId/confirm",
    access: { kind: "act", act: "entry.propose" },
    summary: "Say that an own contact is still right, when the yearly question is open",
    tag: "console",
    handle: async ({ ctx, params }) => await confirmContact(ctx, idNamed(params, "contactId", "contact")),
  }),
  route({
    method: "post",
    path: "/api/v1/console/claims/:claimId/decision",
    access: { kind: "act", act: "colleague.change" },
    summary: "Agree to or refuse somebody's claim of the own entry",
    tag: "console",
    body: SettleClaim,
    response: State,
    handle: async ({ ctx, body, params }) => await answerClaim(ctx, idOf(params), body),
  }),
];
