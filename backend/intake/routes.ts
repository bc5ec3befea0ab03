// The API's front door: hand in a report as JSON or with files, get a proof-of-work challenge, open a report with its receipt.
import { z } from "zod";
import { notFound } from "../platform/errors/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../platform/http/index.ts";
import { discardUntaken } from "./discard-files.ts";
import { reportFromFields } from "./form-fields.ts";
import { issueChallenge } from "./issue-challenge.ts";
import { reportStatuses, SubmitReport } from "./model.ts";
import { openReceipt } from "./open-receipt.ts";
import { parseInput } from "./parse-input.ts";
import { readMultipart } from "./read-multipart.ts";
import { parseReceipt, type ReceiptFault } from "./receipts/model.ts";
import { reportTokenMs } from "./receipts/report-token.ts";
import { cleanTexts } from "./rules.ts";
import { sealedRoutes } from "./sealed/routes.ts";
import { checkCeiling, submitReport } from "./submit-report.ts";
import { visitorOf } from "./visitor-of.ts";

const SubmittedReport = z.object({
  reference: z.string(),
  receipt: z.string(),
  receivedAt: z.string(),
  status: z.enum(reportStatuses),
  isHeld: z.boolean(),
});

const faults: Record<ReceiptFault, string> = {
  length: "Expected the 20 digits of the receipt.",
  characters: "Expected digits only; letters never stand for digits.",
  check: "Expected the digits as they stand on the receipt: one is wrong, or two are swapped.",
};

export const intakeRoutes: RouteDeclaration[] = [
  ...sealedRoutes,
  route({
    method: "post",
    path: "/api/v1/reports",
    tag: "reports",
    summary:
      "Hand in a report, as JSON or as multipart/form-data with files; the receipt is given once it is durable. The header Idempotency-Key makes a repeat give the same answer.",
    access: { kind: "public", why: "anyone may report, by name or anonymously; limits and proof of work protect it" },
    body: SubmitReport,
    rawBody: ["multipart/form-data"],
    headers: {
      "Idempotency-Key": "Of the sender's choosing; a repeat with the same key and report gives the same answer.",
    },
    cleansText: true,
    response: SubmittedReport,
    status: 201,
    handle: async ({ ctx, c, body }) => {
      const options = {
        visitor: visitorOf(ctx, c),
        idempotencyKey: c.req.header("idempotency-key"),
        source: "api",
      } as const;
      if (body) return await submitReport(ctx, body, [], options);
      checkCeiling(ctx, options.visitor);
      const { fields, files } = await readMultipart(ctx, c.req.raw);
      try {
        const report = parseInput(SubmitReport, cleanTexts(reportFromFields(fields)));
        return await submitReport(ctx, report, files, options);
      } finally {
        await discardUntaken(ctx, files);
      }
    },
  }),
  route({
    method: "get",
    path: "/api/v1/reports/challenge",
    tag: "reports",
    summary:
      "A proof-of-work challenge: find a nonce so that SHA-256(challenge:nonce) begins with `difficulty` zero bits.",
    access: { kind: "public", why: "whoever reports may show that a machine worked for it" },
    response: z.object({ challenge: z.string(), difficulty: z.number(), expiresAt: z.string() }),
    handle: async ({ ctx }) => await Promise.resolve(issueChallenge(ctx)),
  }),
  route({
    method: "post",
    path: "/api/v1/receipts/open",
    tag: "receipts",
    summary: "Open a report with its receipt: a token for the header Receipt-Token, good for 30 minutes.",
    access: { kind: "public", why: "the receipt itself is the proof; tries are slow and few" },
    body: z.strictObject({ receipt: z.string({ error: faults.length }).max(200, faults.length) }),
    response: z.object({ token: z.string(), expiresAt: z.string() }),
    handle: async ({ ctx, c, body }) => {
      const digits = parseReceipt(body.receipt);
      if (typeof digits === "string")
        throw new AppError("invalid_input", "These are not the digits of a receipt.", {
          fields: [{ path: "receipt", message: faults[digits] }],
        });
      const token = await openReceipt(ctx, body.receipt, visitorOf(ctx, c));
      if (token === undefined) throw notFound("receipt");
      return { token, expiresAt: new Date(ctx.now().getTime() + reportTokenMs).toISOString() };
    },
  }),
];
