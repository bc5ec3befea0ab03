-- Coordinated disclosure: a vulnerability with its vendors under embargo, what each says of each flaw, and the one frozen version that is published at an instant.

-- What a case is about. Requests for advice use it too.
alter table cases add column kind text not null default 'incident' check (kind in ('incident', 'vulnerability', 'advice'));
create index cases_of_kind on cases (kind, opened_at) where kind <> 'incident';

-- The team's policy, version by version; what was published is never rewritten. Days are the operator's own.
create table disclosure_policies (
  version integer primary key check (version >= 1),
  texts jsonb not null,
  embargo_days integer not null check (embargo_days between 1 and 365),
  -- After so many days without an answer the next rung: another way, then the vendor's national team.
  second_way_days integer not null check (second_way_days between 1 and 90),
  national_days integer not null check (national_days between 1 and 180),
  -- Of the team as a CVE numbering authority, where it is one.
  cna_org_id uuid,
  cna_short_name text check (length(cna_short_name) between 2 and 32),
  published_by uuid references people (id),
  published_at timestamptz not null,
  check ((cna_org_id is null) = (cna_short_name is null)),
  check (second_way_days < national_days)
);
alter table reports add column disclosure_policy integer references disclosure_policies (version);

create table disclosures (
  case_id uuid primary key references cases (id),
  -- What parties know the case by: eight digits, drawn. Nothing counts in it.
  handle text not null unique check (handle ~ '^[0-9]{8}$'),
  policy_version integer references disclosure_policies (version),
  is_party_list_shown boolean not null default false,
  -- Given with the first publication: a gap would tell that one is waiting.
  number text unique,
  began_by uuid references people (id),
  began_at timestamptz not null,
  version integer not null default 1
);
-- What will be published, as long as it is being written; for the desk alone.
create table disclosure_drafts (
  case_id uuid primary key references disclosures (case_id),
  severity text not null default 'medium' check (severity in ('low', 'medium', 'high', 'critical')),
  texts jsonb not null default '{}',
  refs text[] not null default '{}',
  changed_by uuid references people (id),
  changed_at timestamptz not null,
  version integer not null default 1
);
create table disclosure_flaws (
  id uuid primary key,
  case_id uuid not null references disclosures (case_id),
  ordinal integer not null check (ordinal >= 1),
  title text not null check (length(title) between 1 and 200),
  description text not null check (length(description) between 1 and 10000),
  cwe text check (cwe ~ '^CWE-[1-9][0-9]{0,5}$'),
  added_by uuid references people (id),
  added_at timestamptz not null,
  unique (case_id, ordinal)
);
create table disclosure_parties (
  id uuid primary key,
  case_id uuid not null references disclosures (case_id),
  correspondent_id uuid not null references correspondents (id),
  -- Whose people read and answer in their own room.
  organisation_id uuid references organisations (id),
  name text not null check (length(name) between 1 and 200),
  product text not null check (length(product) between 1 and 200),
  country text check (country ~ '^[A-Z]{2}$'),
  added_by uuid references people (id),
  added_at timestamptz not null,
  invited_at timestamptz,
  left_at timestamptz,
  left_reason text check (length(left_reason) between 3 and 2000),
  check ((left_at is null) = (left_reason is null))
);
create index disclosure_parties_case on disclosure_parties (case_id, added_at);
create index disclosure_parties_organisation on disclosure_parties (organisation_id) where organisation_id is not null;
create unique index disclosure_parties_once on disclosure_parties (case_id, lower(name)) where left_at is null;

