// The page of the register's quality: figures of this moment, their trend, and lists to act on.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { contactTestDays } from "./contact-tests.ts";
import { countFigures } from "./count-figures.ts";
import { findDuplicates } from "./find-duplicates.ts";
import type { AnswerToHandle, ContactToMend, Figures, MergeView, QualityPage } from "./model.ts";
import { listStaleClaims } from "./stale-claims.ts";

const most = 50;
/** Pairs that are counted; beyond them the figure says no more. */
const mostPairs = 500;

/** @throws forbidden. Lists of people are null for machines. */
export async function readQuality(ctx: Context): Promise<QualityPage> {
  requirePermission(ctx, "registry.read");
  const now = ctx.now();
  const isPerson = ctx.actor.kind === "person";
  return await readOnly(
    ctx,
    async (tx) => {
      const duplicates = await findDuplicates(tx, mostPairs);
      const figures = await countFigures(tx, now, ctx.config.country, duplicates.length);
      const withoutContact = await tx.execute<{ constituentId: string; constituent: string }>(sql`
        select c.id as "constituentId", c.name as constituent from constituents c where c.ended_at is null
          and not exists (select 1 from contacts k where k.constituent_id = c.id and k.ended_at is null and (k.email is not null or k.phone is not null))
        order by c.name, c.id limit ${most}`);
      return {
        at: now.toISOString(),
        figures,
        trend: await readTrend(tx, figures, now),
        contactsToMend: isPerson ? await contactsToMend(tx, now) : null,
        toHandle: isPerson ? await answersToHandle(tx) : null,
        withoutContact: [...withoutContact],
        staleClaims: await listStaleClaims(tx, now, ctx.config.country, most),
        duplicates: duplicates.slice(0, most),
        merges: await listMerges(tx),
        contactTestDays: await contactTestDays(tx),
      };
    },
    "staff",
  );
}

/** Days as they were kept, as a list for exports. @throws forbidden. */
export async function listQualityDays(ctx: Context): Promise<{ day: string; figures: Figures }[]> {
  requirePermission(ctx, "registry.read");
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ day: string; figures: Figures }>(
        sql`select day::text as day, figures from quality_days order by day`,
      ),
    "staff",
  );
  return [...rows];
}

/** Keeps the day's figures, so that there is a trend. */
export async function keepQualityDay(ctx: Context): Promise<void> {
  requirePermission(ctx, "registry.change");
  await withTransaction(ctx, async (tx) => {
    const { length: pairs } = await findDuplicates(tx, mostPairs);
    const figures = await countFigures(tx, ctx.now(), ctx.config.country, pairs);
    const day = ctx.now().toISOString().slice(0, 10);
    await tx.execute(
      sql`insert into quality_days (day, figures) values (${day}, ${JSON.stringify(figures)}::jsonb) on conflict (day) do update set figures = excluded.figures`,
    );
    await writeAudit(tx, ctx, { action: "quality.keep_day", objectType: "register", objectId: day });
  });
}

async function readTrend(tx: Tx, figures: Figures, now: Date): Promise<QualityPage["trend"]> {
  const rows = await tx.execute<{
    day: string;
    figures: Figures;
  }>(sql`select day::text as day, figures from quality_days
    where day >= ${now.toISOString().slice(0, 10)}::date - 365 order by day`);
  const today = now.toISOString().slice(0, 10);
  const days = [...rows.filter(({ day }) => day !== today), { day: today, figures }];
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
  return days.map(({ day, figures: of }) => {
    const v4 = of.addresses.find(({ version }) => version === 4);
    return {
      day,
      addresses: v4 ? share(v4.answering, v4.total) : null,
      constituents: share(of.constituents.answering, of.constituents.total),
    };
  });
}

async function contactsToMend(tx: Tx, now: Date): Promise<ContactToMend[]> {
  const rows = await tx.execute<ContactToMend & Record<string, unknown>>(sql`
    select c.id as "constituentId", c.name as constituent, k.id as "contactId", k.name, k.email, f.why, ${iso(sql`f.since`)} as since, f.said from (
      select contact_id, 'bounced' as why, since, said from contact_bounces
      union all
      select contact_id, 'unanswered', expires_at, null from contact_tests t where answered_at is null and expires_at <= ${now.toISOString()}::timestamptz
        and not exists (select 1 from contact_bounces b where b.contact_id = t.contact_id)) f
    join contacts k on k.id = f.contact_id and k.ended_at is null join constituents c on c.id = k.constituent_id and c.ended_at is null
    order by f.since, k.id limit ${most}`);
  return [...rows];
}

async function answersToHandle(tx: Tx): Promise<AnswerToHandle[]> {
  const rows = await tx.execute<AnswerToHandle & Record<string, unknown>>(sql`
    select t.id as "testId", c.id as "constituentId", c.name as constituent, k.id as "contactId", t.answer, ${iso(sql`t.answered_at`)} as "answeredAt", t.said,
      jsonb_build_object('name', k.name, 'email', k.email, 'phone', k.phone, 'hours', k.hours) as now
    from contact_tests t join contacts k on k.id = t.contact_id join constituents c on c.id = k.constituent_id
    where t.answer in ('correct', 'leaving') and t.handled_at is null order by t.answered_at, t.id limit ${most}`);
  return [...rows];
}

async function listMerges(tx: Tx): Promise<MergeView[]> {
  const rows = await tx.execute<MergeView & Record<string, unknown>>(sql`
    select m.id, s.id as "survivorId", s.name as survivor, o.id as "mergedId", o.name as merged, m.reason, p.name as by, ${iso(sql`m.merged_at`)} as "mergedAt",
      ${iso(sql`m.undone_at`)} as "undoneAt"
    from register_merges m join constituents s on s.id = m.survivor_id join constituents o on o.id = m.merged_id left join people p on p.id = m.merged_by
    order by m.merged_at desc, m.id desc limit 20`);
  return [...rows];
}
