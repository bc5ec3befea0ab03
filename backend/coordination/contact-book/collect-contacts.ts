// Collects whom the team may have to reach without the platform: its own people, constituents' contacts with their safe channels, fraud desks, peers, authorities, speakers.
import { sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import type { BookEntry } from "./model.ts";

/** In the order in which the book prints them. Whom nobody could reach is not in it. */
export async function collectContacts(tx: Tx): Promise<BookEntry[]> {
  return [
    ...(await tx.execute<BookEntry & Record<string, unknown>>(sql`
    select e.section, e.organisation, e.name, e.role, coalesce(e.phone, '') as phone, coalesce(e.safe, '') as "safeChannel", coalesce(e.email, '') as email,
      coalesce(e.hours, '') as hours, coalesce(e.languages, '') as languages from (
      select 1 as place, 'team' as section, '' as organisation, p.name, string_agg(distinct g.role, ', ') as role, null as phone, null as safe, p.email, null as hours, p.language as languages
        from people p join role_grants g on g.person_id = p.id and g.revoked_at is null and g.role in ('analyst', 'senior', 'lead', 'on_call', 'administrator')
        where p.disabled_at is null group by p.id
      union all
      select 2, 'constituent', c.name, k.name, k.role, k.phone, k.safe_channel_kind || ': ' || k.safe_channel_value, k.email, k.hours, array_to_string(k.languages, ' ')
        from contacts k join constituents c on c.id = k.constituent_id where k.ended_at is null and c.ended_at is null
      union all
      select 3, 'partner', c.name, b.contact_name, b.kind, b.phone, null, b.email, b.hours, b.language
        from partner_bodies b join constituents c on c.id = b.constituent_id where b.ended_at is null
      union all
      select case q.kind when 'peer' then 4 when 'authority' then 5 else 6 end, case q.kind when 'peer' then 'peer' when 'authority' then 'authority' else 'other' end,
        coalesce(o.name, ''), q.name, q.kind, q.phone, null, q.email, null, q.language
        from correspondents q left join organisations o on o.id = q.organisation_id where q.ended_at is null and q.contact_id is null
      union all
      select 7, 'speaker', s.place, s.name, s.kind, s.phone, null, s.email, null, array_to_string(s.languages, ' ') from press_people s where s.ended_at is null
    ) e where e.phone is not null or e.email is not null or e.safe is not null
    order by e.place, lower(e.organisation), lower(e.name), e.email, e.phone limit 20000`)),
  ];
}
