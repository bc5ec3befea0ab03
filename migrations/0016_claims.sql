-- Network claims as a procedure: proofs, approvals, disputes, delegated files of the address registries, and a history that nobody overwrites.

alter table network_claims
  -- proposed: not proven yet. waiting: for officers' approvals. active and disputed: what attribution answers with.
  -- contesting: proven, but somebody else's earlier claim on the same stands until their dispute is settled.
  add column state text not null default 'active'
    check (state in ('proposed', 'waiting', 'active', 'disputed', 'contesting', 'refused', 'withdrawn')),
  -- When the proof was held against the claim by a check or by the approvals that it needs; null: somebody's word.
  add column proven_at timestamptz,
  -- A proof that was there and is not any more.
  add column lapsed_at timestamptz,
  add column reason text not null default '' check (length(reason) <= 2000),
  -- Since when the register says it like this, and who made it say so.
  add column recorded_at timestamptz not null default now(),
  add column recorded_by uuid references people (id);
update network_claims set recorded_at = created_at;
create index network_claims_open on network_claims (created_at, id) where state in ('proposed', 'waiting', 'contesting');
create index network_claims_unproven on network_claims (created_at, id) where state in ('active', 'disputed') and (proven_at is null or lapsed_at is not null);

-- What the register said before: the time of the world (held_from, held_until) and the time of the register (recorded_from, recorded_until).
create table network_claim_versions (
  claim_id uuid not null,
  recorded_from timestamptz not null,
  recorded_until timestamptz not null,
  version bigint generated always as identity,
  constituent_id uuid not null,
  kind text not null,
  value text not null,
  prefix cidr,
  held_from timestamptz,
  held_until timestamptz,
  state text not null,
  source text not null,
  proof text not null,
  proven_at timestamptz,
  reason text not null,
  recorded_by uuid,
  is_deleted boolean not null default false,
  primary key (claim_id, version)
);
create index network_claim_versions_constituent on network_claim_versions (constituent_id);
create index network_claim_versions_prefix on network_claim_versions using gist (prefix inet_ops) where kind = 'prefix';
create index network_claim_versions_value on network_claim_versions (kind, value);

create function toguna_keep_network_claim() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if tg_op = 'UPDATE' then
    if old is not distinct from new then return new; end if;
    if new.kind <> old.kind or new.value <> old.value or new.prefix is distinct from old.prefix then
      raise exception 'a claim is on one thing for ever: end it and make another' using errcode = 'check_violation';
    end if;
    if new.recorded_at is not distinct from old.recorded_at then new.recorded_at := greatest(now(), old.recorded_at); end if;
  end if;
  insert into network_claim_versions (claim_id, recorded_from, recorded_until, constituent_id, kind, value, prefix, held_from, held_until,
      state, source, proof, proven_at, reason, recorded_by, is_deleted)
    values (old.id, old.recorded_at, case when tg_op = 'UPDATE' then new.recorded_at else greatest(now(), old.recorded_at) end, old.constituent_id, old.kind,
      old.value, old.prefix, old.held_from, old.held_until, old.state, old.source, old.proof, old.proven_at, old.reason, old.recorded_by, tg_op = 'DELETE');
  return case when tg_op = 'UPDATE' then new else old end;
end $$;
create trigger network_claims_history before update or delete on network_claims for each row execute function toguna_keep_network_claim();

create function toguna_refuse_claim_history() returns trigger language plpgsql as $$
begin
  if session_user <> 'toguna_app' then return case when tg_op = 'UPDATE' then new else old end; end if;
  raise exception '% keeps what was: % refused', tg_table_name, tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger network_claim_versions_stay before update or delete on network_claim_versions for each row execute function toguna_refuse_claim_history();

