-- The authority's year: reports whose figures are frozen, what of them was published, yearly records of entities, requalifications that officers propose,
-- the cause by which an office counts a filing, and filings without an account that nobody owns.

-- One row a freezing: a later correction is a new revision, the old one stays.
create table authority_reports (
  id uuid primary key,
  organisation_id uuid not null references organisations (id),
  year integer not null check (year between 2000 and 2200),
  revision integer not null check (revision > 0),
  -- Why there is another one; null for the first.
  reason text check (length(reason) between 3 and 2000),
  -- {"figures": [{"name", "unit", "query", "rows": [{"key", "value", "size"}]}], "laws": […]}: each number beside the text of the query that made it.
  report jsonb not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  leaf_hash text check (leaf_hash ~ '^[0-9a-f]{64}$'),
  frozen_by uuid not null references people (id),
  frozen_at timestamptz not null,
  is_demo boolean not null default false,
  unique (organisation_id, year, revision),
  check ((revision = 1) = (reason is null))
);
create trigger authority_reports_kept before update or delete on authority_reports for each row execute function toguna_refuse_change();
call toguna_office_guard('authority_reports');

-- What everybody may read: the same figures without small numbers. Another table, so that nothing of the row above is public.
create table authority_publications (
  id uuid primary key,
  report_id uuid not null unique references authority_reports (id),
  organisation_id uuid not null references organisations (id),
  year integer not null,
  revision integer not null,
  -- As the portal shows it: {"authority", "year", "revision", "figures", …}, numbers below the threshold and those that would tell them taken out.
  content jsonb not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  published_by uuid not null references people (id),
  published_at timestamptz not null
);
create trigger authority_publications_kept before update or delete on authority_publications for each row execute function toguna_refuse_change();
call toguna_office_guard('authority_publications');
create policy authority_publications_public on authority_publications for select using (true);