-- Which vendor is asked about which flaw.
create table disclosure_cells (
  party_id uuid not null references disclosure_parties (id),
  flaw_id uuid not null references disclosure_flaws (id),
  case_id uuid not null references disclosures (case_id),
  primary key (party_id, flaw_id)
);
-- What a vendor said, and what a coordinator approved of it. Nothing is rewritten: who changes their mind says it again.
create table disclosure_statements (
  id uuid primary key,
  case_id uuid not null references disclosures (case_id),
  party_id uuid not null,
  flaw_id uuid not null,
  status text not null check (status in ('affected', 'not_affected', 'under_investigation', 'fixed', 'unknown')),
  justification text check (justification in ('component_not_present', 'vulnerable_code_not_present', 'vulnerable_code_not_in_execute_path',
    'vulnerable_code_cannot_be_controlled_by_adversary', 'inline_mitigations_already_exist')),
  versions text not null default '' check (length(versions) <= 200),
  body text not null default '' check (length(body) <= 10000),
  refs text[] not null default '{}',
  way text not null check (way in ('desk', 'link', 'room')),
  said_by uuid references people (id),
  said_at timestamptz not null,
  state text not null default 'said' check (state in ('said', 'approved', 'set_aside')),
  -- May the other parties read it before publication?
  is_shared boolean not null default false,
  decided_by uuid references people (id),
  decided_at timestamptz,
  decide_note text check (length(decide_note) <= 2000),
  foreign key (party_id, flaw_id) references disclosure_cells (party_id, flaw_id),
  check ((status = 'not_affected') = (justification is not null)),
  check ((state = 'said') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  check (not is_shared or state = 'approved')
);
create index disclosure_statements_cell on disclosure_statements (party_id, flaw_id, said_at);
create index disclosure_statements_case on disclosure_statements (case_id);

create table disclosure_posts (
  id uuid primary key,
  case_id uuid not null references disclosures (case_id),
  -- From or to whom; nobody: from the desk to all.
  party_id uuid references disclosure_parties (id),
  is_from_party boolean not null default false,
  audience text not null check (audience in ('all', 'one')),
  body text not null check (length(body) between 1 and 20000),
  way text not null check (way in ('desk', 'link', 'room')),
  author_id uuid references people (id),
  at timestamptz not null,
  check (party_id is not null or (audience = 'all' and not is_from_party))
);
create index disclosure_posts_case on disclosure_posts (case_id, at);
create table disclosure_reads (
  party_id uuid not null references disclosure_parties (id),
  post_id uuid not null references disclosure_posts (id),
  case_id uuid not null references disclosures (case_id),
  read_at timestamptz not null,
  primary key (party_id, post_id)
);

-- Each change is a row of its own, to which all are asked again.
create table disclosure_embargoes (
  id uuid primary key,
  case_id uuid not null references disclosures (case_id),
  number integer not null check (number >= 1),
  until timestamptz not null,
  reason text not null check (length(reason) between 3 and 2000),
  set_by uuid references people (id),
  set_at timestamptz not null,
  unique (case_id, number)
);
create table disclosure_consents (
  embargo_id uuid not null references disclosure_embargoes (id),
  party_id uuid not null references disclosure_parties (id),
  case_id uuid not null references disclosures (case_id),
  answer text not null check (answer in ('agreed', 'refused')),
  note text not null default '' check (length(note) <= 2000),
  way text not null check (way in ('desk', 'link', 'room')),
  said_by uuid references people (id),
  said_at timestamptz not null,
  primary key (embargo_id, party_id)
);
create table disclosure_contacts (
  id uuid primary key,
  case_id uuid not null references disclosures (case_id),
  party_id uuid not null references disclosure_parties (id),
  means text not null check (means in ('mail', 'telephone', 'form', 'letter', 'in_person', 'social', 'national_team')),
  outcome text not null check (outcome in ('sent', 'no_answer', 'bounced', 'reached', 'refused')),
  note text not null default '' check (length(note) <= 2000),
  by_person uuid references people (id),
  at timestamptz not null
);
create index disclosure_contacts_party on disclosure_contacts (party_id, at);

-- Who found it: each report its own, so that two who found the same are both thanked.
create table disclosure_finders (
  id uuid primary key,
  case_id uuid not null references disclosures (case_id),
  report_id uuid not null unique references reports (id),
  wish text not null default 'unsaid' check (wish in ('name', 'alias', 'none', 'unsaid')),
  credit text not null default '' check (length(credit) <= 200),
  changed_via text not null default 'report' check (changed_via in ('report', 'receipt', 'desk')),
  changed_at timestamptz not null
);
create index disclosure_finders_case on disclosure_finders (case_id);
create table disclosure_milestones (
  case_id uuid not null references disclosures (case_id),
  kind text not null check (kind in ('begun', 'flaw_confirmed', 'vendor_told', 'vendor_answered', 'embargo_set', 'publication_set', 'published', 'revised')),
  at timestamptz not null,
  due_at timestamptz,
  primary key (case_id, kind)
);

create table disclosure_cves (
  cve_id text primary key check (cve_id ~ '^CVE-[0-9]{4}-[0-9]{4,19}$'),
  state text not null check (state in ('reserved', 'assigned', 'published', 'rejected')),
  case_id uuid references disclosures (case_id),
  flaw_id uuid unique references disclosure_flaws (id),
  reserved_by uuid references people (id),
  reserved_at timestamptz not null,
  assigned_by uuid references people (id),
  assigned_at timestamptz,
  published_at timestamptz,
  rejected_by uuid references people (id),
  rejected_at timestamptz,
  reject_reason text check (length(reject_reason) between 3 and 2000),
  check ((state = 'rejected') = (rejected_at is not null) and (rejected_at is null) = (reject_reason is null)),
  check ((flaw_id is null) = (case_id is null) and (flaw_id is null) = (assigned_at is null)),
  check (state <> 'reserved' or flaw_id is null),
  check (state not in ('assigned', 'published') or flaw_id is not null),
  check (state <> 'published' or published_at is not null)
);
create table disclosure_decisions (
  id uuid primary key,
  case_id uuid not null references disclosures (case_id),
  flaw_id uuid not null references disclosure_flaws (id),
  -- Which table of decisions, of which version; "own" where a person decided by other inputs.
  tree text not null check (length(tree) between 1 and 100),
  inputs jsonb not null,
  suggested text,
  decision text not null check (length(decision) between 1 and 100),
  note text not null default '' check (length(note) <= 2000),
  decided_by uuid references people (id),
  at timestamptz not null
);
create index disclosure_decisions_flaw on disclosure_decisions (flaw_id, at);
create table disclosure_exploitations (
  id uuid primary key,
  case_id uuid not null references disclosures (case_id),
  incident_id uuid not null references cases (id),
  flaw_id uuid references disclosure_flaws (id),
  known_at timestamptz not null,
  noted_by uuid references people (id),
  noted_at timestamptz not null,
  check (incident_id <> case_id),
  unique (case_id, incident_id)
);

create sequence disclosure_number;
create table disclosure_editions (
  id uuid primary key,
  case_id uuid not null references disclosures (case_id),
  state text not null check (state in ('waiting', 'scheduled', 'published', 'withdrawn')),
  -- Exactly what a second person looked at, and what is published.
  content jsonb not null,
  note text not null default '' check (length(note) <= 2000),
  -- Null: as soon as it is released.
  publish_at timestamptz,
  early_cause text check (early_cause in ('leak', 'exploited', 'vendor_published')),
  early_reason text check (length(early_reason) between 10 and 2000),
  four_eyes_id uuid references four_eyes (id),
  asked_by uuid references people (id),
  asked_at timestamptz not null,
  -- Given with the publication.
  edition integer check (edition >= 1),
  number text,
  published_at timestamptz,
  -- The documents as they were published, byte for byte.
  csaf text,
  cves jsonb,
  mails_after uuid,
  is_mailing boolean not null default false,
  unique (case_id, edition),
  check ((early_cause is null) = (early_reason is null)),
  check ((state = 'published') = (published_at is not null)
    and (published_at is null) = (edition is null) and (published_at is null) = (number is null) and (published_at is null) = (csaf is null))
);
create unique index disclosure_editions_one_asked on disclosure_editions (case_id) where state in ('waiting', 'scheduled') and early_cause is null;
create unique index disclosure_editions_one_early on disclosure_editions (case_id) where state = 'waiting' and early_cause is not null;
create index disclosure_editions_due on disclosure_editions (publish_at) where state = 'scheduled';
create index disclosure_editions_public on disclosure_editions (published_at desc) where state = 'published';

-- A link with a code leads a party to its part of the case, as it leads others to a message.
alter table secure_links alter column message_id drop not null;
alter table secure_links add column party_id uuid unique references disclosure_parties (id),
  add constraint secure_links_one_thing check ((message_id is null) <> (party_id is null));

-- Publishing, and publishing early, take two persons; early never one alone. What belongs to a hidden case is hidden with it.
alter table four_eyes drop constraint four_eyes_kind_check;
alter table four_eyes add constraint four_eyes_kind_check check (kind in ('advisory', 'notification', 'disclosure', 'early_disclosure'));
alter table four_eyes add column case_id uuid references cases (id),
  add constraint four_eyes_early_takes_two check (kind <> 'early_disclosure' or state <> 'alone');

-- An id is assigned once and never comes back.
create function toguna_judge_cve() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if current_setting('toguna.is_restoring', true) = 'yes' then return new; end if;
  if tg_op = 'DELETE' then
    raise exception 'a CVE id that was reserved stays on the list' using errcode = 'insufficient_privilege';
  end if;
  if new.cve_id <> old.cve_id or (old.flaw_id is not null and new.flaw_id is distinct from old.flaw_id)
     or not (new.state = old.state or (old.state, new.state) in (('reserved', 'assigned'), ('reserved', 'rejected'), ('assigned', 'published'), ('assigned', 'rejected'), ('published', 'rejected'))) then
    raise exception 'a CVE id is given once, to one flaw' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger disclosure_cves_judged before update or delete on disclosure_cves for each row execute function toguna_judge_cve();

-- Published is what was looked at, not before the embargo ends unless two persons broke it, and never changed afterwards.
create function toguna_judge_disclosure() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
declare ends timestamptz;
begin
  if current_setting('toguna.is_restoring', true) = 'yes' then return new; end if;
  if tg_op = 'INSERT' and new.state <> 'waiting' then
    raise exception 'a publication begins by asking a second person' using errcode = 'insufficient_privilege';
  end if;
  if tg_op = 'UPDATE' then
    if (new.case_id, new.content, new.note, new.publish_at, new.early_cause, new.early_reason) is distinct from (old.case_id, old.content, old.note, old.publish_at, old.early_cause, old.early_reason)
       or (old.state = 'published' and (new.state, new.edition, new.number, new.published_at, new.csaf, new.cves) is distinct from (old.state, old.edition, old.number, old.published_at, old.csaf, old.cves))
       or (old.state = 'withdrawn' and new.state <> 'withdrawn') then
      raise exception 'what was looked at is what is published, and it stays as it was' using errcode = 'insufficient_privilege';
    end if;
    if new.state in ('scheduled', 'published') and not exists (select 1 from four_eyes f where f.id = new.four_eyes_id and f.subject_id = new.id
        and f.kind = case when new.early_cause is null then 'disclosure' else 'early_disclosure' end and f.state in ('approved', 'alone')) then
      raise exception 'a vulnerability is published after four eyes' using errcode = 'insufficient_privilege';
    end if;
    if new.state = 'published' and old.state <> 'published' and new.early_cause is null then
      select e.until into ends from disclosure_embargoes e where e.case_id = new.case_id order by e.number desc limit 1;
      if ends > new.published_at and not exists (select 1 from disclosure_editions d where d.case_id = new.case_id and d.state = 'published') then
        raise exception 'the embargo has not ended' using errcode = 'insufficient_privilege';
      end if;
      if new.publish_at > new.published_at then
        raise exception 'the instant of publication has not come' using errcode = 'insufficient_privilege';
      end if;
    end if;
  end if;
  return new;
end $$;
create trigger disclosure_editions_judged before insert or update on disclosure_editions for each row execute function toguna_judge_disclosure();

-- A finder's report keeps the policy under which it was handed in, by whichever way it came.
create function toguna_pin_policy() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if new.flow = 'vulnerability' and new.disclosure_policy is null and current_setting('toguna.is_restoring', true) is distinct from 'yes' then
    new.disclosure_policy := (select max(p.version) from disclosure_policies p);
  end if;
  return new;
end $$;
create trigger reports_pin_policy before insert on reports for each row execute function toguna_pin_policy();

create function toguna_begin_disclosure(of_case uuid, by_person uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
declare drawn text;
begin
  if exists (select 1 from disclosures d where d.case_id = of_case) then return; end if;
  loop
    drawn := lpad(floor(random() * 100000000)::bigint::text, 8, '0');
    insert into disclosures (case_id, handle, policy_version, began_by, began_at)
      values (of_case, drawn, coalesce((select max(r.disclosure_policy) from case_reports c join reports r on r.id = c.report_id where c.case_id = of_case),
        (select max(p.version) from disclosure_policies p)), by_person, clock_timestamp()) on conflict (handle) do nothing;
    exit when found;
  end loop;
  insert into disclosure_drafts (case_id, changed_at) values (of_case, clock_timestamp());
  insert into disclosure_milestones (case_id, kind, at) values (of_case, 'begun', clock_timestamp());
  update cases set kind = 'vulnerability' where id = of_case;
end $$;
create function toguna_keep_finder(of_report uuid, of_case uuid) returns void language sql security definer set search_path = pg_catalog, public as $$
  insert into disclosure_finders (id, case_id, report_id, wish, credit, changed_at)
    select gen_random_uuid(), of_case, r.id, case when r.answers ->> 'credit' in ('name', 'alias', 'none') then r.answers ->> 'credit' else 'unsaid' end,
      case when r.answers ->> 'credit' in ('name', 'alias') then left(coalesce(r.answers ->> 'creditName', ''), 200) else '' end, clock_timestamp()
    from reports r where r.id = of_report
    on conflict (report_id) do update set case_id = excluded.case_id $$;

-- A case that is opened from a finder's report is a vulnerability's; a report that comes to one, also by merging, brings its finder along.
create function toguna_follow_finder() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if current_setting('toguna.is_restoring', true) = 'yes' then return new; end if;
  if not exists (select 1 from reports r where r.id = new.report_id and r.flow = 'vulnerability') then return new; end if;
  if tg_op = 'INSERT' and not exists (select 1 from case_reports c where c.case_id = new.case_id and c.report_id <> new.report_id) then
    perform toguna_begin_disclosure(new.case_id, new.joined_by);
  end if;
  if exists (select 1 from disclosures d where d.case_id = new.case_id) then
    perform toguna_keep_finder(new.report_id, new.case_id);
  end if;
  return new;
end $$;
create trigger case_reports_follow_finder after insert or update of case_id on case_reports for each row execute function toguna_follow_finder();

-- The cases that stand open to an organisation's own people as a party, and the flaws that it was asked about.
create function toguna_own_parties() returns setof uuid language plpgsql stable security definer rows 10 set search_path = pg_catalog, public as $$
begin
  if toguna_scope() is distinct from 'constituent' then return; end if;
  return query select p.id from disclosure_parties p where p.organisation_id = toguna_organisation() and p.left_at is null and p.invited_at is not null;
end $$;
create function toguna_own_disclosures() returns setof uuid language sql stable security definer rows 10 set search_path = pg_catalog, public as $$
  select p.case_id from disclosure_parties p where p.id in (select toguna_own_parties()) $$;
create function toguna_own_flaws() returns setof uuid language sql stable security definer rows 10 set search_path = pg_catalog, public as $$
  select c.flaw_id from disclosure_cells c where c.party_id in (select toguna_own_parties()) $$;
create function toguna_listed_disclosures() returns setof uuid language sql stable security definer rows 10 set search_path = pg_catalog, public as $$
  select d.case_id from disclosures d where d.is_party_list_shown and d.case_id in (select toguna_own_disclosures()) $$;
-- The vulnerability that a reporter's own report became.
create function toguna_finder_case() returns uuid language sql stable security definer set search_path = pg_catalog, public as $$
  select f.case_id from disclosure_finders f where f.report_id = toguna_report() $$;

do $$ declare f text; begin
  foreach f in array array['toguna_begin_disclosure(uuid, uuid)', 'toguna_keep_finder(uuid, uuid)', 'toguna_own_parties()', 'toguna_own_disclosures()', 'toguna_own_flaws()',
    'toguna_listed_disclosures()', 'toguna_finder_case()'] loop
    execute format('revoke all on function %s from public', f);
  end loop;
  foreach f in array array['toguna_begin_disclosure(uuid, uuid)', 'toguna_own_parties()', 'toguna_own_disclosures()', 'toguna_own_flaws()', 'toguna_listed_disclosures()', 'toguna_finder_case()'] loop
    execute format('grant execute on function %s to toguna_app', f);
  end loop;
end $$;

do $$ declare t text; begin
  foreach t in array array['disclosure_policies', 'disclosures', 'disclosure_drafts', 'disclosure_flaws', 'disclosure_parties', 'disclosure_cells', 'disclosure_statements',
    'disclosure_posts', 'disclosure_reads', 'disclosure_embargoes', 'disclosure_consents', 'disclosure_contacts', 'disclosure_finders', 'disclosure_milestones', 'disclosure_cves',
    'disclosure_decisions', 'disclosure_exploitations', 'disclosure_editions'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I using ((select toguna_is_desk()))', t || '_scope', t);
    if t <> 'disclosure_policies' then call toguna_guard(t::regclass, 'cases', 'case_id'); end if;
  end loop;
end $$;
-- Guarded by its second case too.
create policy disclosure_exploitations_hidden_incidents on disclosure_exploitations as restrictive
  using ((select toguna_sees_all('cases')) or incident_id not in (select unnest(toguna_hidden('cases')::uuid[])));
call toguna_guard('disclosure_finders', 'reports', 'report_id');
call toguna_guard('four_eyes', 'cases', 'case_id');

-- A party: its own, and what is shared with all.
create policy disclosures_own on disclosures for select using ((select toguna_scope()) = 'constituent' and case_id in (select toguna_own_disclosures()));
create policy disclosure_flaws_own on disclosure_flaws for select using ((select toguna_scope()) = 'constituent' and id in (select toguna_own_flaws()));
create policy disclosure_parties_own on disclosure_parties for select using ((select toguna_scope()) = 'constituent'
  and (id in (select toguna_own_parties()) or (case_id in (select toguna_listed_disclosures()) and left_at is null and invited_at is not null)));
create policy disclosure_cells_own on disclosure_cells for select using ((select toguna_scope()) = 'constituent' and party_id in (select toguna_own_parties()));
create policy disclosure_statements_own on disclosure_statements for select using ((select toguna_scope()) = 'constituent'
  and (party_id in (select toguna_own_parties()) or (is_shared and flaw_id in (select toguna_own_flaws()))));
create policy disclosure_statements_say on disclosure_statements for insert with check ((select toguna_scope()) = 'constituent' and way = 'room' and state = 'said'
  and said_by = (select toguna_person()) and party_id in (select toguna_own_parties()));
create policy disclosure_posts_own on disclosure_posts for select using ((select toguna_scope()) = 'constituent'
  and (party_id in (select toguna_own_parties()) or (audience = 'all' and case_id in (select toguna_own_disclosures()))));
create policy disclosure_posts_say on disclosure_posts for insert with check ((select toguna_scope()) = 'constituent' and way = 'room' and is_from_party and audience = 'one'
  and author_id = (select toguna_person()) and party_id in (select toguna_own_parties()));
create policy disclosure_reads_own on disclosure_reads using ((select toguna_scope()) = 'constituent' and party_id in (select toguna_own_parties()));
create policy disclosure_embargoes_own on disclosure_embargoes for select using ((select toguna_scope()) = 'constituent' and case_id in (select toguna_own_disclosures()));
create policy disclosure_consents_own on disclosure_consents using ((select toguna_scope()) = 'constituent' and party_id in (select toguna_own_parties()))
  with check ((select toguna_scope()) = 'constituent' and party_id in (select toguna_own_parties()) and way = 'room' and said_by = (select toguna_person()));
create policy disclosure_cves_own on disclosure_cves for select using ((select toguna_scope()) = 'constituent' and flaw_id in (select toguna_own_flaws()));
create policy disclosure_milestones_own on disclosure_milestones using ((select toguna_scope()) = 'constituent' and case_id in (select toguna_own_disclosures()))
  with check ((select toguna_scope()) = 'constituent' and case_id in (select toguna_own_disclosures()) and kind = 'vendor_answered');

-- A finder: how far it is, and the own credit; nothing that a vendor said.
create policy disclosure_milestones_finder on disclosure_milestones for select using ((select toguna_scope()) = 'reporter' and case_id = (select toguna_finder_case()));
create policy disclosure_finders_finder on disclosure_finders for select using ((select toguna_scope()) = 'reporter' and report_id = (select toguna_report()));
create policy disclosure_finders_credit on disclosure_finders for update using ((select toguna_scope()) = 'reporter' and report_id = (select toguna_report()))
  with check (report_id = (select toguna_report()) and case_id = (select toguna_finder_case()));

-- Everybody: what was published, and the policy.
create policy disclosure_editions_public on disclosure_editions for select using ((select toguna_scope()) in ('intake', 'reporter', 'constituent') and state = 'published');
create policy disclosure_policies_public on disclosure_policies for select using ((select toguna_scope()) in ('intake', 'reporter', 'constituent', 'person'));