-- What DNS must say. One token a challenge, bound to its claim; looked at again every year.
create table claim_challenges (
  id uuid primary key,
  claim_id uuid not null references network_claims (id),
  token text not null unique check (length(token) between 32 and 100),
  -- Each inner list is one zone with the names that count for it; every zone must have the record at one of its names.
  names jsonb not null,
  created_at timestamptz not null,
  created_by uuid references people (id),
  -- Until then it can be proven the first time.
  expires_at timestamptz not null check (expires_at > created_at),
  proven_at timestamptz,
  checked_at timestamptz,
  -- The last look-up that did not find it: {"name", "problem", "detail"}; null where it was found.
  missing jsonb,
  check_due_at timestamptz,
  -- Told that the record is gone, and when the proof lapses for it.
  warned_at timestamptz,
  lapses_at timestamptz,
  ended_at timestamptz
);
create unique index claim_challenges_open on claim_challenges (claim_id) where ended_at is null;
create index claim_challenges_due on claim_challenges (check_due_at) where ended_at is null and proven_at is not null;

-- Letters and documents of address and domain registries, as they came.
create table claim_documents (
  id uuid primary key,
  claim_id uuid not null references network_claims (id),
  kind text not null check (kind in ('letter', 'whois', 'rdap')),
  name text not null check (length(name) between 1 and 200),
  media_type text not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  size integer not null check (size between 1 and 1500000),
  bytes bytea not null,
  -- What was read from it (backend/registry/claims/model.ts, ReadDocument).
  says jsonb not null,
  received_at timestamptz not null,
  received_by uuid references people (id),
  constraint claim_documents_once unique (claim_id, sha256)
);

create table claim_approvals (
  claim_id uuid not null references network_claims (id),
  person_id uuid not null references people (id),
  reason text not null check (length(reason) between 3 and 2000),
  approved_at timestamptz not null,
  primary key (claim_id, person_id)
);
create trigger claim_approvals_stay before update or delete on claim_approvals for each row execute function toguna_refuse_claim_history();

-- A letter is two persons' word, a document of a registry one officer's: whatever the application forgets. A demonstration's claims are nobody's.
create function toguna_judge_network_claim() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
declare needed integer := case new.proof when 'letter' then 2 when 'whois' then 1 when 'rdap' then 1 else 0 end;
begin
  if session_user <> 'toguna_app' or needed = 0 or new.state not in ('active', 'disputed', 'contesting') then return new; end if;
  if tg_op = 'UPDATE' and old.state in ('active', 'disputed', 'contesting') and old.proof = new.proof then return new; end if;
  if (select c.is_demo from constituents c where c.id = new.constituent_id) then return new; end if;
  if (select count(*) from claim_approvals a where a.claim_id = new.id) < needed then
    raise exception 'a claim by % needs % approval(s) by different persons', new.proof, needed using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger network_claims_judged before insert or update on network_claims for each row execute function toguna_judge_network_claim();

-- Two parties on one thing. What a party may know of the other stands here, and nowhere else.
create table claim_disputes (
  id uuid primary key,
  reference text not null unique,
  kind text not null,
  value text not null,
  standing_claim_id uuid not null references network_claims (id),
  standing_constituent_id uuid not null references constituents (id),
  standing_name text not null,
  challenger_claim_id uuid not null references network_claims (id),
  challenger_constituent_id uuid not null references constituents (id),
  challenger_name text not null,
  because text not null check (because in ('overlap', 'contested')),
  opened_at timestamptz not null,
  opened_by uuid references people (id),
  answer_by timestamptz not null,
  -- withdrawn: the challenger gave the claim up.
  state text not null check (state in ('open', 'proposed', 'settled', 'withdrawn')),
  -- kept: the standing claim is right. moved: it never was. split: it was right until split_at.
  outcome text check (outcome in ('kept', 'moved', 'split')),
  split_at timestamptz,
  reason text check (length(reason) between 3 and 2000),
  proposed_by uuid references people (id),
  proposed_at timestamptz,
  confirmed_by uuid references people (id),
  settled_at timestamptz,
  version integer not null default 1,
  check (standing_claim_id <> challenger_claim_id and standing_constituent_id <> challenger_constituent_id),
  constraint claim_disputes_two_persons check (confirmed_by is null or confirmed_by <> proposed_by),
  check ((outcome = 'split') = (split_at is not null) or outcome is null),
  check (state in ('open', 'withdrawn') or (outcome is not null and reason is not null and proposed_by is not null)),
  check (state <> 'settled' or (confirmed_by is not null and settled_at is not null))
);
create unique index claim_disputes_open on claim_disputes (standing_claim_id, challenger_claim_id) where state in ('open', 'proposed');
create index claim_disputes_challenger on claim_disputes (challenger_claim_id);

