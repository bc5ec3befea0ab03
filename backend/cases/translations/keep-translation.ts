// Keeps a translation of what a reporter wrote, a version more each time, and lists all versions. They never leave the desk.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { personOf, reportForUpdate } from "../store.ts";
import { decideSeen, refusal } from "../work/rules.ts";
import { KeepTranslation, type TranslationView } from "./model.ts";

/**
 * An ended report's text is translated too: who takes it up again reads it.
 * @throws conflict when somebody else translated it meanwhile; refused when nothing differs; not_found for another report's message; forbidden.
 */
export async function keepTranslation(
  ctx: Context,
  reportId: string,
  input: KeepTranslation,
): Promise<{ id: string; version: number }> {
  requirePermission(ctx, "report.assess");
  const { messageId, language, body, origin, source, seen } = KeepTranslation.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await reportForUpdate(tx, reportId);
    if (messageId !== null) {
      const [message] = await tx.execute<{ id: string }>(
        sql`select id from messages where id = ${messageId} and report_id = ${reportId}`,
      );
      if (!message) throw notFound("message");
    }
    const [before] = await tx.execute<{ version: number; body: string; source: string }>(
      sql`select version, body, source from report_translations where report_id = ${reportId}
        and message_id is not distinct from ${messageId}::uuid and language = ${language} order by version desc limit 1`,
    );
    decideSeen(before?.version ?? 0, seen);
    if (before?.body === body && before.source === source)
      throw refusal("nothing_changed", "This is the text as it stands.");
    const [id, version] = [newId(ctx.now()), seen + 1];
    await tx.execute(sql`insert into report_translations (id, report_id, message_id, language, version, body, origin, source, author_id, at)
      values (${id}, ${reportId}, ${messageId}, ${language}, ${version}, ${body}, ${origin}, ${source}, ${personOf(ctx)}, ${ctx.now().toISOString()})`);
    await writeAudit(tx, ctx, {
      action: "report.translate",
      objectType: "report",
      objectId: reportId,
      detail: { translationId: id, messageId, language, version },
    });
    return { id, version };
  });
}

/** Every version of every translation of a report, the newest first; at most 500. @throws forbidden. */
export async function listTranslations(ctx: Context, reportId: string): Promise<{ rows: TranslationView[] }> {
  requirePermission(ctx, "report.read");
  return await readOnly(ctx, async (tx) => {
    const [report] = await tx.execute<{ id: string }>(sql`select id from reports where id = ${reportId}`);
    if (!report) throw notFound("report");
    const rows = await tx.execute<TranslationView & Record<string, unknown>>(
      sql`select l.id, l.message_id as "messageId", l.language, l.version, l.body, l.origin, l.source, ${iso(sql`l.at`)} as at,
        (select json_build_object('id', p.id, 'name', p.name) from people p where p.id = l.author_id) as author
        from report_translations l where l.report_id = ${reportId} order by l.at desc, l.version desc, l.id desc limit 500`,
    );
    return { rows: [...rows] };
  });
}
