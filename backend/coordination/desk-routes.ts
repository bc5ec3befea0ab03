// What the desk reads of the talking: what was said with a reporter and how far it got, and the post that came in.
import { z } from "zod";
import { isId } from "../platform/ids/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../platform/http/index.ts";
import { listIncomingMails } from "./list-incoming-mails.ts";
import { listMessages } from "./list-messages.ts";

const id = z.string().refine(isId, "Expected an id.");

export const deskRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/desk/reports/:reportId/messages",
    tag: "desk",
    summary: "What was said with the reporter, oldest first, with what became of each mail.",
    access: { kind: "act", act: "report.read" },
    response: z.object({ rows: z.array(z.record(z.string(), z.unknown())) }),
    handle: async ({ ctx, params }) => {
      const { reportId = "" } = params;
      if (!isId(reportId)) throw notFound("report");
      return { rows: await listMessages(ctx, reportId) };
    },
  }),
  route({
    method: "get",
    path: "/api/v1/desk/incoming-mails",
    tag: "desk",
    summary: "Mails that came in and what each was: report, reply, bounce, automatic, repeat. Newest first.",
    access: { kind: "act", act: "mail.read" },
    query: z.strictObject({
      reportId: id.optional(),
      before: id.optional(),
      limit: z.coerce.number().int().min(1).max(200).optional(),
    }),
    response: z.object({ rows: z.array(z.record(z.string(), z.unknown())) }),
    handle: async ({ ctx, query }) => ({ rows: await listIncomingMails(ctx, query) }),
  }),
];
