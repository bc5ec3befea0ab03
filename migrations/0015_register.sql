-- The register's data: what a constituent was and since when, its size, services, relations, keys of its contacts, and registers of accredited bodies.

-- A branch is a further place of a constituent; its seat stays area_id.
alter table constituents add column branch_area_ids text[] not null default '{}';
create index constituents_parent on constituents (parent_id) where parent_id is not null;
create index constituents_area on constituents (area_id);
create index constituents_branches on constituents using gin (branch_area_ids);
create index constituents_in_order on constituents (name, id) where ended_at is null;
create index constituents_classes on constituents using gin (classes);
alter table constituents add constraint constituents_not_own_parent check (parent_id is null or parent_id <> id);

-- A reference is written on letters and in cases: it never changes, nor does the organisation (tenant) behind the row.
create function toguna_keep_reference() returns trigger language plpgsql as $$
begin
  raise exception 'a reference never changes' using errcode = 'check_violation', constraint = 'reference_never_changes';
end $$;
create trigger constituents_reference before update on constituents for each row
  when (old.reference <> new.reference or old.id <> new.id or old.organisation_id <> new.organisation_id) execute function toguna_keep_reference();

-- No circle of parents: changes of parents stand in one row, so that two of them at the same moment make none either.
create function toguna_refuse_circle() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform pg_advisory_xact_lock(hashtext('constituents.parent_id'));
  if exists (
    with recursive above as (
      select c.id, c.parent_id from constituents c where c.id = new.parent_id
      union select c.id, c.parent_id from constituents c join above a on c.id = a.parent_id)
    select 1 from above where id = new.id) then
    raise exception 'a constituent cannot stand above itself' using errcode = 'check_violation', constraint = 'constituents_no_circle';
  end if;
  return new;
end $$;
create trigger constituents_no_circle before insert or update of parent_id on constituents for each row
  when (new.parent_id is not null) execute function toguna_refuse_circle();

-- An area of branches is one of the country's, as the seat is.
create function toguna_judge_branches() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if current_setting('toguna.is_restoring', true) = 'yes' then return new; end if;
  if exists (select 1 from unnest(new.branch_area_ids) b where not exists (select 1 from areas a where a.id = b)) then
    raise exception 'a branch stands in an area that is not known' using errcode = 'foreign_key_violation', constraint = 'constituents_branches';
  end if;
  return new;
end $$;
create trigger constituents_branches before insert or update of branch_area_ids on constituents for each row
  when (cardinality(new.branch_area_ids) > 0) execute function toguna_judge_branches();

-- What a constituent was, fact by fact. A row says: from valid_from (null: as far back as anybody knows) until valid_until (null: on and on)
-- the fact was this, as written down at recorded_at. Of two rows for one day the one with the higher number holds.
create table constituent_facts (
  constituent_id uuid not null references constituents (id) on delete cascade,
  number integer not null,
  fact text not null check (fact in ('name', 'otherNames', 'sector', 'isic', 'classes', 'parentId', 'areaId', 'branchAreaIds', 'languages', 'endedAt')),
  value jsonb not null,
  valid_from timestamptz,
  valid_until timestamptz,
  recorded_at timestamptz not null,
  recorded_by uuid references people (id),
  why text check (length(why) between 1 and 2000),
  primary key (constituent_id, number),
  check (valid_until is null or valid_from is null or valid_until > valid_from)
);
create index constituent_facts_by_fact on constituent_facts (constituent_id, fact, number desc);

-- Every change of a fact is kept by the database, whichever verb wrote it. A verb that knows more says so in the setting toguna.fact:
-- {"validFrom", "recordedAt", "why"}.
create function toguna_keep_facts() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  told jsonb := coalesce(nullif(current_setting('toguna.fact', true), ''), '{}')::jsonb;
  written timestamptz := case when tg_op = 'INSERT' then new.created_at else coalesce((told ->> 'recordedAt')::timestamptz, now()) end;
  since timestamptz := case when tg_op = 'INSERT' then null else coalesce((told ->> 'validFrom')::timestamptz, written) end;
  last integer := (select coalesce(max(f.number), 0) from constituent_facts f where f.constituent_id = new.id);
  before jsonb;
  after jsonb;
  one record;
