-- Overlaps of names by an index from both ends: what lies above a name are its endings, what lies below begins with it when read backwards.
create index network_claims_backwards on network_claims (reverse(value) collate "C") where kind = 'domain';
create index network_claims_forwards on network_claims (value collate "C") where kind = 'url_prefix';
create or replace function toguna_claim_overlaps() returns table (own_id uuid, other_id uuid, other_value text, other_from timestamptz, other_until timestamptz, relation text)
  language plpgsql stable security definer rows 50 set search_path = pg_catalog, public as $$
begin
  if toguna_scope() is distinct from 'constituent' then return; end if;
  return query
    with own as materialized (select c as id from toguna_claimants() c),
    mine as materialized (
      select n.* from network_claims n where n.constituent_id in (select id from own) and n.state not in ('refused', 'withdrawn')),
    -- The endings of a name: of "a.b.example" they are "b.example" and "example".
    above as materialized (
      select m.id, array_to_string(p.parts[n:], '.') as value from mine m, lateral (select string_to_array(m.value, '.') as parts) p,
        generate_series(2, cardinality(p.parts)) n where m.kind = 'domain'),
    found as (
      select m.id as mine_id, o.id as their_id, case when o.prefix = m.prefix then 'same' when o.prefix << m.prefix then 'inside' else 'around' end as how
        from mine m join network_claims o on o.kind = 'prefix' and o.prefix && m.prefix where m.kind = 'prefix'
      union all
      select m.id, o.id, 'same' from mine m join network_claims o on o.kind = m.kind and o.value = m.value where m.kind <> 'prefix'
      union all
      select a.id, o.id, 'around' from above a join network_claims o on o.kind = 'domain' and o.value = a.value
      union all
      select m.id, o.id, 'inside' from mine m join network_claims o on o.kind = 'domain' and reverse(o.value) collate "C" >= reverse(m.value) || '.'
        and reverse(o.value) collate "C" < reverse(m.value) || '/' where m.kind = 'domain'
      union all
      select m.id, o.id, 'inside' from mine m join network_claims o on o.kind = 'url_prefix' and o.value collate "C" > m.value
        and o.value collate "C" < m.value || chr(1114111) where m.kind = 'url_prefix'
      union all
      select m.id, o.id, 'around' from mine m, generate_series(1, length(m.value) - 1) n join network_claims o on o.kind = 'url_prefix'
        where m.kind = 'url_prefix' and o.value = left(m.value, n))
    select m.id, o.id, o.value, o.held_from, o.held_until, f.how
    from found f join mine m on m.id = f.mine_id join network_claims o on o.id = f.their_id
    where o.state in ('active', 'disputed') and o.constituent_id not in (select id from own)
      and tstzrange(m.held_from, m.held_until) && tstzrange(o.held_from, o.held_until)
    order by m.id, o.value, o.id limit 500;
end $$;
