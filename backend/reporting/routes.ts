// What the desk reads, over HTTP: lists by pages, whole pages, files shown safely, the live stream.
import { z } from "zod";
import { AnswerReporter, answerReporter, resendMail } from "../coordination/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../platform/http/index.ts";
import { isId } from "../platform/ids/index.ts";
import { countQueue } from "./count-queue.ts";
import { ArchiveFile, archiveFile } from "./files/archive-file.ts";
import { previewPicture, readFileAsText } from "./files/show-file.ts";
import { listCases } from "./list-cases.ts";
import { listMails } from "./list-mails.ts";
import { listQueue } from "./list-queue.ts";
import { CasesQuery, MailsQuery, QueueQuery } from "./lists/model.ts";
import { streamEvents } from "./live/stream-events.ts";
import { readCasePage } from "./read-case-page.ts";
import { findConstituents, readDirectory } from "./read-directory.ts";
import { readHealth } from "./read-health.ts";
import { readMail } from "./read-mail.ts";
import { readReportPage } from "./read-report-page.ts";
import { RevealIdentity, revealIdentity } from "./reveal-identity.ts";

const desk = "/api/v1/desk";
const act = (name: string) => ({ kind: "act", act: name }) as const;
const tag = "desk";
/** A place in the order of what was committed: the number of a transaction. */
const place = z.string().regex(/^\d{1,18}$/, "Expected the id of an event.");

/** Nothing that came from outside runs in the desk's origin, whatever a browser thinks it is. */
const sandboxed = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};

export const reportingRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: `${desk}/queue`,
    access: act("report.read"),
    summary: "Reports of a view, what matters first",
    tag,
    query: QueueQuery,
    handle: async ({ ctx, query }) => await listQueue(ctx, query),
  }),
  route({
    method: "get",
    path: `${desk}/counts`,
    access: act("report.read"),
    summary: "How many stand in each view",
    tag,
    handle: async ({ ctx }) => await countQueue(ctx),
  }),
  route({
    method: "get",
    path: `${desk}/reports/:reportId`,
    access: act("report.read"),
    summary: "Everything about one report but who reported it",
    tag,
    handle: async ({ ctx, params }) => await readReportPage(ctx, params["reportId"] ?? ""),
  }),
  route({
    method: "post",
    path: `${desk}/reports/:reportId/identity`,
    access: act("report.answer"),
    summary: "Open who reported; the log keeps it",
    tag,
    body: RevealIdentity.omit({ reportId: true }),
    handle: async ({ ctx, body, params }) => await revealIdentity(ctx, { ...body, reportId: params["reportId"] ?? "" }),
  }),
  route({
    method: "post",
    path: `${desk}/reports/:reportId/messages`,
    access: act("report.answer"),
    summary: "Answer the reporter, by receipt and, where wished, by mail",
    tag,
    body: AnswerReporter.omit({ reportId: true }),
    cleansText: true,
    status: 201,
    handle: async ({ ctx, body, params }) => await answerReporter(ctx, { ...body, reportId: params["reportId"] ?? "" }),
  }),
  route({
    method: "get",
    path: `${desk}/cases`,
    access: act("case.read"),
    summary: "Cases, the severest and oldest first",
    tag,
    query: CasesQuery,
    handle: async ({ ctx, query }) => await listCases(ctx, query),
  }),
  route({
    method: "get",
    path: `${desk}/cases/:caseId`,
    access: act("case.read"),
    summary: "Everything about one case",
    tag,
    handle: async ({ ctx, params }) => await readCasePage(ctx, params["caseId"] ?? ""),
  }),
  route({
    method: "get",
    path: `${desk}/mails`,
    access: act("mail.read"),
    summary: "Mails that went out, wait, are kept or failed",
    tag,
    query: MailsQuery,
    handle: async ({ ctx, query }) => await listMails(ctx, query),
  }),
  route({
    method: "get",
    path: `${desk}/mails/:mailId`,
    access: act("mail.read"),
    summary: "The words of one mail",
    tag,
    handle: async ({ ctx, params }) => await readMail(ctx, params["mailId"] ?? ""),
  }),
  route({
    method: "post",
    path: `${desk}/mails/:mailId/resend`,
    access: act("report.answer"),
    summary: "Queue a failed or kept mail once more",
    tag,
    // The desk sends an empty object with every write.
    body: z.strictObject({}),
    handle: async ({ ctx, params }) => {
      const mailId = params["mailId"] ?? "";
      if (!isId(mailId)) throw notFound("mail");
      await resendMail(ctx, mailId);
    },
  }),
  route({
    method: "get",
    path: `${desk}/health`,
    access: act("health.read"),
    summary: "Whether everything runs",
    tag,
    handle: async ({ ctx }) => await readHealth(ctx),
  }),
  route({
    method: "get",
    path: `${desk}/directory`,
    access: act("report.read"),
    summary: "Who works cases",
    tag,
    handle: async ({ ctx }) => await readDirectory(ctx),
  }),
  route({
    method: "get",
    path: `${desk}/constituents`,
    access: act("registry.read"),
    summary: "Constituents by a part of their name",
    tag,
    query: z.strictObject({ text: z.string().max(100).default("") }),
    handle: async ({ ctx, query }) => ({ rows: await findConstituents(ctx, query.text) }),
  }),
  route({
    method: "get",
    path: `${desk}/events`,
    access: act("report.read"),
    summary: "Live: ids of what changed, as server-sent events",
    tag,
    query: z.strictObject({ after: place.optional() }),
    headers: { "last-event-id": "the id of the last event that came; what happened since is told first" },
    handle: ({ ctx, c, query }) => {
      const last = place.safeParse(c.req.header("last-event-id"));
      return Promise.resolve(streamEvents(ctx, undefined, last.success ? last.data : query.after));
    },
  }),
  route({
    method: "get",
    path: `${desk}/files/:fileId/preview`,
    access: act("report.read"),
    summary: "A picture, re-encoded without its metadata",
    tag,
    handle: async ({ ctx, params }) => {
      const picture = await previewPicture(ctx, params["fileId"] ?? "");
      return new Response(new Uint8Array(picture), {
        headers: {
          ...sandboxed,
          "content-type": "image/webp",
          "content-disposition": "attachment; filename=preview.webp",
        },
      });
    },
  }),
  route({
    method: "get",
    path: `${desk}/files/:fileId/text`,
    access: act("report.read"),
    summary: "A mail's or text's words as plain characters",
    tag,
    handle: async ({ ctx, params }) => {
      const text = await readFileAsText(ctx, params["fileId"] ?? "");
      return new Response(JSON.stringify(text), { headers: { ...sandboxed, "content-type": "application/json" } });
    },
  }),
  route({
    method: "post",
    path: `${desk}/files/:fileId/archive`,
    access: act("file.download"),
    summary: "The original, as an archive under a password that is told once",
    tag,
    body: ArchiveFile,
    handle: async ({ ctx, body, params }) => {
      const archive = await archiveFile(ctx, params["fileId"] ?? "", body);
      return new Response(archive.bytes, {
        headers: {
          ...sandboxed,
          "content-type": "application/zip",
          "content-disposition": `attachment; filename=${archive.name}`,
          "toguna-archive-name": archive.name,
          "toguna-archive-password": archive.password,
        },
      });
    },
  }),
];
