// The first page of an authority: what is due, in order, over everything that it has open; and how much there is of each.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { type Translator, type WordsLanguage, wordsIn } from "../../platform/words/index.ts";
import { sayCites } from "../assessments/compare-versions.ts";
import { lawOfCountry } from "../duties/law-of-country.ts";
import { listOpenFormalities } from "../formalities/list-open.ts";
import { pinnedDuty } from "../formalities/pack-of.ts";
import { askerOf, dayOf, iso } from "./store.ts";

export interface DueThing {
  kind: "inspection" | "matter" | "complaint" | "filing" | "plan" | "session" | "question" | "formality";
  id: string;
  reference: string;
  title: string;
  /** A day, or null for what waits without one. */
  dueOn: string | null;
  /** What it waits for: a key of the words. */
  waits: string;
  isOverdue: boolean;
  /** The sentence of law in each language, where one asks for it. */
  law?: Record<WordsLanguage, string>;
}
export interface HomePage {
  due: DueThing[];
  counts: Record<"filings" | "inspections" | "matters" | "complaints" | "sessions", number>;
}

/** What a line rests on: articles as an officer cited them, or the duty of a law that a filing answers, as it was filed. */
interface Basis {
  articles: string | null;
  packId: string | null;
  packVersion: string | null;
  packSha256: string | null;
  obligationId: string | null;
}

const inEach = (say: (words: Translator) => string): Record<WordsLanguage, string> => ({
  fr: say(wordsIn("fr")),
  en: say(wordsIn("en")),
  mn: say(wordsIn("mn")),
});

function lawOf({ articles, packId, packVersion, packSha256, obligationId }: Basis): Pick<DueThing, "law"> {
  if (articles !== null && articles !== "") return { law: inEach(() => articles) };
  if (packId === null || packVersion === null || packSha256 === null || obligationId === null) return {};
  const { loaded, obligation } = pinnedDuty({ packId, packVersion, packSha256, obligationId });
  if (!obligation || sayCites(loaded.pack, obligation, wordsIn("en")).length === 0) return {};
  return { law: inEach((words) => sayCites(loaded.pack, obligation, words)[0]?.law ?? "") };
}

