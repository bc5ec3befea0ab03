// An approved advisory becomes an edition that is never changed, gets its number with the first one, and its subscribers' mails are begun.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { lockAdvisory } from "./write-advisory.ts";

export const mailAdvisoryJob = "coordination.mail_advisory";

/** In the transaction of the approval. @throws AppError conflict when it is another version than the one that was looked at. */
export async function publishApproved(
  tx: Tx,
  ctx: Context,
  advisoryId: string,
  version: number,
  fourEyesId: string,
): Promise<void> {
  await lockAdvisory(tx, advisoryId, ["waiting"], version);
  const now = ctx.now();
  // Of an exercise: the release was practised, and ends here. It gets no number and no edition.
  const practised = await tx.execute(
    sql`update advisories set state = 'published', is_withdrawing = false where id = ${advisoryId} and is_exercise returning id`,
  );
  if (practised.length > 0) return;
  const prefix = `ADV-${now.getUTCFullYear()}-`;
  const [before] = await tx.execute<{ isWithdrawing: boolean }>(
    sql`select is_withdrawing as "isWithdrawing" from advisories where id = ${advisoryId}`,
  );
  await tx.execute(sql`update advisories set state = 'published', is_withdrawing = false, number = coalesce(number, (
    select ${prefix} || lpad(n::text, greatest(4, length(n::text)), '0') from nextval('advisory_number') n)) where id = ${advisoryId}`);
  const [made] = await tx.execute<{ edition: number }>(sql`
    insert into advisory_editions (advisory_id, edition, number, kind, severity, texts, note, four_eyes_id, published_at)
    select a.id, 1 + coalesce((select max(e.edition) from advisory_editions e where e.advisory_id = a.id), 0), a.number,
      case when ${before?.isWithdrawing ?? false} then 'withdrawn' when exists (select 1 from advisory_editions e where e.advisory_id = a.id) then 'revised' else 'published' end, a.severity, a.texts, a.note, ${fourEyesId}, ${now.toISOString()}::timestamptz
    from advisories a where a.id = ${advisoryId} returning edition`);
  const edition = made?.edition ?? 1;
  await addJob(tx, mailAdvisoryJob, { advisoryId, edition }, { key: `advisory:${advisoryId}:${edition}` });
}

/** Refused or taken back: it can be changed again. */
export async function unlockAdvisory(tx: Tx, advisoryId: string): Promise<void> {
  await tx.execute(
    sql`update advisories set state = case when is_withdrawing then 'published' else 'draft' end, is_withdrawing = false where id = ${advisoryId} and state = 'waiting'`,
  );
}
