// A vulnerability as the desk works on it, and the list of them.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { releasesOf } from "../four-eyes/list-releases.ts";
import { scoresOf } from "./cvss.ts";
import { proposedDays } from "./model.ts";
import { nextRung } from "./rules.ts";
import type { DisclosureLine, DisclosureView, EditionView, FlawView, VendorView } from "./views/model.ts";

const nameOf = (column: SQL): SQL => sql`(select q.name from people q where q.id = ${column})`;

/** What was changed last stands first; what is hidden from the asker is not there. */
export async function listDisclosures(ctx: Context): Promise<DisclosureLine[]> {
  requirePermission(ctx, "case.read");
  return await readOnly(ctx, async (tx) => [
    ...(await tx.execute<DisclosureLine & Record<string, unknown>>(sql`
      select d.case_id as "caseId", k.reference, k.title, k.status, d.number,
        (select count(*)::int from disclosure_parties p where p.case_id = d.case_id and p.left_at is null) as vendors,
        (select count(*)::int from disclosure_flaws f where f.case_id = d.case_id) as flaws,
        (select count(*)::int from disclosure_statements s where s.case_id = d.case_id and s.state = 'said') as "toDecide",
        (select ${iso(sql`e.until`)} from disclosure_embargoes e where e.case_id = d.case_id order by e.number desc limit 1) as "embargoUntil",
        (select ${iso(sql`e.publish_at`)} from disclosure_editions e where e.case_id = d.case_id and e.state = 'scheduled' limit 1) as "publishAt",
        (select ${iso(sql`max(e.published_at)`)} from disclosure_editions e where e.case_id = d.case_id and e.state = 'published') as "publishedAt"
      from disclosures d join cases k on k.id = d.case_id order by (k.status = 'closed'), d.began_at desc, d.case_id desc limit 500`)),
  ]);
}

/** By the case's id, or that of one of its publications, which requests for a second person name. @throws AppError not_found, also for a case of another kind. */
export async function readDisclosure(ctx: Context, caseId: string): Promise<DisclosureView> {
  requirePermission(ctx, "case.read");
  return await readOnly(ctx, async (tx) => {
    const [head] = isId(caseId)
      ? await tx.execute<Head>(sql`
          select d.case_id as "caseId", k.reference, k.title, d.handle, d.number, d.is_party_list_shown as "isPartyListShown", d.policy_version as "policyVersion", d.version,
            ${iso(sql`d.began_at`)} as "beganAt", w.severity, w.texts, w.refs, w.version as "draftVersion",
            (select json_build_object('embargoDays', p.embargo_days, 'secondWayDays', p.second_way_days, 'nationalDays', p.national_days)
              from disclosure_policies p order by p.version desc limit 1) as days
          from disclosures d join cases k on k.id = d.case_id join disclosure_drafts w on w.case_id = d.case_id where d.case_id = ${caseId}
            or d.case_id = (select e.case_id from disclosure_editions e where e.id = ${caseId})`)
      : [];
    if (!head) throw notFound("vulnerability case");
    const { severity, texts, refs, draftVersion, days, beganAt, ...rest } = head;
    const { embargoDays } = days ?? proposedDays;
    return {
      ...rest,
      proposedUntil: new Date(new Date(beganAt).getTime() + embargoDays * 86_400_000).toISOString(),
      isProposalVerified: days !== null,
      draft: { severity, texts, refs, version: draftVersion },
      vendors: await readVendors(tx, rest.caseId, days ?? proposedDays, ctx.now()),
      editions: await readEditions(tx, rest.caseId),
      ...(await readParts(tx, rest.caseId)),
    };
  });
}

interface Head extends Record<string, unknown> {
  caseId: string;
  reference: string;
  title: string;
  handle: string;
  number: string | null;
  isPartyListShown: boolean;
  policyVersion: number | null;
  version: number;
  beganAt: string;
  severity: DisclosureView["draft"]["severity"];
  texts: DisclosureView["draft"]["texts"];
  refs: string[];
  draftVersion: number;
  days: { embargoDays: number; secondWayDays: number; nationalDays: number } | null;
}

type Days = { secondWayDays: number; nationalDays: number };

async function readVendors(tx: Tx, caseId: string, days: Days, now: Date): Promise<VendorView[]> {
  const rows = await tx.execute<
    Omit<VendorView, "rung" | "rungDueAt"> & {
      hasAnswered: boolean;
      attempts: { means: string; outcome: string; at: string }[];
    } & Record<string, unknown>
  >(sql`
    select p.id, p.name, p.product, p.country, c.email, c.phone, p.organisation_id is not null as "isRegistered", ${iso(sql`p.invited_at`)} as "invitedAt",
      ${iso(sql`p.left_at`)} as "leftAt", p.left_reason as "leftReason", l.id as "linkId", ${iso(sql`l.opened_at`)} as "openedAt",
      array(select r.post_id::text from disclosure_reads r where r.party_id = p.id) as "readPosts",
      array(select s.flaw_id::text from disclosure_cells s where s.party_id = p.id) as asked,
      l.opened_at is not null or exists (select 1 from disclosure_reads r where r.party_id = p.id)
        or exists (select 1 from disclosure_statements s where s.party_id = p.id and s.way <> 'desk') as "hasAnswered",
      (select coalesce(json_agg(json_build_object('means', t.means, 'outcome', t.outcome, 'at', t.at) order by t.at), '[]') from disclosure_contacts t where t.party_id = p.id) as attempts
    from disclosure_parties p join correspondents c on c.id = p.correspondent_id left join secure_links l on l.party_id = p.id
    where p.case_id = ${caseId} order by (p.left_at is not null), p.added_at, p.id`);
  return rows.map(({ hasAnswered, attempts, ...vendor }) => {
    const { rung, dueAt } = nextRung({ hasAnswered, attempts }, days, now);
    return { ...vendor, rung, rungDueAt: dueAt };
  });
}

