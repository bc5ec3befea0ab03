-- The constituent's law: what binds it, what it did when, what it files with whom. An entity's own rows are its own; an authority is shown the parts
-- that were filed with it and nothing else, which is why each part is a row of its own that holds only the fields of its addressee.

-- What an entity says of itself that the register does not hold: its role towards personal data, thresholds and exceptions that apply to it.
create table duty_statements (
  constituent_id uuid primary key references constituents (id),
  organisation_id uuid not null references organisations (id),
  role text check (role in ('controller', 'processor')),
  -- Id of a threshold or exception of a pack → whether it is met.
  conditions jsonb not null default '{}',
  version integer not null default 1,
  changed_by uuid references people (id),
  changed_at timestamptz not null
);
create index duty_statements_organisation on duty_statements (organisation_id);

-- What starts or answers a clock outside of incidents: an audit done, a service begun. `event` is a name of policies/events.yml or "<stage>.submitted".
create table duty_events (
  id uuid primary key,
  constituent_id uuid not null references constituents (id),
  organisation_id uuid not null references organisations (id),
  pack_id text not null,
  pack_version text not null,
  pack_sha256 text not null check (pack_sha256 ~ '^[0-9a-f]{64}$'),
  event text not null check (event ~ '^[a-z0-9_]+(\.[a-z0-9_]+)?$'),
  happened_at timestamptz not null,
  note text not null default '' check (length(note) <= 2000),
  recorded_by uuid references people (id),
  recorded_at timestamptz not null,
  withdrawn_by uuid references people (id),
  withdrawn_at timestamptz,
  check (happened_at <= recorded_at + interval '10 years')
);
create index duty_events_organisation on duty_events (organisation_id, constituent_id);

-- One person's secret address of a calendar, for one organisation; only the hash of its token is kept.
create table calendar_feeds (
  id uuid primary key,
  person_id uuid not null references people (id),
  organisation_id uuid not null references organisations (id),
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  language text not null check (language in ('fr', 'en', 'mn')),
  made_at timestamptz not null,
  revoked_at timestamptz
);
create unique index calendar_feeds_one on calendar_feeds (person_id, organisation_id) where revoked_at is null;

-- One incident of an entity, filed once with all whom the law names. Nobody but the entity reads this row.
create table filings (
  id uuid primary key,
  -- Drawn, not counted: it tells nobody how many there are.
  reference text not null unique,
  -- Null until the entity has claimed what a guest filed in its name.
  organisation_id uuid references organisations (id),
  constituent_id uuid references constituents (id),
  entity_name text not null check (length(entity_name) between 1 and 300),
  channel text not null check (channel in ('console', 'guest')),
  language text not null check (language in ('fr', 'en', 'mn')),
  -- As it was on the day of the first filing: {classes, role, country, timeZone, conditions}.
  profile jsonb not null,
  -- Event → instant: aware, detected, classified_major, …
  events jsonb not null,
  -- The packs as they stood at the first filing: [{id, version, sha256}]. Later stages are judged by these.
  pins jsonb not null,
  opened_at timestamptz not null,
  concluded_at timestamptz,
  version integer not null default 1,
  is_demo boolean not null default false,
  check ((organisation_id is null) = (constituent_id is null)),
  check (channel = 'guest' or organisation_id is not null)
);
create index filings_organisation on filings (organisation_id, opened_at desc);

-- What the entity said at each submission: its own copy, never changed.
create table filing_versions (
  filing_id uuid not null references filings (id),
  number integer not null check (number > 0),
  organisation_id uuid references organisations (id),
  kind text not null check (kind in ('first', 'next', 'correction')),
  answers jsonb not null,
  reason text check (length(reason) between 3 and 2000),
  submitted_by uuid references people (id),
  submitted_at timestamptz not null,
  primary key (filing_id, number),
  check ((kind = 'correction') = (reason is not null))
);