-- What is settled stays as it was settled.
create function toguna_keep_claim_dispute() returns trigger language plpgsql as $$
begin
  if session_user = 'toguna_app' and (tg_op = 'DELETE' or (old.state in ('settled', 'withdrawn') and old is distinct from new)) then
    raise exception 'a settled dispute stays as it is' using errcode = 'insufficient_privilege';
  end if;
  return case when tg_op = 'UPDATE' then new else old end;
end $$;
create trigger claim_disputes_stay before update or delete on claim_disputes for each row execute function toguna_keep_claim_dispute();

create table claim_statements (
  id uuid primary key,
  dispute_id uuid not null references claim_disputes (id),
  constituent_id uuid not null references constituents (id),
  body text not null check (length(body) between 3 and 8000),
  -- Whether the desk wrote it down for the party.
  is_from_paper boolean not null,
  person_id uuid references people (id),
  stated_at timestamptz not null
);
create index claim_statements_dispute on claim_statements (dispute_id, stated_at);
create trigger claim_statements_stay before update or delete on claim_statements for each row execute function toguna_refuse_claim_history();

-- Delegated-extended files of the regional internet registries, kept as they came.
create table delegated_files (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  registry text not null check (registry ~ '^[a-z]{2,12}$'),
  serial text not null,
  covers_until date,
  sha256 bytea not null unique check (octet_length(sha256) = 32),
  size bigint not null,
  packed bytea not null,
  records integer not null,
  is_current boolean not null,
  imported_at timestamptz not null,
  imported_by uuid references people (id)
);
create unique index delegated_files_current on delegated_files (registry) where is_current;

-- The records of the current file of each registry; a range of IPv4 that is no power of two is several prefixes.
create table delegated_records (
  file_id uuid not null references delegated_files (id) on delete cascade,
  line integer not null,
  piece integer not null,
  country text not null,
  kind text not null check (kind in ('prefix', 'asn')),
  prefix cidr,
  asn_from bigint,
  asn_to bigint,
  allocated_on date,
  status text not null,
  opaque_id text,
  primary key (file_id, line, piece),
  check ((kind = 'prefix') = (prefix is not null) and (kind = 'asn') = (asn_from is not null and asn_to is not null))
);
create index delegated_records_prefix on delegated_records using gist (prefix inet_ops) where kind = 'prefix';
create index delegated_records_asn on delegated_records (asn_from, asn_to) where kind = 'asn';
create index delegated_records_opaque on delegated_records (file_id, opaque_id);

-- An officer's word that a registry's account is this constituent's.
create table delegated_holders (
  id uuid primary key,
  registry text not null,
  opaque_id text not null,
  constituent_id uuid not null references constituents (id),
  linked_at timestamptz not null,
  linked_by uuid references people (id),
  ended_at timestamptz,
  ended_by uuid references people (id)
);
create unique index delegated_holders_once on delegated_holders (registry, opaque_id) where ended_at is null;

-- The constituents of who asks, and what of others' claims lies on, in or around the own ones: the value and its dates, never whose.
create function toguna_claimants() returns setof uuid language plpgsql stable security definer rows 5 set search_path = pg_catalog, public as $$
begin
  if toguna_scope() is distinct from 'constituent' then return; end if;
  return query select c.id from constituents c where c.organisation_id = toguna_organisation();
