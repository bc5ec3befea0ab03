// A partner's answer to a request: by the link in it, or written down by the desk after a call. Its time is what is measured.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import { type Context, makeContext } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { requestOfLink } from "./freeze-link.ts";
import { AnswerFreeze, type FreezeLinkView } from "./model.ts";
import { tellReporter } from "./tell-reporter.ts";

/** Behind a link the partner is nobody of the house: the link alone, for this one request, is what they may. */
const byLink = (ctx: Context): Context =>
  makeContext(ctx, { kind: "system", job: "freeze.answer_by_link" }, ctx.requestId);

/** The request of a link, or undefined where it is not ours or its time is over. */
export async function readFreezeLink(ctx: Context, token: string): Promise<FreezeLinkView | undefined> {
  const requestId = requestOfLink(ctx, token);
  if (requestId === undefined) return undefined;
  const [request] = await readOnly(
    byLink(ctx),
    async (tx) =>
      await tx.execute<FreezeLinkView & Record<string, unknown>>(sql`
        select f.reference, c.name as "partnerName", f.language, f.body, ${iso(sql`f.expires_at`)} as "expiresAt", f.answer
        from freeze_requests f join partner_bodies p on p.id = f.partner_id join constituents c on c.id = p.constituent_id
        where f.id = ${requestId} and f.expires_at > ${ctx.now().toISOString()}::timestamptz`),
  );
  return request;
}

/** @throws not_found for a link that is not ours or over; conflict where it was answered; invalid_input. */
export async function answerFreezeByLink(ctx: Context, token: string, input: unknown): Promise<void> {
  const requestId = requestOfLink(ctx, token);
  if (requestId === undefined) throw notFound("request");
  const answer = AnswerFreeze.parse({ ...(input as object), requestId });
  const partner = byLink(ctx);
  requirePermission(partner, "freeze.release");
  await withTransaction(partner, async (tx) => {
    const reportId = await settle(tx, partner, answer, "link");
    await writeAudit(tx, partner, answeredEntry(reportId, answer, "link"));
  });
}

/** @throws forbidden, not_found; conflict where it was answered. */
export async function answerFreezeAtDesk(ctx: Context, input: AnswerFreeze): Promise<void> {
  requirePermission(ctx, "freeze.release");
  const answer = AnswerFreeze.parse(input);
  await withTransaction(ctx, async (tx) => {
    const reportId = await settle(tx, ctx, answer, "desk");
    await writeAudit(tx, ctx, answeredEntry(reportId, answer, "desk"));
  });
}

/** @returns the report. The caller writes the log. */
async function settle(
  tx: Tx,
  ctx: Context,
  { requestId, answer, note }: AnswerFreeze,
  via: "link" | "desk",
): Promise<string> {
  const [request] = await tx.execute<{ reportId: string; partner: string; answer: string | null; isOver: boolean }>(sql`
    select f.report_id as "reportId", c.name as partner, f.answer, f.expires_at <= ${ctx.now().toISOString()}::timestamptz as "isOver"
    from freeze_requests f join partner_bodies p on p.id = f.partner_id join constituents c on c.id = p.constituent_id where f.id = ${requestId} for update of f`);
  if (!request || (via === "link" && request.isOver)) throw notFound("request");
  // Somebody who needs more gets it by a new call or mail, and then says how it ended.
  if (request.answer !== null && request.answer !== "need_more")
    throw new AppError("conflict", "This request was answered already.", { words: "partners.refusal.answered" });
  const by = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  await tx.execute(sql`update freeze_requests set answer = ${answer}, answer_note = ${note || null}, answered_via = ${via}, answered_by = ${by},
    answered_at = ${ctx.now().toISOString()}::timestamptz where id = ${requestId}`);
  await tellReporter(tx, ctx, request.reportId, request.partner, answer);
  return request.reportId;
}

function answeredEntry(reportId: string, { requestId, answer }: AnswerFreeze, via: "link" | "desk") {
  return {
    action: "report.answer_freeze",
    objectType: "report",
    objectId: reportId,
    detail: { requestId, answer, via },
  };
}