-- What an entity says of its violations of a year, to whom the law names. Never changed: a correction is the next number.
create table yearly_records (
  id uuid primary key,
  receipt_number text not null unique,
  -- Who reads it; null while nobody stands for the addressee here: then it is brought on paper.
  organisation_id uuid references organisations (id),
  addressee text not null check (addressee ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  entity_organisation_id uuid not null references organisations (id),
  constituent_id uuid not null references constituents (id),
  entity_name text not null check (length(entity_name) between 1 and 300),
  entity_reference text not null,
  year integer not null check (year between 2000 and 2200),
  number integer not null check (number > 0),
  reason text check (length(reason) between 3 and 2000),
  channel text not null check (channel in ('console', 'paper')),
  language text not null check (language in ('fr', 'en', 'mn')),
  pack_id text not null,
  pack_version text not null,
  pack_sha256 text not null check (pack_sha256 ~ '^[0-9a-f]{64}$'),
  obligation_id text not null,
  -- {"violations": n, "lines": [{"reference", "day", "nature", "dataCategories", "peopleCount", "measures"}], "measures", "contact"}: the fields that the law's list lets the addressee have.
  record jsonb not null,
  content_sha256 text not null check (content_sha256 ~ '^[0-9a-f]{64}$'),
  leaf_hash text not null check (leaf_hash ~ '^[0-9a-f]{64}$'),
  -- As the pinned law judged it then; null where that law gives no day.
  due_at timestamptz,
  lateness text not null check (lateness in ('on_time', 'late', 'no_time')),
  submitted_by uuid references people (id),
  submitted_at timestamptz not null,
  entered_at timestamptz not null,
  is_demo boolean not null default false,
  unique (constituent_id, obligation_id, year, number),
  check ((number = 1) = (reason is null)),
  check ((lateness = 'no_time') = (due_at is null))
);
create index yearly_records_organisation on yearly_records (organisation_id, year);
create trigger yearly_records_kept before update or delete on yearly_records for each row execute function toguna_refuse_change();
call toguna_office_guard('yearly_records');
create policy yearly_records_own on yearly_records for select using ((select toguna_scope()) = 'constituent' and entity_organisation_id = (select toguna_organisation()));
create policy yearly_records_file on yearly_records for insert with check ((select toguna_scope()) = 'constituent' and channel = 'console'
  and entity_organisation_id = (select toguna_organisation()) and constituent_id in (select toguna_own_constituents()));
-- An officer enters paper and nothing else; and a record goes to the body that stands for the addressee.
create function toguna_judge_record() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if session_user = 'toguna_app' and toguna_scope() = 'authority' and new.channel <> 'paper' then
    raise exception 'only the entity itself files its record' using errcode = 'insufficient_privilege';
  end if;
  if new.organisation_id is not null and not exists (select 1 from organisations o where o.id = new.organisation_id and o.kind = 'authority' and o.addressee = new.addressee) then
    raise exception 'this body does not stand for the addressee' using errcode = 'check_violation', constraint = 'yearly_records_addressee';
  end if;
  return new;
end $$;
create trigger yearly_records_judged before insert on yearly_records for each row execute function toguna_judge_record();

-- An officer asks the register for other classes of an entity: the pending change itself is a row of change_proposals, decided at the desk.
create table requalifications (
  proposal_id uuid primary key references change_proposals (id),
  organisation_id uuid not null references organisations (id),
  constituent_id uuid not null references constituents (id),
  pack_id text not null,
  articles text not null check (length(articles) between 1 and 300),
  reason text not null check (length(reason) between 3 and 2000),
  asked_at timestamptz not null,
  is_demo boolean not null default false
);
create index requalifications_constituent on requalifications (constituent_id, asked_at);
create trigger requalifications_kept before update or delete on requalifications for each row execute function toguna_refuse_change();
call toguna_office_guard('requalifications');
create policy requalifications_entity on requalifications for select using ((select toguna_scope()) = 'constituent' and constituent_id in (select toguna_own_constituents()));
create policy requalifications_desk on requalifications for select using ((select toguna_scope()) = 'staff');
-- Classes of an entity of its remit, and nothing else, in the officer's own name.
create policy change_proposals_office on change_proposals for insert with check ((select toguna_scope()) = 'authority' and state = 'pending' and kind = 'facts'
  and record_id = constituent_id and after ? 'classes' and after - 'classes' = '{}'::jsonb
  and proposed_by = (select toguna_person()) and constituent_id in (select c.id from constituents c));
create policy change_proposals_asked on change_proposals for select using ((select toguna_scope()) = 'authority' and id in (select q.proposal_id from requalifications q));
-- What an entity of the remit was called and counted as, and since when; its other facts stay between it and the register.
create policy constituent_facts_remit on constituent_facts for select using ((select toguna_scope()) = 'authority' and fact in ('name', 'sector', 'isic', 'classes')
  and constituent_id in (select c.id from constituents c));

-- By what an office counts a filing: its own judgement beside the entity's words.
create table filing_causes (
  part_id uuid primary key references filing_parts (id),
  organisation_id uuid not null references organisations (id),
  constituent_id uuid references constituents (id),
  cause text not null check (cause in ('malicious_action', 'human_error', 'system_failure', 'third_party_failure', 'natural_event', 'unknown')),
  judged_by uuid not null references people (id),
  judged_at timestamptz not null
);
call toguna_office_guard('filing_causes');

-- "This is not ours", of a filing that somebody made without an account: who said it, why, and whether an officer took it back.
create table filing_disownings (
  id uuid primary key,
  part_id uuid not null references filing_parts (id),
  organisation_id uuid references organisations (id),
  side text not null check (side in ('entity', 'authority')),
  entity_organisation_id uuid references organisations (id),
  constituent_id uuid references constituents (id),
  said_by uuid not null references people (id),
  said_by_name text not null,
  said_at timestamptz not null,
  reason text not null check (length(reason) between 3 and 2000),
  undone_by uuid references people (id),
  undone_by_name text,
  undone_at timestamptz,
  undo_reason text check (length(undo_reason) between 3 and 2000),
  check ((side = 'entity') = (constituent_id is not null)),
  check ((constituent_id is null) = (entity_organisation_id is null)),
  check ((undone_by is null) = (undone_at is null) and (undone_at is null) = (undo_reason is null))
);
create unique index filing_disownings_one on filing_disownings (part_id) where undone_at is null;
create index filing_disownings_organisation on filing_disownings (organisation_id, said_at);
create function toguna_keep_disowning() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.undone_at is not null
    or to_jsonb(new) - '{undone_by,undone_by_name,undone_at,undo_reason}'::text[] <> to_jsonb(old) - '{undone_by,undone_by_name,undone_at,undo_reason}'::text[] then
    raise exception 'what was said of a filing stays, and is taken back once' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger filing_disownings_kept before update or delete on filing_disownings for each row execute function toguna_keep_disowning();
call toguna_office_guard('filing_disownings');
create policy filing_disownings_entity on filing_disownings for select using ((select toguna_scope()) = 'constituent' and entity_organisation_id = (select toguna_organisation()));

-- An officer says of a guest's filing with the own office that it is nobody's, and takes that back; nothing else of it.
create policy filing_parts_stand on filing_parts for update using ((select toguna_scope()) = 'authority' and channel = 'guest' and organisation_id = (select toguna_organisation()));
create or replace function toguna_keep_filed() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
  open text[] := array['entity_organisation_id', 'constituent_id', 'entity_reference', 'standing', 'delivered_at', 'delivery_note', 'delivery_file_id', 'delivered_by'];
begin
  if tg_op = 'DELETE' or tg_table_name = 'filing_versions' then
    raise exception 'what was filed is kept as it is' using errcode = 'check_violation', constraint = 'filed_is_kept';
  end if;
  if toguna_scope() = 'authority' then open := array['standing']; end if;
  if (to_jsonb(new) - open) is distinct from (to_jsonb(old) - open) then
    raise exception 'what was filed is kept as it is' using errcode = 'check_violation', constraint = 'filed_is_kept';
  end if;
  if toguna_scope() = 'authority' and (old.standing not in ('unconfirmed', 'disowned') or new.standing not in ('unconfirmed', 'disowned')) then
    raise exception 'whose filing this is, an office does not say' using errcode = 'check_violation', constraint = 'filed_is_kept';
  end if;
  -- What was disowned comes back as unconfirmed, by an office only; what was confirmed stays.
  if old.standing <> 'unconfirmed' and (new.standing <> old.standing or new.entity_organisation_id is distinct from old.entity_organisation_id)
    and not coalesce(toguna_scope() = 'authority' and old.standing = 'disowned' and new.standing = 'unconfirmed', false) then
    raise exception 'whose filing this is was said already' using errcode = 'check_violation', constraint = 'filed_is_kept';
  end if;
  return new;
end $$;

-- A complaint form that is sent twice is one complaint: of the page that it was typed on, the hash.
create table complaint_pages (
  key_hash bytea primary key check (octet_length(key_hash) = 32),
  complaint_id uuid not null unique references complaints (id),
  sent_at timestamptz not null
);
alter table complaint_pages enable row level security;
create policy complaint_pages_office on complaint_pages using ((select toguna_scope()) = 'system');
create policy complaint_pages_door on complaint_pages for insert with check ((select toguna_scope()) = 'intake' and complaint_id = (select toguna_report()));
create policy complaint_pages_look on complaint_pages for select using ((select toguna_scope()) = 'intake');

-- What stands in an answer as a moment, where it is one: a paper may say anything.
create function toguna_instant_of(said text) returns timestamptz language plpgsql immutable set search_path = pg_catalog, public as $$
begin
  if said !~ '^\d{4}-\d\d-\d\dT\d\d:\d\d' then return null; end if;
  return said::timestamptz;
exception when others then return null;
end $$;
