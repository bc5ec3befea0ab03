// One vendor's part of a case: its own cells, what is shared with all, the date that all agreed to. Every query names the party, so that it shows the same whatever the database would let through.
import { sql } from "drizzle-orm";
import { iso, type Tx } from "../../../platform/db/index.ts";
import type { PartyView } from "../views/model.ts";

interface Head extends Record<string, unknown> {
  caseId: string;
  handle: string;
  name: string;
  product: string;
  isListShown: boolean;
  number: string | null;
}

/** Undefined for a party that was not invited, or has left. */
export async function readParty(tx: Tx, partyId: string): Promise<PartyView | undefined> {
  const [head] = await tx.execute<Head>(sql`
    select p.case_id as "caseId", d.handle, p.name, p.product, d.is_party_list_shown as "isListShown",
      (select max(e.number) from disclosure_editions e where e.case_id = p.case_id and e.state = 'published') as number
    from disclosure_parties p join disclosures d on d.case_id = p.case_id where p.id = ${partyId} and p.left_at is null and p.invited_at is not null`);
  if (!head) return undefined;
  const { caseId, handle, name, product, isListShown, number } = head;
  const asked = sql`select c.flaw_id from disclosure_cells c where c.party_id = ${partyId}`;
  const flaws = await tx.execute<PartyView["flaws"][number] & Record<string, unknown>>(sql`
    select f.id, f.ordinal, f.title, f.description, f.cwe, (select v.cve_id from disclosure_cves v where v.flaw_id = f.id and v.state <> 'rejected') as "cveId"
    from disclosure_flaws f where f.case_id = ${caseId} and f.id in (${asked}) order by f.ordinal`);
  const own = await tx.execute<PartyView["own"][number] & Record<string, unknown>>(sql`
    select s.id, s.party_id as "partyId", s.flaw_id as "flawId", s.status, s.justification, s.versions, s.body, s.refs, s.way, ${iso(sql`s.said_at`)} as "saidAt", s.state,
      s.is_shared as "isShared", ${iso(sql`s.decided_at`)} as "decidedAt"
    from disclosure_statements s where s.party_id = ${partyId} order by s.said_at desc, s.id desc limit 200`);
  const shared = await tx.execute<PartyView["shared"][number] & Record<string, unknown>>(sql`
    select distinct on (s.party_id, s.flaw_id) s.flaw_id as "flawId", ${isListShown ? sql`o.name` : sql`null::text`} as vendor, s.status, s.versions, s.body, s.refs
    from disclosure_statements s ${isListShown ? sql`left join disclosure_parties o on o.id = s.party_id` : sql``}
    where s.case_id = ${caseId} and s.party_id <> ${partyId} and s.is_shared and s.flaw_id in (${asked}) order by s.party_id, s.flaw_id, s.said_at desc`);
  const posts = await tx.execute<PartyView["posts"][number] & Record<string, unknown>>(sql`
    select p.id, p.party_id is not distinct from ${partyId}::uuid and p.is_from_party as "isOwn", p.audience = 'all' as "isToAll", p.body, ${iso(sql`p.at`)} as at
    from disclosure_posts p where p.case_id = ${caseId} and (p.party_id = ${partyId} or p.audience = 'all') order by p.at, p.id limit 500`);
  const [embargo] = await tx.execute<NonNullable<PartyView["embargo"]> & Record<string, unknown>>(sql`
    select e.id, e.number, ${iso(sql`e.until`)} as until, e.reason, (select c.answer from disclosure_consents c where c.embargo_id = e.id and c.party_id = ${partyId}) as answer
    from disclosure_embargoes e where e.case_id = ${caseId} order by e.number desc limit 1`);
  const others = isListShown
    ? await tx.execute<{ name: string }>(sql`select o.name from disclosure_parties o
        where o.case_id = ${caseId} and o.id <> ${partyId} and o.left_at is null and o.invited_at is not null order by o.name`)
    : null;
  return {
    partyId,
    handle,
    name,
    product,
    others: others === null ? null : others.map((other) => other.name),
    flaws: [...flaws],
    own: [...own],
    shared: [...shared],
    posts: [...posts],
    embargo: embargo ?? null,
    publishedNumber: number,
  };
}

/** What was shown and not yet read is read now. */
export async function markRead(tx: Tx, partyId: string, at: Date): Promise<void> {
  await tx.execute(sql`insert into disclosure_reads (party_id, post_id, case_id, read_at)
    select ${partyId}, p.id, p.case_id, ${at.toISOString()}::timestamptz from disclosure_posts p join disclosure_parties o on o.id = ${partyId} and o.case_id = p.case_id
    where not p.is_from_party and (p.party_id = ${partyId} or p.audience = 'all') on conflict do nothing`);
}