begin
  if current_setting('toguna.is_restoring', true) = 'yes' then return new; end if;
  after := jsonb_build_object('name', new.name, 'otherNames', new.other_names, 'sector', new.sector, 'isic', new.isic, 'classes', new.classes,
    'parentId', new.parent_id, 'areaId', new.area_id, 'branchAreaIds', new.branch_area_ids, 'languages', new.languages, 'endedAt', new.ended_at);
  before := case when tg_op = 'INSERT' then '{}'::jsonb else jsonb_build_object('name', old.name, 'otherNames', old.other_names, 'sector', old.sector,
    'isic', old.isic, 'classes', old.classes, 'parentId', old.parent_id, 'areaId', old.area_id, 'branchAreaIds', old.branch_area_ids,
    'languages', old.languages, 'endedAt', old.ended_at) end;
  for one in select e.key, e.value from jsonb_each(after) e where before -> e.key is distinct from e.value order by e.key loop
    last := last + 1;
    insert into constituent_facts (constituent_id, number, fact, value, valid_from, recorded_at, recorded_by, why)
      values (new.id, last, one.key, one.value, since, written, toguna_person(), told ->> 'why');
  end loop;
  return new;
end $$;
create trigger constituents_facts after insert or update on constituents for each row execute function toguna_keep_facts();

-- What was known before this migration: as far back as anybody knows.
insert into constituent_facts (constituent_id, number, fact, value, recorded_at)
  select c.id, row_number() over (partition by c.id order by e.key), e.key, e.value, c.created_at
  from constituents c cross join lateral jsonb_each(jsonb_build_object('name', c.name, 'otherNames', c.other_names, 'sector', c.sector, 'isic', c.isic,
    'classes', c.classes, 'parentId', c.parent_id, 'areaId', c.area_id, 'branchAreaIds', c.branch_area_ids, 'languages', c.languages, 'endedAt', c.ended_at)) e;

-- What was is not rewritten; it goes only with its constituent.
create function toguna_keep_past() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and tg_table_name = 'constituent_facts' then
    if not exists (select 1 from constituents c where c.id = old.constituent_id) then return old; end if;
  end if;
  raise exception 'what was recorded is not rewritten' using errcode = 'check_violation', constraint = 'past_is_kept';
end $$;
create trigger constituent_facts_kept before update or delete on constituent_facts for each row execute function toguna_keep_past();