async function readEditions(tx: Tx, caseId: string): Promise<EditionView[]> {
  const rows = await tx.execute<Omit<EditionView, "releases"> & Record<string, unknown>>(sql`
    select e.id, e.state, e.edition, e.note, ${iso(sql`e.publish_at`)} as "publishAt", ${iso(sql`e.published_at`)} as "publishedAt", e.early_cause as "earlyCause",
      e.early_reason as "earlyReason", ${nameOf(sql`e.asked_by`)} as "askedBy", ${iso(sql`e.asked_at`)} as "askedAt",
      case when e.state in ('waiting', 'scheduled') then e.content end as content
    from disclosure_editions e where e.case_id = ${caseId} order by e.asked_at desc, e.id desc limit 50`);
  const editions: EditionView[] = [];
  for (const row of rows) {
    const kind = row.earlyCause === null ? "disclosure" : "early_disclosure";
    editions.push({ ...row, releases: await releasesOf(tx, kind, row.id) });
  }
  return editions;
}

type Parts = Pick<
  DisclosureView,
  "flaws" | "statements" | "posts" | "embargoes" | "contacts" | "finders" | "milestones" | "decisions" | "exploitations"
>;

async function readParts(tx: Tx, caseId: string): Promise<Parts> {
  const rows = async <Row>(query: SQL): Promise<Row[]> => [...(await tx.execute(query))] as Row[];
  return {
    flaws: (
      await rows<
        Omit<FlawView, "cvss"> & { cvss31: string | null; cvss40: string | null }
      >(sql`select f.id, f.ordinal, f.title, f.description, f.cwe, f.version,
      f.cvss_v3 as cvss31, f.cvss_v4 as cvss40,
      (select v.cve_id from disclosure_cves v where v.flaw_id = f.id and v.state <> 'rejected') as "cveId" from disclosure_flaws f where f.case_id = ${caseId} order by f.ordinal`)
    ).map(({ cvss31, cvss40, ...flaw }) => ({ ...flaw, cvss: scoresOf({ cvss31, cvss40 }) })),
    statements:
      await rows(sql`select s.id, s.party_id as "partyId", s.flaw_id as "flawId", s.status, s.justification, s.versions, s.body, s.refs, s.way,
      ${iso(sql`s.said_at`)} as "saidAt", s.state, s.is_shared as "isShared", ${nameOf(sql`s.decided_by`)} as "decidedBy", ${iso(sql`s.decided_at`)} as "decidedAt",
      s.decide_note as "decideNote" from disclosure_statements s where s.case_id = ${caseId} order by s.said_at desc, s.id desc limit 1000`),
    posts:
      await rows(sql`select p.id, p.party_id as "partyId", p.is_from_party as "isFromParty", p.audience, p.body, ${nameOf(sql`p.author_id`)} as by, ${iso(sql`p.at`)} as at
      from disclosure_posts p where p.case_id = ${caseId} order by p.at desc, p.id desc limit 500`),
    embargoes:
      await rows(sql`select e.id, e.number, ${iso(sql`e.until`)} as until, e.reason, ${nameOf(sql`e.set_by`)} as "setBy", ${iso(sql`e.set_at`)} as "setAt",
      (select coalesce(json_agg(json_build_object('partyId', c.party_id, 'answer', c.answer, 'note', c.note, 'way', c.way, 'saidAt', ${iso(sql`c.said_at`)}) order by c.said_at), '[]')
        from disclosure_consents c where c.embargo_id = e.id) as consents from disclosure_embargoes e where e.case_id = ${caseId} order by e.number desc`),
    contacts:
      await rows(sql`select t.id, t.party_id as "partyId", t.means, t.outcome, t.note, ${nameOf(sql`t.by_person`)} as by, ${iso(sql`t.at`)} as at
      from disclosure_contacts t where t.case_id = ${caseId} order by t.at desc, t.id desc limit 500`),
    finders:
      await rows(sql`select f.id, f.report_id as "reportId", r.reference, r.disclosure_policy as "policyVersion", f.wish, f.credit
      from disclosure_finders f join reports r on r.id = f.report_id where f.case_id = ${caseId} order by r.received_at, f.id`),
    milestones: await rows(
      sql`select m.kind, ${iso(sql`m.at`)} as at, ${iso(sql`m.due_at`)} as "dueAt" from disclosure_milestones m where m.case_id = ${caseId} order by m.at, m.kind`,
    ),
    decisions:
      await rows(sql`select x.id, x.flaw_id as "flawId", x.tree, x.inputs, x.suggested, x.decision, x.note, ${nameOf(sql`x.decided_by`)} as by, ${iso(sql`x.at`)} as at
      from disclosure_decisions x where x.case_id = ${caseId} order by x.at desc, x.id desc limit 200`),
    exploitations:
      await rows(sql`select x.id, x.incident_id as "incidentId", k.reference, k.title, x.flaw_id as "flawId", ${iso(sql`x.known_at`)} as "knownAt"
      from disclosure_exploitations x join cases k on k.id = x.incident_id where x.case_id = ${caseId} order by x.known_at desc`),
  };
}
