// Pairs of constituents that may be one: much the same name, a contact or a domain in common; the same area makes it likelier.
import { sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import type { DuplicatePair } from "./model.ts";

/** How alike two names must be (pg_trgm similarity). */
const alikeEnough = 0.6;
/** Houses where anybody has an address: the same one there says nothing. */
const freeMail =
  "gmail.com,googlemail.com,yahoo.com,yahoo.fr,hotmail.com,hotmail.fr,outlook.com,outlook.fr,live.com,live.fr,icloud.com,proton.me,protonmail.com,gmx.com,orange.fr,aol.com,mail.ru,yandex.com,yandex.ru";

/** The likeliest first; pairs that somebody called different are left out. */
export async function findDuplicates(tx: Tx, most: number): Promise<DuplicatePair[]> {
  const side = (id: string) =>
    sql.raw(`(select jsonb_build_object('id', c.id, 'reference', c.reference, 'name', c.name, 'sector', c.sector,
    'contacts', (select count(*)::int from contacts k where k.constituent_id = c.id and k.ended_at is null),
    'networks', (select count(*)::int from network_claims n where n.constituent_id = c.id and n.held_until is null)) from constituents c where c.id = ${id})`);
  const rows = await tx.execute<DuplicatePair & Record<string, unknown>>(sql`
    with here as materialized (select id, lower(name) as name, area_id from constituents where ended_at is null),
    mailed as materialized (select distinct k.constituent_id as id, lower(k.email) as email, split_part(lower(k.email), '@', 2) as domain
      from contacts k join here h on h.id = k.constituent_id where k.ended_at is null and k.email is not null),
    called as materialized (select distinct k.constituent_id as id, right(regexp_replace(k.phone, '\\D', '', 'g'), 9) as phone
      from contacts k join here h on h.id = k.constituent_id where k.ended_at is null and k.phone is not null),
    -- Names are compared where they share the beginning or end of a word, or of two words that follow each other, that few others have:
    -- an index by trigrams reads every "Banque" for every other "Banque".
    words as materialized (select h.id, w.word, w.at, lead(w.word) over (partition by h.id order by w.at) as next
      from here h, regexp_split_to_table(h.name, '[^[:alnum:]]+') with ordinality w(word, at) where length(w.word) > 1),
    keys as materialized (
      select distinct w.id, k.key from words w, lateral (values ('b' || left(w.word, 4)), ('e' || right(w.word, 4)),
        ('n' || left(w.word, 4) || ' ' || left(w.next, 4))) k(key) where k.key is not null),
    rare as (select key from keys group by key having count(*) between 2 and 50),
    -- Those of rare keys first, and only then their pairs: a word that all have would make a square of the register.
    kept as materialized (select k.id, k.key from keys k join rare r on r.key = k.key),
    near as materialized (select distinct a.id as one, b.id as other from kept a join kept b on b.key = a.key and b.id > a.id),
    -- What very many share tells no two apart, and their pairs would be a square of them.
    names as (select name from here group by name having count(*) <= 20),
    -- Nothing is known of how large these are while the query is planned: what several share is kept apart first, so that no join is of all with all.
    domains as materialized (select domain from mailed group by domain having count(distinct id) between 2 and 20),
    held as materialized (select n.constituent_id as id, n.kind, n.value from network_claims n join here h on h.id = n.constituent_id
      where n.kind in ('domain', 'url_prefix', 'short_code') and n.held_until is null and n.state in ('active', 'disputed')),
    values_held as materialized (select kind, value from held group by kind, value having count(distinct id) between 2 and 20),
    same_value as materialized (select distinct h.id, h.kind, h.value from held h join values_held v on v.kind = h.kind and v.value = h.value),
    emails as materialized (select email from mailed group by email having count(distinct id) between 2 and 20),
    phones as materialized (select phone from called where length(phone) >= 6 group by phone having count(distinct id) between 2 and 20),
    same_domain as materialized (select distinct m.id, m.domain from mailed m join domains d on d.domain = m.domain),
    same_email as materialized (select distinct m.id, m.email from mailed m join emails e on e.email = m.email),
    same_phone as materialized (select distinct c.id, c.phone from called c join phones p on p.phone = c.phone),
    found as (
      select n.one, n.other, 'name' as reason, 3 as weight, null::text as shared from near n join here a on a.id = n.one join here b on b.id = n.other
        where similarity(a.name, b.name) >= ${alikeEnough} and exists (select 1 from names m where m.name = a.name)
      union all
      select a.id, b.id, 'name', 3, null from here a join names n on n.name = a.name join here b on b.name = a.name and b.id > a.id
      union all
      select a.id, b.id, 'email', 3, a.email from same_email a join same_email b on b.email = a.email and b.id > a.id
      union all
      select a.id, b.id, 'domain', 2, a.domain from same_domain a join same_domain b
        on b.domain = a.domain and b.id > a.id where a.domain <> all (string_to_array(${freeMail}, ','))
      union all
      select a.id, b.id, 'phone', 2, a.phone from same_phone a join same_phone b on b.phone = a.phone and b.id > a.id
      union all
      select a.id, b.id, 'domain', 3, a.value from same_value a join same_value b on b.kind = a.kind and b.value = a.value and b.id > a.id),
    pairs as (
      select f.one, f.other, array_agg(distinct f.reason) as reasons, array_remove(array_agg(distinct f.shared), null) as shared, sum(f.weight) as weight
      from found f where not exists (select 1 from not_duplicates d where d.one_id = f.one and d.other_id = f.other) group by f.one, f.other)
    select ${side("p.one")} as one, ${side("p.other")} as other, p.reasons || case when a.area_id = b.area_id then array['area'] else '{}'::text[] end as reasons, p.shared
    from pairs p join here a on a.id = p.one join here b on b.id = p.other
    order by p.weight + case when a.area_id = b.area_id then 1 else 0 end desc, p.one, p.other limit ${most}`);
  return [...rows];
}