-- How large it is: a figure with its year or day, where it is from, and when it was written down. A correction is a later row for the same day.
create table constituent_sizes (
  id uuid primary key,
  constituent_id uuid not null references constituents (id),
  kind text not null check (kind in ('staff', 'turnover', 'users')),
  amount numeric(18, 2) not null check (amount >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  as_of date not null,
  source text not null check (length(source) between 1 and 300),
  recorded_at timestamptz not null,
  recorded_by uuid references people (id),
  check ((kind = 'turnover') = (currency is not null))
);
create index constituent_sizes_constituent on constituent_sizes (constituent_id, kind, as_of desc, recorded_at desc);

-- Services online, and what is known of their compliance: each state with its day and source, none rewritten.
create table online_services (
  id uuid primary key,
  constituent_id uuid not null references constituents (id),
  name text not null check (length(name) between 1 and 300),
  url text not null check (length(url) <= 2000 and url ~ '^https?://'),
  kind text not null check (kind in ('egovernment', 'commercial')),
  audience text not null check (audience in ('everybody', 'businesses', 'administrations', 'own_members')),
  since date,
  ended_on date,
  is_demo boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  check (ended_on is null or since is null or ended_on >= since)
);
create index online_services_constituent on online_services (constituent_id);
create index online_services_kind on online_services (kind, name, id) where ended_on is null;

create table service_compliance (
  id uuid primary key,
  service_id uuid not null references online_services (id),
  instrument text not null check (length(instrument) between 1 and 100),
  state text not null check (state in ('unknown', 'declared', 'compliant', 'finding_open')),
  as_of date not null,
  source text not null check (length(source) between 1 and 300),
  recorded_at timestamptz not null,
  recorded_by uuid references people (id)
);
create index service_compliance_service on service_compliance (service_id, instrument, as_of desc, recorded_at desc);

-- Who provides for whom, who depends on whom; which functions the nation cannot be without, and who performs them.
create table constituent_relations (
  id uuid primary key,
  from_id uuid not null references constituents (id),
  to_id uuid not null references constituents (id),
  kind text not null check (kind in ('provides_for', 'depends_on')),
  what text not null check (length(what) between 1 and 300),
  source text not null check (length(source) between 1 and 300),
  since date,
  ended_on date,
  recorded_at timestamptz not null,
  recorded_by uuid references people (id),
  check (from_id <> to_id),
  check (ended_on is null or since is null or ended_on >= since)
);
create unique index constituent_relations_once on constituent_relations (from_id, to_id, kind, what) where ended_on is null;
create index constituent_relations_to on constituent_relations (to_id);

create table critical_functions (
  id uuid primary key,
  code text not null unique check (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'),
  names jsonb not null,
  sector text not null,
  source text not null check (length(source) between 1 and 300),
  is_demo boolean not null default false,
  created_at timestamptz not null default now(),
  ended_on date
);
create table function_performers (
  function_id uuid not null references critical_functions (id),
  constituent_id uuid not null references constituents (id),
  since date,
  ended_on date,
  recorded_at timestamptz not null,
  recorded_by uuid references people (id),
  primary key (function_id, constituent_id)
);
create index function_performers_constituent on function_performers (constituent_id);

-- Contacts: hours that can be computed, a channel for the day on which mail is not to be trusted, and when nothing personal is left of them.
alter table contacts
  add column weekly_hours jsonb,
  add column time_zone text,
  add column safe_channel_kind text check (safe_channel_kind in ('phone', 'satellite_phone', 'radio', 'messenger', 'courier', 'in_person')),
  add column safe_channel_value text check (length(safe_channel_value) between 1 and 300),
  add column version integer not null default 1,
  add column anonymised_at timestamptz,
  add constraint contacts_safe_channel check ((safe_channel_kind is null) = (safe_channel_value is null)),
  add constraint contacts_hours check ((weekly_hours is null) = (time_zone is null)),
  add constraint contacts_anonymised check (anonymised_at is null or (ended_at is not null and email is null and phone is null and safe_channel_value is null));
create index contacts_email on contacts (lower(email)) where email is not null;
create index contacts_to_forget on contacts (ended_at) where ended_at is not null and anonymised_at is null;

create table contact_keys (
  id uuid primary key,
  contact_id uuid not null references contacts (id),
  fingerprint text not null check (fingerprint ~ '^[0-9A-F]{40}([0-9A-F]{24})?$'),
  armored text not null,
  user_ids text[] not null,
  algorithm text not null,
  made_at timestamptz not null,
  expires_at timestamptz,
  added_at timestamptz not null,
  added_by uuid references people (id),
  removed_at timestamptz,
  removed_by uuid references people (id)
);
create unique index contact_keys_once on contact_keys (contact_id, fingerprint) where removed_at is null;

-- Accredited bodies. Each register is kept by one organisation: the national team or the authority that grants.
create table accredited_bodies (
  id uuid primary key,
  reference text not null unique,
  kept_by uuid not null references organisations (id),
  kind text not null check (kind in ('certification_provider', 'trust_service_provider', 'cryptology_provider', 'security_auditor', 'ecommerce_seller', 'licensed_operator')),
  name text not null check (length(name) between 1 and 300),
  constituent_id uuid references constituents (id),
  country text not null check (country ~ '^[A-Z]{2}$'),
  number text not null check (length(number) between 1 and 100),
  authority text not null check (length(authority) between 1 and 300),
  scope text not null check (length(scope) between 1 and 1000),
  website text check (length(website) <= 2000 and website ~ '^https?://'),
  complaint_path text check (length(complaint_path) between 1 and 500),
  is_demo boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default now()
);
create unique index accredited_bodies_once on accredited_bodies (kept_by, kind, number);
create index accredited_bodies_in_order on accredited_bodies (kind, name, id);
create trigger accredited_bodies_reference before update on accredited_bodies for each row
  when (old.reference <> new.reference or old.id <> new.id or old.kept_by <> new.kept_by or old.kind <> new.kind) execute function toguna_keep_reference();

-- What happened to it: each with its day; whether it has expired is worked out, never written down.
create table accreditation_events (
  body_id uuid not null references accredited_bodies (id),
  number integer not null,
  act text not null check (act in ('granted', 'renewed', 'suspended', 'reinstated', 'withdrawn')),
  effective_on date not null,
  valid_until date,
  why text check (length(why) between 1 and 2000),
  recorded_at timestamptz not null,
  recorded_by uuid references people (id),
  primary key (body_id, number),
  check (valid_until is null or valid_until >= effective_on),
  check (act in ('granted', 'renewed') or valid_until is null)
);
create trigger accreditation_events_kept before update or delete on accreditation_events for each row execute function toguna_keep_past();

-- Who represents a body: names of people, so apart from what the public reads.
create table accreditation_contacts (
  body_id uuid primary key references accredited_bodies (id),
  representative text check (length(representative) between 1 and 300),
  email text,
  phone text
);

-- What the public may read of services: those of the administration, without what is known of their compliance.
create function toguna_public_services() returns table (id uuid, name text, url text, audience text, since date, provider text, is_demo boolean)
  language sql stable security definer rows 200 set search_path = pg_catalog, public as $$
  select s.id, s.name, s.url, s.audience, s.since, c.name, s.is_demo from online_services s join constituents c on c.id = s.constituent_id
    where s.kind = 'egovernment' and s.ended_on is null and c.ended_at is null and (s.since is null or s.since <= current_date) order by s.name, s.id limit 1000 $$;
revoke all on function toguna_public_services() from public;
grant execute on function toguna_public_services() to toguna_app;

alter table constituent_facts enable row level security;
create policy constituent_facts_read on constituent_facts for select using ((select toguna_scope()) in ('system', 'staff', 'person'));
create policy constituent_facts_add on constituent_facts for insert with check ((select toguna_scope()) in ('system', 'staff', 'person'));
create policy constituent_facts_own on constituent_facts for select using ((select toguna_scope()) = 'constituent'
  and constituent_id in (select c.id from constituents c where c.organisation_id = (select toguna_organisation())));
alter table constituent_sizes enable row level security;
create policy constituent_sizes_scope on constituent_sizes using ((select toguna_scope()) in ('system', 'staff'));
create policy constituent_sizes_own on constituent_sizes for select using ((select toguna_scope()) = 'constituent'
  and constituent_id in (select c.id from constituents c where c.organisation_id = (select toguna_organisation())));
alter table online_services enable row level security;
create policy online_services_scope on online_services using ((select toguna_scope()) in ('system', 'staff'));
create policy online_services_own on online_services for select using ((select toguna_scope()) = 'constituent'
  and constituent_id in (select c.id from constituents c where c.organisation_id = (select toguna_organisation())));
alter table service_compliance enable row level security;
create policy service_compliance_scope on service_compliance using ((select toguna_scope()) in ('system', 'staff'));
create policy service_compliance_own on service_compliance for select using ((select toguna_scope()) = 'constituent'
  and service_id in (select s.id from online_services s));
alter table constituent_relations enable row level security;
create policy constituent_relations_scope on constituent_relations using ((select toguna_scope()) in ('system', 'staff'));
alter table critical_functions enable row level security;
create policy critical_functions_scope on critical_functions using ((select toguna_scope()) in ('system', 'staff'));
alter table function_performers enable row level security;
create policy function_performers_scope on function_performers using ((select toguna_scope()) in ('system', 'staff'));
alter table contact_keys enable row level security;
create policy contact_keys_scope on contact_keys using ((select toguna_scope()) in ('system', 'staff'));
create policy contact_keys_own on contact_keys for select using ((select toguna_scope()) = 'constituent'
  and contact_id in (select k.id from contacts k));
-- A register of accredited bodies is public; who keeps it changes it. The names of representatives are for who keeps it and the desk.
alter table accredited_bodies enable row level security;
create policy accredited_bodies_read on accredited_bodies for select using ((select toguna_scope()) in ('system', 'staff', 'person', 'intake', 'authority', 'constituent', 'peer'));
create policy accredited_bodies_desk on accredited_bodies using ((select toguna_scope()) in ('system', 'staff') and (
  (select toguna_scope()) = 'system' or kept_by = (select toguna_organisation())));
create policy accredited_bodies_kept on accredited_bodies using ((select toguna_scope()) = 'authority' and kept_by = (select toguna_organisation()));
alter table accreditation_events enable row level security;
create policy accreditation_events_read on accreditation_events for select using ((select toguna_scope()) in ('system', 'staff', 'person', 'intake', 'authority', 'constituent', 'peer'));
create policy accreditation_events_add on accreditation_events for insert with check ((select toguna_scope()) in ('system', 'staff', 'authority')
  and exists (select 1 from accredited_bodies b where b.id = body_id and ((select toguna_scope()) = 'system' or b.kept_by = (select toguna_organisation()))));
alter table accreditation_contacts enable row level security;
create policy accreditation_contacts_read on accreditation_contacts for select using ((select toguna_scope()) in ('system', 'staff'));
create policy accreditation_contacts_kept on accreditation_contacts using ((select toguna_scope()) in ('system', 'staff', 'authority')
  and exists (select 1 from accredited_bodies b where b.id = body_id and ((select toguna_scope()) = 'system' or b.kept_by = (select toguna_organisation()))));
