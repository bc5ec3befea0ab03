// A reporter adds words or files to the own report; the desk hears of it, and a report that waited for an answer goes on.
import { sql } from "drizzle-orm";
import { z } from "zod";
import { requirePermission } from "../identity/index.ts";
import { asReporter, attachFiles, resumeReport } from "../intake/index.ts";
import type { ReportStatus, StoredFile } from "../intake/model.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { withTransaction } from "../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../platform/errors/index.ts";
import { newId } from "../platform/ids/index.ts";
import { publish } from "../platform/jobs/index.ts";
import { mayReporterAdd } from "./rules.ts";

/** Messages of a reporter to one report; more must wait for an answer of the desk. */
const mostMessages = 200;

const Text = z.string().trim().max(20_000, "Expected at most 20,000 characters.");

/** @throws AppError unauthenticated when the token is over; invalid_input when there is nothing to add; refused when the report takes nothing more. */
export async function addToReport(
  ctx: Context,
  token: string,
  text: string,
  files: readonly StoredFile[],
): Promise<void> {
  const reporter = asReporter(ctx, token);
  if (!reporter)
    throw new AppError("unauthenticated", "The half hour is over. Open the report with the receipt again.");
  await addReporterMessage(reporter, { text, files, channel: "receipt" });
}

export interface ReporterMessage {
  text: string;
  files: readonly StoredFile[];
  channel: "receipt" | "mail" | "api";
  /** For mail: the sender, where it is not the address that the report has. */
  fromAddress?: string | undefined;
  /** For the system, which acts for a reporter who wrote a mail. */
  reportId?: string | undefined;
  /** When it was said, where that is not now: a mail is read some time after it came. */
  at?: Date | undefined;
  /** Makes a second run of the same job do nothing. */
  messageId?: string | undefined;
}

/** @returns the message's id; undefined when it had been written already. */
export async function addReporterMessage(ctx: Context, message: ReporterMessage): Promise<string | undefined> {
  requirePermission(ctx, "report.submit");
  const reportId = ctx.actor.kind === "reporter" ? ctx.actor.reportId : message.reportId;
  if (reportId === undefined) throw new AppError("unauthenticated", "Open the report with its receipt first.");
  const parsed = Text.safeParse(message.text.replaceAll("\0", "").toWellFormed());
  if (!parsed.success) throw invalidInput([{ path: "text", message: "Expected at most 20,000 characters." }]);
  const text = parsed.data;
  if (text === "" && message.files.length === 0)
    throw invalidInput([{ path: "text", message: "Expected some text or a file." }]);

  return await withTransaction(ctx, async (tx) => {
    const [report] = await tx.execute<{
      status: ReportStatus;
      marking: string;
      count: number;
    }>(sql`select status, marking,
      (select count(*)::int from messages where report_id = reports.id and direction = 'from_reporter') as count
      from reports where id = ${reportId} for update`);
    if (!report) throw notFound("report");
    if (!mayReporterAdd(report.status))
      throw new AppError("refused", "This report is closed and takes no more.", {
        words: "refusals.report_takes_no_more",
      });
    if (report.count >= mostMessages)
      throw new AppError("too_many_requests", "This report has very many messages. Wait for our answer.", {
        retryAfterSeconds: 86_400,
      });
    const id = message.messageId ?? newId(ctx.now());
    const written =
      await tx.execute(sql`insert into messages (id, report_id, direction, channel, marking, body, from_address, at)
      values (${id}, ${reportId}, 'from_reporter', ${message.channel}, ${report.marking}, ${text}, ${message.fromAddress ?? null},
        ${(message.at ?? ctx.now()).toISOString()}::timestamptz) on conflict (id) do nothing returning id`);
    if (written.length === 0) return undefined;
    const fileIds = await attachFiles(
      tx,
      ctx,
      reportId,
      message.files,
      message.channel === "mail" ? "mail" : "reporter",
    );
    if (fileIds.length > 0)
      await tx.execute(sql`update messages set file_ids = ${sql.param(fileIds)}::uuid[] where id = ${id}`);
    await resumeReport(tx, reportId);
    await writeAudit(tx, ctx, {
      action: "report.add",
      objectType: "report",
      objectId: reportId,
      detail: { messageId: id, channel: message.channel, files: fileIds.length },
    });
    await publish(tx, { type: "message.from_reporter", reportId, messageId: id });
    return id;
  });
}
