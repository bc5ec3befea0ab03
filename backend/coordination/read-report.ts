// What a reporter sees of the own report: status, words, files, messages. Never a rule's name, never an internal note.
import { sql } from "drizzle-orm";
import { asReporter, listAwaitedFiles } from "../intake/index.ts";
import type { Language, ReporterView, ReportStatus } from "../intake/model.ts";
import type { Context } from "../platform/context/index.ts";
import { readOnly } from "../platform/db/index.ts";
import { mayReporterAdd } from "./rules.ts";

interface Row extends Record<string, unknown> {
  reference: string;
  status: ReportStatus;
  language: Language;
  receivedAt: string;
  description: string;
  seenBeforeAt: string | null;
  files: ReporterView["files"];
  messages: { id: string; from: "reporter" | "desk"; body: string; at: string }[];
}

/** The report that the token of `openReceipt` names; undefined when the token is wrong or its half hour over. */
export async function readReportAsReporter(ctx: Context, token: string): Promise<ReporterView | undefined> {
  const reporter = asReporter(ctx, token);
  return reporter === undefined ? undefined : await readOwnReport(reporter);
}

/** The same for a context whose actor is the reporter already. Row-level security lets only that report through. */
export async function readOwnReport(ctx: Context): Promise<ReporterView | undefined> {
  if (ctx.actor.kind !== "reporter") return undefined;
  const { reportId } = ctx.actor;
  const { row, awaited } = await readOnly(ctx, async (tx) => {
    const [found] = await tx.execute<Row>(sql`
        select reference, status, language, description, ${isoText(sql`received_at`)} as "receivedAt", ${isoText(sql`reporter_seen_before_at`)} as "seenBeforeAt",
          (select coalesce(jsonb_agg(jsonb_build_object('name', name, 'size', size, 'addedAt', ${isoText(sql`added_at`)}) order by added_at, id), '[]')
            from report_files where report_id = reports.id) as files,
          (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'from', case direction when 'from_reporter' then 'reporter' else 'desk' end,
              'body', body, 'at', ${isoText(sql`at`)}) order by at, id), '[]')
            from messages where report_id = reports.id) as messages
        from reports where id = ${reportId}`);
    return { row: found, awaited: await listAwaitedFiles(tx, ctx, reportId) };
  });
  if (!row) return undefined;
  const { seenBeforeAt, messages, ...view } = row;
  return {
    ...view,
    awaited,
    messages: messages.map((message) => ({
      ...message,
      isNew: message.from === "desk" && (seenBeforeAt === null || message.at > seenBeforeAt),
    })),
    canAnswer: mayReporterAdd(row.status),
  };
}

/** RFC 3339 in UTC with milliseconds, so that texts sort as times do. */
function isoText(column: ReturnType<typeof sql>): ReturnType<typeof sql> {
  return sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
