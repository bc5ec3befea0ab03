// Notifications in their constituent's own room: read and answered after signing in with a passkey, whatever the mail held. The database shows it nothing else.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { takeAnswer } from "./answer-run.ts";
import { byNotifyLink } from "./notify-code.ts";
import { composeRunText, type RunWords } from "./compose-run.ts";
import { AnswerForOther, type NotifyLanguage, notifyLanguages, type OwnNotification } from "./model.ts";
import { languageFor } from "./plan.ts";

const shownRows = 50;

/** The newest 100, in the language that is asked for where it was written. */
export async function listOwnNotices(ctx: Context, language: NotifyLanguage): Promise<OwnNotification[]> {
  requirePermission(ctx, "entry.read");
  type Row = Omit<OwnNotification, "subject" | "body"> & Pick<RunWords, "texts"> & Record<string, unknown>;
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<Row>(sql`
        select n.id, t.constituent_id as "constituentId", c.name as constituent, n.reference, n.marking, n.texts, t.row_count as "rowCount", t.state,
          n.state <> 'ended' as "canAnswer", ${iso(sql`t.asked_at`)} as "askedAt",
          coalesce((select json_agg(json_build_object('address', f.address, 'port', f.port, 'at', ${iso(sql`f.at`)}, 'what', f.what) order by f.what, f.address, f.at)
            from (select f.* from notification_rows x join findings_rows f on f.list_id = x.list_id and f.line = x.line
              where x.run_id = n.id and x.constituent_id = t.constituent_id order by f.what, f.address, f.at limit ${shownRows}) f), '[]') as rows,
          coalesce((select json_agg(json_build_object('answer', a.answer, 'note', a.note, 'at', ${iso(sql`a.at`)}, 'reply', a.reply) order by a.at, a.id)
            from notification_answers a where a.run_id = n.id and a.constituent_id = t.constituent_id), '[]') as answers
        from notification_targets t join notification_runs n on n.id = t.run_id join constituents c on c.id = t.constituent_id
        order by n.released_at desc, n.id limit 100`),
  );
  return rows.map(({ texts, ...one }) => {
    const written = notifyLanguages.filter((known) => texts[known] !== undefined);
    const to = { language: languageFor([language], written), constituent: one.constituent, rows: one.rowCount };
    return { ...one, ...composeRunText({ reference: one.reference, marking: one.marking, texts }, to) };
  });
}

/** @throws AppError invalid_input by field; not_found for what is not theirs or has ended. */
export async function answerOwnNotice(ctx: Context, runId: string, input: AnswerForOther): Promise<void> {
  requirePermission(ctx, "entry.read");
  const { constituentId, answer, note } = AnswerForOther.parse(input);
  const { actor } = ctx;
  if (actor.kind !== "person") throw notFound("notification");
  // What the room does not show cannot be answered from it.
  const [own] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute(
        sql`select 1 from notification_targets t join notification_runs n on n.id = t.run_id where t.run_id = ${runId} and t.constituent_id = ${constituentId} and n.state <> 'ended'`,
      ),
  );
  if (!own) throw notFound("notification");
  await withTransaction(byNotifyLink(ctx), async (tx) => {
    await takeAnswer(tx, byNotifyLink(ctx), {
      answer,
      ...(note === undefined ? {} : { note }),
      runId,
      constituentId,
      contactId: null,
      recipientId: null,
      givenBy: actor.personId,
      via: "room",
    });
    await writeAudit(tx, ctx, {
      action: "notification.answer",
      objectType: "notification",
      objectId: runId,
      detail: { constituentId, answer, via: "room" },
    });
  });
}