end $$;
create function toguna_claim_overlaps() returns table (own_id uuid, other_id uuid, other_value text, other_from timestamptz, other_until timestamptz, relation text)
  language plpgsql stable security definer rows 50 set search_path = pg_catalog, public as $$
begin
  if toguna_scope() is distinct from 'constituent' then return; end if;
  return query
    with mine as (
      select n.* from network_claims n where n.constituent_id in (select toguna_claimants()) and n.state not in ('refused', 'withdrawn')),
    found as (
      select m.id as mine_id, o.id as their_id, case when o.prefix = m.prefix then 'same' when o.prefix << m.prefix then 'inside' else 'around' end as how
        from mine m join network_claims o on o.kind = 'prefix' and o.prefix && m.prefix where m.kind = 'prefix'
      union all
      select m.id, o.id, case when o.value = m.value then 'same' when length(o.value) > length(m.value) then 'inside' else 'around' end
        from mine m join network_claims o on o.kind = m.kind and (o.value = m.value
          or m.kind = 'domain' and (right(o.value, length(m.value) + 1) = '.' || m.value or right(m.value, length(o.value) + 1) = '.' || o.value)
          or m.kind = 'url_prefix' and (starts_with(o.value, m.value) or starts_with(m.value, o.value))) where m.kind <> 'prefix')
    select m.id, o.id, o.value, o.held_from, o.held_until, f.how
    from found f join mine m on m.id = f.mine_id join network_claims o on o.id = f.their_id
    where o.state in ('active', 'disputed') and o.constituent_id not in (select toguna_claimants())
      and tstzrange(m.held_from, m.held_until) && tstzrange(o.held_from, o.held_until)
    order by m.id, o.value, o.id limit 500;
end $$;
do $$ declare f text; begin
  foreach f in array array['toguna_claimants()', 'toguna_claim_overlaps()'] loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to toguna_app', f);
  end loop;
end $$;

do $$ declare t text; begin
  foreach t in array array['network_claim_versions', 'claim_challenges', 'claim_documents', 'claim_approvals', 'claim_disputes', 'claim_statements',
    'delegated_files', 'delegated_records', 'delegated_holders'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I using ((select toguna_scope()) in (''system'', ''staff''))', t || '_scope', t);
  end loop;
end $$;
-- A constituent proposes for itself, and nothing that is proven already; what follows from a proof is written by the desk's own verbs.
create policy network_claims_propose on network_claims for insert with check ((select toguna_scope()) = 'constituent' and state = 'proposed'
  and proven_at is null and constituent_id in (select toguna_claimants()));
create policy network_claim_versions_own on network_claim_versions for select using ((select toguna_scope()) = 'constituent'
  and constituent_id in (select toguna_claimants()));
create policy claim_challenges_own on claim_challenges for select using ((select toguna_scope()) = 'constituent'
  and claim_id in (select n.id from network_claims n where n.constituent_id in (select toguna_claimants())));
create policy claim_documents_own on claim_documents for select using ((select toguna_scope()) = 'constituent'
  and claim_id in (select n.id from network_claims n where n.constituent_id in (select toguna_claimants())));
create policy claim_disputes_own on claim_disputes for select using ((select toguna_scope()) = 'constituent'
  and (standing_constituent_id in (select toguna_claimants()) or challenger_constituent_id in (select toguna_claimants())));
create policy claim_statements_own on claim_statements for select using ((select toguna_scope()) = 'constituent'
  and dispute_id in (select d.id from claim_disputes d where d.standing_constituent_id in (select toguna_claimants())
    or d.challenger_constituent_id in (select toguna_claimants())));
create policy claim_statements_state on claim_statements for insert with check ((select toguna_scope()) = 'constituent' and not is_from_paper
  and constituent_id in (select toguna_claimants())
  and dispute_id in (select d.id from claim_disputes d where d.state in ('open', 'proposed') and constituent_id in (d.standing_constituent_id, d.challenger_constituent_id)));