export async function readHome(ctx: Context): Promise<HomePage> {
  requirePermission(ctx, "authority.read");
  const { organisationId } = askerOf(ctx);
  const today = dayOf(ctx);
  return await readOnly(ctx, async (tx) => {
    const rows = await tx.execute<Omit<DueThing, "law"> & Basis & Record<string, unknown>>(sql`
      select kind, id, reference, title, due::text as "dueOn", waits, coalesce(due < ${today}::date, false) as "isOverdue",
        articles, pack_id as "packId", pack_version as "packVersion", pack_sha256 as "packSha256", obligation_id as "obligationId" from (
        select 'matter' as kind, m.id, m.reference, m.title, m.due_on as due, m.state as waits,
          (select string_agg(distinct nullif(f ->> 'articles', ''), '; ') from jsonb_array_elements(m.findings) f) as articles,
          null::text as pack_id, null::text as pack_version, null::text as pack_sha256, null::text as obligation_id from matters m
          where m.state in ('draft', 'plan_filed', 'to_decide', 'appealed') or (m.state in ('noticed', 'correcting', 'sanctioned') and m.due_on < ${today}::date)
        union all select 'inspection', i.id, i.reference, c.name, i.planned_on, i.state, i.legal_basis, null, null, null, null from inspections i join constituents c on c.id = i.constituent_id
          where i.state in ('planned', 'ordered', 'open', 'minutes')
        union all select 'plan', l.id, l.title, l.title, l.from_day, 'plan_proposed', null, null, null, null, null from inspection_plans l where l.state = 'proposed'
        union all select 'complaint', k.id, k.reference, k.respondent, null, k.state, null, null, null, null, null from complaints k where k.state in ('received', 'admissible', 'heard')
        union all select 'session', s.id, s.reference, s.place, s.held_at::date, s.state, null, null, null, null, null from plenary_sessions s where s.state <> 'closed'
        union all select 'filing', f.id, f.receipt_number, f.entity_name, null, 'filing_new', null, f.pack_id, f.pack_version, f.pack_sha256, f.obligation_id from filing_parts f
          where f.organisation_id = ${organisationId} and f.standing <> 'disowned' and not exists (select 1 from filing_handlings h where h.part_id = f.id)
        union all select 'question', f.id, f.receipt_number, f.entity_name, q.answer_by, 'question_late', null, f.pack_id, f.pack_version, f.pack_sha256, f.obligation_id from filing_questions q join filing_parts f on f.id = q.part_id
          where q.answer is null and q.answer_by < ${today}::date
      ) x order by due nulls last, kind, reference limit 300`);
    const formalities = await listOpenFormalities(tx, lawOfCountry(ctx.config.country), ctx.now(), {
      authorityId: organisationId,
    });
    const due = rows.map(
      ({ articles, packId, packVersion, packSha256, obligationId, ...one }): DueThing => ({
        ...one,
        ...lawOf({ articles, packId, packVersion, packSha256, obligationId }),
      }),
    );
    const filed = formalities.flatMap(({ row, due: end, isOver, sayLaw }): DueThing[] =>
      row.state === "incomplete"
        ? []
        : [
            {
              kind: "formality",
              id: row.id,
              reference: row.receiptNumber ?? "",
              title: row.entity,
              dueOn: end?.slice(0, 10) ?? null,
              waits: row.state,
              isOverdue: isOver,
              law: inEach(sayLaw),
            },
          ],
    );
    const [counts] = await tx.execute<HomePage["counts"]>(sql`select
      (select count(*)::int from filing_parts f where f.organisation_id = ${organisationId} and f.standing <> 'disowned' and not exists (select 1 from filing_handlings h where h.part_id = f.id and h.closed_at is not null)) as filings,
      (select count(*)::int from inspections where state in ('planned', 'ordered', 'open', 'minutes')) as inspections,
      (select count(*)::int from matters where state <> 'closed') as matters,
      (select count(*)::int from complaints where state in ('received', 'admissible', 'heard')) as complaints,
      (select count(*)::int from plenary_sessions where state <> 'closed') as sessions`);
    const inOrder = [...due, ...filed].toSorted((one, other) => (one.dueOn ?? "9").localeCompare(other.dueOn ?? "9"));
    return { due: inOrder, counts: counts ?? { filings: 0, inspections: 0, matters: 0, complaints: 0, sessions: 0 } };
  });
}

export interface NoticeForEntity extends Record<string, unknown> {
  kind: "inspection" | "matter" | "complaint" | "requalification";
  id: string;
  reference: string;
  title: string;
  authority: string;
  state: string;
  dueOn: string | null;
  at: string;
}

/** What authorities notified to the entity, newest first. */
export async function listNotices(ctx: Context): Promise<NoticeForEntity[]> {
  requirePermission(ctx, "shared.read");
  return await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<NoticeForEntity>(sql`
      select x.kind, x.id, x.reference, x.title, o.name as authority, x.state, x.due::text as "dueOn", ${iso(sql`x.at`)} as at from (
        select 'matter' as kind, m.id, m.organisation_id, m.reference, m.title, m.state, m.due_on as due, m.changed_at as at from matters m
        union all select 'inspection', i.id, i.organisation_id, i.reference, i.legal_basis, i.state, null, i.notified_at from inspections i
        union all select 'complaint', k.id, k.organisation_id, k.reference, k.respondent, k.state, null, k.received_at from complaints k
        union all select 'requalification', q.proposal_id, q.organisation_id, q.pack_id || ', ' || q.articles, q.reason, r.state, null, q.asked_at
          from requalifications q join change_proposals r on r.id = q.proposal_id
      ) x join organisations o on o.id = x.organisation_id order by x.at desc limit 500`),
  );
}
