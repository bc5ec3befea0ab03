// Advisories for the desk, with their drafts; and for the public, who reads editions only.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { releasesOf } from "../four-eyes/list-releases.ts";
import type { AdvisoryLine, AdvisoryView, PublicAdvisory } from "./model.ts";

type Loaded = Omit<AdvisoryView, "past" | "releases"> & Record<string, unknown>;

async function load(tx: Tx, which: SQL): Promise<Loaded[]> {
  return await tx.execute<Loaded>(sql`
    select a.id, a.number, a.severity, a.state, a.is_exercise as "isExercise", a.texts, a.note, a.version, p.name as "createdBy", ${iso(sql`a.changed_at`)} as "changedAt",
      coalesce(a.texts -> 'fr' ->> 'title', a.texts -> 'en' ->> 'title', a.texts -> 'mn' ->> 'title', '') as title,
      (select count(*)::int from advisory_editions e where e.advisory_id = a.id) as editions,
      (select ${iso(sql`max(e.published_at)`)} from advisory_editions e where e.advisory_id = a.id) as "publishedAt"
    from advisories a left join people p on p.id = a.created_by where ${which} order by a.changed_at desc, a.id desc limit 200`);
}

export async function listAdvisories(ctx: Context): Promise<AdvisoryLine[]> {
  requirePermission(ctx, "advisory.write");
  return await readOnly(ctx, async (tx) => await load(tx, sql`true`));
}

/** @throws AppError not_found. */
export async function readAdvisory(ctx: Context, advisoryId: string): Promise<AdvisoryView> {
  requirePermission(ctx, "advisory.write");
  return await readOnly(ctx, async (tx) => {
    const [advisory] = isId(advisoryId) ? await load(tx, sql`a.id = ${advisoryId}`) : [];
    if (!advisory) throw notFound("advisory");
    const past = await tx.execute<AdvisoryView["past"][number] & Record<string, unknown>>(sql`
      select e.edition, e.kind, e.note, ${iso(sql`e.published_at`)} as "publishedAt", e.is_mailing as "isMailing",
        (select count(*)::int from outgoing_mails m where m.cause like 'advisory:' || e.advisory_id || ':' || e.edition || ':%') as mails
      from advisory_editions e where e.advisory_id = ${advisoryId} order by e.edition desc`);
    return { ...advisory, past, releases: await releasesOf(tx, "advisory", advisoryId) };
  });
}

/** For everybody: the newest editions, the newest first. A draft leaves no trace in it, neither in numbers nor in times. */
export async function listPublicAdvisories(ctx: Context, limit = 100): Promise<PublicAdvisory[]> {
  return await readOnly(ctx, async (tx) => await readPublic(tx, sql`true`, limit), "intake");
}

export async function readPublicAdvisory(ctx: Context, number: string): Promise<PublicAdvisory | undefined> {
  if (!/^ADV-\d{4}-\d{4,9}$/.test(number)) return undefined;
  const [found] = await readOnly(ctx, async (tx) => await readPublic(tx, sql`e.number = ${number}`, 1), "intake");
  return found;
}

async function readPublic(tx: Tx, which: SQL, limit: number): Promise<PublicAdvisory[]> {
  return await tx.execute<PublicAdvisory & Record<string, unknown>>(sql`
    select e.number, e.severity, e.texts, ${iso(sql`e.published_at`)} as "publishedAt", e.edition,
      (select ${iso(sql`min(h.published_at)`)} from advisory_editions h where h.advisory_id = e.advisory_id) as "firstPublishedAt",
      (select json_agg(json_build_object('edition', h.edition, 'kind', h.kind, 'note', h.note, 'publishedAt', ${iso(sql`h.published_at`)}) order by h.edition desc)
        from advisory_editions h where h.advisory_id = e.advisory_id) as history
    from advisory_editions e where ${which} and not exists (select 1 from advisory_editions n where n.advisory_id = e.advisory_id and n.edition > e.edition)
    order by e.published_at desc, e.number desc limit ${limit}`);
}