-- Answers that are not filed yet. Each answer has a version of its own, so that two tabs that write different answers do not meet.
create table filing_drafts (
  id uuid primary key,
  organisation_id uuid not null references organisations (id),
  constituent_id uuid not null references constituents (id),
  filing_id uuid references filings (id),
  kind text not null check (kind in ('first', 'next', 'correction')),
  -- Field → {value, version, by, at}.
  answers jsonb not null default '{}',
  version integer not null default 1,
  created_by uuid references people (id),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((kind = 'first') = (filing_id is null))
);
create index filing_drafts_organisation on filing_drafts (organisation_id, updated_at desc);
create unique index filing_drafts_once on filing_drafts (filing_id) where filing_id is not null;

-- What one addressee is given of one filing: only its fields, with the law that asks for them pinned. The only row of a filing that an authority reads.
create table filing_parts (
  id uuid primary key,
  filing_id uuid references filings (id),
  -- The number of the submission (filing_versions) that it came with.
  number integer not null check (number > 0),
  filing_reference text not null,
  receipt_number text not null unique,
  -- Who reads it; null while nobody stands for the addressee here. On paper it goes also where nobody of theirs has an account.
  organisation_id uuid references organisations (id),
  addressee text not null check (addressee ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  entity_organisation_id uuid references organisations (id),
  constituent_id uuid references constituents (id),
  entity_name text not null check (length(entity_name) between 1 and 300),
  entity_reference text,
  channel text not null check (channel in ('console', 'guest', 'paper')),
  language text not null check (language in ('fr', 'en', 'mn')),
  pack_id text not null,
  pack_version text not null,
  pack_sha256 text not null check (pack_sha256 ~ '^[0-9a-f]{64}$'),
  -- Null: no law asks for it, the entity sends a copy because it wants to.
  obligation_id text,
  stage text not null check (stage ~ '^[a-z][a-z_]*$'),
  replaces_id uuid references filing_parts (id),
  replace_reason text check (length(replace_reason) between 3 and 2000),
  -- [{id, value, pack}], in the order of the form.
  fields jsonb not null,
  -- SHA-256 of the canonical JSON of what was filed: it stands in the log and on the receipt.
  content_sha256 text not null check (content_sha256 ~ '^[0-9a-f]{64}$'),
  -- The leaf of the log that its filing is; printed as a square code on the receipt.
  leaf_hash text check (leaf_hash ~ '^[0-9a-f]{64}$'),
  aware_at timestamptz,
  -- The moment that counts; on paper, the arrival of the paper.
  submitted_at timestamptz not null,
  entered_at timestamptz not null,
  clock_kind text not null,
  due_at timestamptz,
  lateness text not null check (lateness in ('on_time', 'late', 'no_time')),
  late_reason text check (length(late_reason) between 1 and 4000),
  -- The duty as it was judged then: reasons, cites, modality, verification.
  duty jsonb not null default '{}',
  -- Stages of the same law that are still to come: [{stage, due}].
  expects jsonb not null default '[]',
  -- What a guest filed is not the entity's word until the entity says so.
  standing text not null check (standing in ('confirmed', 'unconfirmed', 'disowned')),
  guest jsonb,
  delivery text not null check (delivery in ('platform', 'paper')),
  delivered_at timestamptz,
  delivery_note text check (length(delivery_note) <= 2000),
  delivery_file_id uuid references objects (id),
  delivered_by uuid references people (id),
  scan_file_id uuid references objects (id),
  is_demo boolean not null default false,
  check (channel = 'paper' or filing_id is not null),
  check ((replaces_id is null) = (replace_reason is null)),
  check ((lateness = 'no_time') = (due_at is null)),
  check (delivery = 'paper' or organisation_id is not null),
  check ((channel = 'guest') = (guest is not null))
);
create index filing_parts_organisation on filing_parts (organisation_id, submitted_at desc, id);
create index filing_parts_entity on filing_parts (entity_organisation_id, submitted_at desc, id);
create index filing_parts_filing on filing_parts (filing_id, number);
create index filing_parts_constituent on filing_parts (constituent_id) where constituent_id is not null;

-- The receipt of a guest: the digits that claim the filing for its entity. Worth nothing without the installation's key.
create table guest_filings (
  filing_id uuid primary key references filings (id),
  locator text not null unique check (locator ~ '^[0-9]{6,9}$'),
  secret_hmac bytea not null,
  -- Of the page that it was typed on: the same page sent twice is one filing.
  key_hash bytea not null unique check (octet_length(key_hash) = 32),
  named_organisation text not null check (length(named_organisation) between 1 and 300),
  named_reference text,
  contact text not null check (length(contact) between 1 and 500),
  filed_at timestamptz not null,
  claimed_by uuid references people (id),
  claimed_at timestamptz
);

-- What was filed is never rewritten: a correction is a new row. What may still happen to a part: it is claimed, and it is carried on paper.
create function toguna_keep_filed() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare
  open text[] := array['entity_organisation_id', 'constituent_id', 'entity_reference', 'standing', 'delivered_at', 'delivery_note', 'delivery_file_id', 'delivered_by'];
begin
  if tg_op = 'DELETE' or tg_table_name = 'filing_versions' then
    raise exception 'what was filed is kept as it is' using errcode = 'check_violation', constraint = 'filed_is_kept';
  end if;
  if (to_jsonb(new) - open) is distinct from (to_jsonb(old) - open) then
    raise exception 'what was filed is kept as it is' using errcode = 'check_violation', constraint = 'filed_is_kept';
  end if;
  if old.standing <> 'unconfirmed' and (new.standing <> old.standing or new.entity_organisation_id is distinct from old.entity_organisation_id) then
    raise exception 'whose filing this is was said already' using errcode = 'check_violation', constraint = 'filed_is_kept';
  end if;
  return new;
end $$;
create trigger filing_parts_kept before update or delete on filing_parts for each row execute function toguna_keep_filed();
create trigger filing_versions_kept before delete on filing_versions for each row execute function toguna_keep_filed();

-- A claim gives a guest's submissions to the entity; nothing else in them changes.
create function toguna_keep_version() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  if (to_jsonb(new) - 'organisation_id') is distinct from (to_jsonb(old) - 'organisation_id')
    or (old.organisation_id is not null and new.organisation_id is distinct from old.organisation_id) then
    raise exception 'what was filed is kept as it is' using errcode = 'check_violation', constraint = 'filed_is_kept';
  end if;
  return new;
end $$;
create trigger filing_versions_changed before update on filing_versions for each row execute function toguna_keep_version();

-- What the law was on the day of the first filing stays the measure of all stages.
create function toguna_keep_pins() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  if new.pins is distinct from old.pins or new.reference <> old.reference or new.opened_at <> old.opened_at or new.profile is distinct from old.profile
    or (old.organisation_id is not null and new.organisation_id is distinct from old.organisation_id) then
    raise exception 'the law that a filing is judged by is pinned' using errcode = 'check_violation', constraint = 'pins_are_kept';
  end if;
  return new;
end $$;
create trigger filings_pinned before update on filings for each row execute function toguna_keep_pins();

-- Only the entity files its matters with an authority (or a guest in its name, unconfirmed, or an officer who holds the paper), and only with the body
-- that stands for the addressee.
create function toguna_judge_part() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
declare scope text := toguna_scope(); body record;
begin
  if session_user <> 'toguna_app' then return new; end if;
  if not coalesce(
      (scope = 'constituent' and new.channel = 'console' and new.entity_organisation_id = toguna_organisation() and new.standing = 'confirmed')
      or (scope = 'intake' and new.channel = 'guest' and new.entity_organisation_id is null and new.standing = 'unconfirmed')
      or (scope = 'authority' and new.channel = 'paper' and new.organisation_id = toguna_organisation()), false) then
    raise exception 'only the entity itself files with an authority' using errcode = 'insufficient_privilege';
  end if;
  if new.organisation_id is not null then
    select o.kind, o.addressee into body from organisations o where o.id = new.organisation_id;
    if body.kind is distinct from 'cert' and (body.kind is distinct from 'authority' or body.addressee is distinct from new.addressee) then
      raise exception 'this body does not stand for the addressee' using errcode = 'check_violation', constraint = 'filing_parts_addressee';
    end if;
  end if;
  return new;
end $$;
create trigger filing_parts_judged before insert on filing_parts for each row execute function toguna_judge_part();

-- Whether anybody of a body could read what is filed with it: a yes or no, so that a paper is brought where nobody reads a screen.
create function toguna_has_readers(body uuid) returns boolean language sql stable security definer set search_path = pg_catalog, public as
  $$ select exists (select 1 from role_grants g join people p on p.id = g.person_id
    where g.organisation_id = body and g.revoked_at is null and p.disabled_at is null) $$;
revoke all on function toguna_has_readers(uuid) from public;
grant execute on function toguna_has_readers(uuid) to toguna_app;

alter table duty_statements enable row level security;
create policy duty_statements_scope on duty_statements using ((select toguna_scope()) = 'system');
create policy duty_statements_own on duty_statements using ((select toguna_scope()) = 'constituent' and organisation_id = (select toguna_organisation()));
alter table duty_events enable row level security;
create policy duty_events_scope on duty_events using ((select toguna_scope()) = 'system');
create policy duty_events_own on duty_events using ((select toguna_scope()) = 'constituent' and organisation_id = (select toguna_organisation()));
alter table calendar_feeds enable row level security;
create policy calendar_feeds_scope on calendar_feeds using ((select toguna_scope()) = 'system');
create policy calendar_feeds_own on calendar_feeds using ((select toguna_scope()) in ('constituent', 'authority', 'person', 'staff') and person_id = (select toguna_person()));
alter table filings enable row level security;
create policy filings_scope on filings using ((select toguna_scope()) = 'system');
create policy filings_own on filings using ((select toguna_scope()) = 'constituent' and organisation_id = (select toguna_organisation()));
create policy filings_guest on filings for insert with check ((select toguna_scope()) = 'intake' and channel = 'guest' and organisation_id is null);
alter table filing_versions enable row level security;
create policy filing_versions_scope on filing_versions using ((select toguna_scope()) = 'system');
create policy filing_versions_own on filing_versions using ((select toguna_scope()) = 'constituent' and organisation_id = (select toguna_organisation()));
create policy filing_versions_guest on filing_versions for insert with check ((select toguna_scope()) = 'intake' and organisation_id is null);
alter table filing_drafts enable row level security;
create policy filing_drafts_scope on filing_drafts using ((select toguna_scope()) = 'system');
create policy filing_drafts_own on filing_drafts using ((select toguna_scope()) = 'constituent' and organisation_id = (select toguna_organisation()));
alter table guest_filings enable row level security;
create policy guest_filings_scope on guest_filings using ((select toguna_scope()) = 'system');
create policy guest_filings_guest on guest_filings for insert with check ((select toguna_scope()) = 'intake' and claimed_at is null);
alter table filing_parts enable row level security;
create policy filing_parts_scope on filing_parts using ((select toguna_scope()) = 'system');
create policy filing_parts_own on filing_parts using ((select toguna_scope()) = 'constituent' and entity_organisation_id = (select toguna_organisation()));
create policy filing_parts_guest on filing_parts for insert with check ((select toguna_scope()) = 'intake' and channel = 'guest');
-- The addressee: an authority, or the national team where the law names it. It reads; on paper it enters.
create policy filing_parts_addressee on filing_parts for select
  using ((select toguna_scope()) in ('authority', 'staff') and organisation_id = (select toguna_organisation()));
create policy filing_parts_paper on filing_parts for insert
  with check ((select toguna_scope()) = 'authority' and channel = 'paper' and organisation_id = (select toguna_organisation()));
