-- The regulator's office: remit and conflicts, inspections with custody of evidence, the ladder from finding to appeal, plenary decisions, complaints.
-- Every row carries its authority; an entity is shown what was notified to it, a complainant what was said to them, the national team nothing.

-- What an authority is: the laws that it enforces, whom they bind, how it decides. Facts of the authority itself, entered by its head.
create table authority_profiles (
  organisation_id uuid primary key references organisations (id),
  packs text[] not null default '{}',
  is_remit_everybody boolean not null default false,
  remit_classes text[] not null default '{}',
  remit_sectors text[] not null default '{}',
  -- "{year}" and "{n}" are filled in; {n} counts within the year.
  deliberation_format text not null default 'D-{year}-{n}' check (deliberation_format like '%{n}%' and length(deliberation_format) <= 60),
  -- Share of the members that must be present, in percent, and never fewer than `quorum_least`.
  quorum_percent integer not null default 50 check (quorum_percent between 0 and 100),
  quorum_least integer not null default 1 check (quorum_least between 1 and 100),
  needs_deliberation boolean not null default true,
  takes_complaints boolean not null default false,
  takes_anonymous_complaints boolean not null default false,
  version integer not null default 1,
  changed_by uuid references people (id),
  changed_at timestamptz not null
);

-- Members of the authority's plenary. They need no account.
create table plenary_members (
  id uuid primary key,
  organisation_id uuid not null references organisations (id),
  name text not null check (length(name) between 1 and 200),
  person_id uuid references people (id),
  since_day date not null,
  until_day date check (until_day >= since_day),
  added_at timestamptz not null
);
create index plenary_members_organisation on plenary_members (organisation_id);

-- Who must not touch an entity's matters: an officer with an account, or a member of the plenary.
create table office_conflicts (
  id uuid primary key,
  organisation_id uuid not null references organisations (id),
  person_id uuid references people (id),
  member_id uuid references plenary_members (id),
  constituent_id uuid not null references constituents (id),
  reason text not null check (length(reason) between 3 and 2000),
  declared_by uuid not null references people (id),
  declared_at timestamptz not null,
  ended_by uuid references people (id),
  ended_at timestamptz,
  check ((person_id is null) <> (member_id is null)),
  constraint office_conflicts_ended_by_another check (ended_by is null or ended_by is distinct from person_id)
);
create unique index office_conflicts_once on office_conflicts (organisation_id, person_id, member_id, constituent_id) nulls not distinct where ended_at is null;

-- Numbers that an authority gives, counted within a year; the row is the lock.
create table office_counters (
  organisation_id uuid not null references organisations (id),
  kind text not null,
  year integer not null,
  last integer not null,
  primary key (organisation_id, kind, year)
);

create table inspection_plans (
  id uuid primary key,
  organisation_id uuid not null references organisations (id),
  title text not null check (length(title) between 1 and 200),
  from_day date not null,
  until_day date not null check (until_day >= from_day),
  state text not null check (state in ('proposed', 'approved', 'refused')),
  made_by uuid not null references people (id),
  made_at timestamptz not null,
  decided_by uuid references people (id),
  decided_at timestamptz,
  reason text,
  constraint inspection_plans_two_persons check (decided_by is null or decided_by <> made_by),
  check ((state = 'proposed') = (decided_by is null))
);
create index inspection_plans_organisation on inspection_plans (organisation_id, made_at);

create table complaints (
  id uuid primary key,
  reference text not null,
  organisation_id uuid not null references organisations (id),
  -- Whom it is about, once an officer has found them in the register.
  constituent_id uuid references constituents (id),
  respondent text not null check (length(respondent) between 1 and 300),
  language text not null check (language in ('fr', 'en', 'mn')),
  channel text not null check (channel in ('web', 'paper')),
  -- On paper, the day on which the paper arrived counts.
  received_at timestamptz not null,
  entered_at timestamptz not null,
  state text not null check (state in ('received', 'admissible', 'heard', 'decided', 'inadmissible', 'withdrawn')),
  is_entity_heard boolean not null default false,
  outcome text check (outcome in ('upheld', 'partly_upheld', 'not_upheld', 'settled')),
  assignee_id uuid references people (id),
  decided_at timestamptz,
  version integer not null default 1,
  is_demo boolean not null default false,
  unique (organisation_id, reference)
);
create index complaints_organisation on complaints (organisation_id, state, received_at);
create index complaints_constituent on complaints (constituent_id) where constituent_id is not null;

-- Who complains, and of what: a table of its own, since the entity, which reads the row above once it is heard, never reads this one.
create table complaint_texts (
  complaint_id uuid primary key references complaints (id),
  organisation_id uuid not null references organisations (id),
  name text,
  contact text,
  -- Whether the entity may be told the name.
  may_be_named boolean not null default false,
  happened text not null check (length(happened) between 1 and 20000),
  wanted text not null default '' check (length(wanted) <= 4000)
);

create table complaint_receipts (
  locator text primary key check (locator ~ '^[0-9]{6,9}$'),
  complaint_id uuid not null unique references complaints (id),
  secret_hmac bytea not null
);

create table inspections (
  id uuid primary key,
  reference text not null,
  organisation_id uuid not null references organisations (id),
  constituent_id uuid not null references constituents (id),
  plan_id uuid references inspection_plans (id),
  complaint_id uuid references complaints (id),
  -- The score when it was planned, with each factor.
  risk jsonb not null default '{}',
  reason text not null check (length(reason) between 3 and 4000),
  planned_on date,
  state text not null check (state in ('proposed', 'planned', 'ordered', 'open', 'minutes', 'closed', 'cancelled')),
  pack_id text not null,
  pack_version text not null,
  pack_sha256 text not null,
  is_announced boolean,
  scope text not null default '',
  legal_basis text not null default '',
  team uuid[] not null default '{}',
  ordered_by uuid references people (id),
  ordered_at timestamptz,
  opened_at timestamptz,
  place text not null default '',
  remarks text not null default '',
  signature text check (signature in ('signed', 'refused')),
  signature_note text not null default '',
  closed_by uuid references people (id),
  closed_at timestamptz,
  minutes_file_id uuid,
  minutes_leaf text,
  -- From then on the entity sees it.
  notified_at timestamptz,
  version integer not null default 1,
  is_demo boolean not null default false,
  unique (organisation_id, reference)
);
create index inspections_organisation on inspections (organisation_id, state, planned_on);
create index inspections_constituent on inspections (constituent_id);

create table inspection_items (
  id uuid primary key,
  organisation_id uuid not null references organisations (id),
  constituent_id uuid not null references constituents (id),
  inspection_id uuid not null references inspections (id),
  position integer not null,
  -- Null for obstruction, and for what was found beside the list.
  obligation_id text,
  title jsonb not null,
  articles text not null default '',
  evidence_wanted text[] not null default '{}',
  verification text not null default 'unverified',
  result text check (result in ('compliant', 'finding', 'obstruction', 'not_applicable')),
  severity text check (severity in ('minor', 'major', 'critical')),
  note text not null default '',
  decided_by uuid references people (id),
  decided_at timestamptz,
  unique (inspection_id, position),
  check ((result in ('finding', 'obstruction')) = (severity is not null))
);

-- Minutes are frozen: once an inspection is closed, neither it nor its findings change.
create function toguna_freeze_inspection() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'inspections' then
    if old.state in ('closed', 'cancelled') then raise exception 'a closed inspection does not change' using errcode = 'check_violation'; end if;
  elsif exists (select 1 from inspections i where i.id = new.inspection_id and i.state in ('minutes', 'closed', 'cancelled')) then
    raise exception 'the findings of these minutes do not change' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger inspections_frozen before update on inspections for each row execute function toguna_freeze_inspection();
create trigger inspection_items_frozen before insert or update on inspection_items for each row execute function toguna_freeze_inspection();

create table matters (
  id uuid primary key,
  reference text not null,
  organisation_id uuid not null references organisations (id),
  constituent_id uuid not null references constituents (id),
  inspection_id uuid references inspections (id),
  complaint_id uuid references complaints (id),
  title text not null check (length(title) between 1 and 300),
  -- What was found, as the officer states it, with the provisions cited.
  findings jsonb not null,
  is_obstruction boolean not null default false,
  pack_id text not null,
  pack_version text not null,
  pack_sha256 text not null,
  -- Folded from its steps by backend/compliance/sanctions/ladder.ts.
  state text not null,
  due_on date,
  amount numeric(18, 2),
  currency text,
  paid numeric(18, 2) not null default 0,
  is_referred boolean not null default false,
  is_notified boolean not null default false,
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  version integer not null default 1,
  is_demo boolean not null default false,
  unique (organisation_id, reference),
  check (paid >= 0 and (amount is null or paid <= amount))
);
create index matters_organisation on matters (organisation_id, state, due_on);
create index matters_constituent on matters (constituent_id);

-- The entity's answers fold into the state; nothing else of the row is the entity's.
create function toguna_keep_matter() returns trigger language plpgsql as $$
begin
  if toguna_scope() = 'constituent' and
      (to_jsonb(new) - '{state,due_on,changed_at,version}'::text[]) <> (to_jsonb(old) - '{state,due_on,changed_at,version}'::text[]) then
    raise exception 'an entity answers and changes nothing else' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger matters_kept before update on matters for each row execute function toguna_keep_matter();

create table plenary_sessions (
  id uuid primary key,
  organisation_id uuid not null references organisations (id),
  reference text not null,
  held_at timestamptz not null,
  place text not null default '',
  state text not null check (state in ('called', 'open', 'closed')),
  present uuid[] not null default '{}',
  -- The members in office when it was opened: what the quorum is a share of.
  members integer,
  called_by uuid not null references people (id),
  called_at timestamptz not null,
  opened_at timestamptz,
  closed_at timestamptz,
  version integer not null default 1,
  unique (organisation_id, reference)
);
create table agenda_items (
  id uuid primary key,
  organisation_id uuid not null references organisations (id),
  session_id uuid not null references plenary_sessions (id),
  position integer not null,
  title text not null check (length(title) between 1 and 300),
  matter_id uuid references matters (id),
  complaint_id uuid references complaints (id),
  constituent_id uuid references constituents (id),
  -- [{memberId, name, reason}]: conflicts of interest, and what members said themselves.
  recused jsonb not null default '[]',
  votes_for integer check (votes_for >= 0),
  votes_against integer check (votes_against >= 0),
  abstained integer check (abstained >= 0),
  result text check (result in ('adopted', 'rejected', 'adjourned')),
  decision text not null default '',
  deliberation_number text,
  decided_at timestamptz,
  extract_file_id uuid,
  unique (session_id, position),
  unique (organisation_id, deliberation_number),
  check ((result = 'adopted') = (deliberation_number is not null))
);
create index agenda_items_matter on agenda_items (matter_id) where matter_id is not null;

-- What was done, by which side, in order: the truth of matters and the history of the rest. Never changed.
create table office_steps (
  id uuid primary key,
  organisation_id uuid not null references organisations (id),
  constituent_id uuid references constituents (id),
  subject_kind text not null check (subject_kind in ('inspection', 'matter', 'complaint', 'session')),
  subject_id uuid not null,
  position integer not null,
  kind text not null,
  side text not null check (side in ('authority', 'entity', 'complainant')),
  person_id uuid references people (id),
  person_name text not null default '',
  at timestamptz not null,
  detail jsonb not null default '{}',
  is_to_entity boolean not null default false,
  is_to_complainant boolean not null default false,
  unique (subject_kind, subject_id, position)
);

-- Files of the office: evidence, minutes, letters, answers. The bytes lie in the object store.
create table office_files (
  id uuid primary key,
  organisation_id uuid not null references organisations (id),
  constituent_id uuid references constituents (id),
  subject_kind text not null check (subject_kind in ('inspection', 'matter', 'complaint', 'session', 'filing')),
  subject_id uuid not null,
  object_id uuid not null unique references objects (id),
  name text not null,
  media_type text not null,
  size bigint not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  side text not null check (side in ('authority', 'entity', 'complainant')),
  added_by uuid references people (id),
  added_at timestamptz not null,
  is_to_entity boolean not null default false,
  is_to_complainant boolean not null default false
);
create index office_files_subject on office_files (subject_kind, subject_id);

-- Evidence in custody: what, from where, by whom, and each hand that it went through.
create table custody_items (
  id uuid primary key,
  organisation_id uuid not null references organisations (id),
  constituent_id uuid not null references constituents (id),
  inspection_id uuid not null references inspections (id),
  item_id uuid references inspection_items (id),
  number integer not null,
  label text not null check (length(label) between 1 and 300),
  -- Null for a thing that is no file.
  file_id uuid references office_files (id),
  taken_by uuid not null references people (id),
  taken_from text not null,
  place text not null,
  taken_at timestamptz not null,
  seal text not null default '',
  unique (inspection_id, number)
);
create table custody_moves (
  id uuid primary key,
  -- The order of hands, also within one moment.
  position integer not null,
  organisation_id uuid not null references organisations (id),
  constituent_id uuid not null references constituents (id),
  custody_item_id uuid not null references custody_items (id),
  kind text not null check (kind in ('taken', 'handed_over', 'acknowledged', 'sealed', 'unsealed', 'read')),
  person_id uuid not null references people (id),
  to_person_id uuid references people (id),
  note text not null default '',
  at timestamptz not null,
  check ((kind = 'handed_over') = (to_person_id is not null)),
  constraint custody_two_hands check (to_person_id is null or to_person_id <> person_id),
  unique (custody_item_id, position)
);

create function toguna_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'what was done is not changed afterwards' using errcode = 'check_violation';
end $$;
create trigger office_steps_kept before update or delete on office_steps for each row execute function toguna_refuse_change();
create trigger custody_moves_kept before update or delete on custody_moves for each row execute function toguna_refuse_change();

-- Entities whose matters somebody of an authority must not see. Ids only, so that policies do not ask policies.
create function toguna_office_hidden() returns setof uuid language plpgsql stable security definer rows 5 set search_path = pg_catalog, public as $$
begin
  if toguna_scope() is distinct from 'authority' then return; end if;
  return query select c.constituent_id from office_conflicts c
    where c.organisation_id = toguna_organisation() and c.person_id = toguna_person() and c.ended_at is null;
end $$;
-- The own entries of a constituent's organisation.
create function toguna_own_constituents() returns setof uuid language plpgsql stable security definer rows 5 set search_path = pg_catalog, public as $$
begin
  if toguna_scope() is distinct from 'constituent' then return; end if;
  return query select c.id from constituents c where c.organisation_id = toguna_organisation();
end $$;
-- What was shown to an entity, without asking the policies of what it stands in.
create function toguna_shown_inspections() returns setof uuid language plpgsql stable security definer rows 50 set search_path = pg_catalog, public as $$
begin
  if toguna_scope() is distinct from 'constituent' then return; end if;
  return query select i.id from inspections i join constituents c on c.id = i.constituent_id
    where c.organisation_id = toguna_organisation() and i.notified_at is not null and i.state in ('minutes', 'closed');
end $$;
do $$ declare f text; begin
  foreach f in array array['toguna_office_hidden()', 'toguna_own_constituents()', 'toguna_shown_inspections()'] loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to toguna_app', f);
  end loop;
end $$;

-- The three lines that every table of an authority has; the third where the table names an entity.
create procedure toguna_office_guard(guarded regclass) language plpgsql as $$
declare has_entity boolean := exists (select 1 from pg_attribute where attrelid = guarded and attname = 'constituent_id' and not attisdropped);
begin
  execute format('alter table %s enable row level security', guarded);
  execute format('create policy %I on %s using ((select toguna_scope()) = ''system'' or ((select toguna_scope()) = ''authority'' and organisation_id = (select toguna_organisation())))',
    guarded::text || '_office', guarded);
  if has_entity then
    execute format('create policy %I on %s as restrictive using (constituent_id is null or constituent_id not in (select toguna_office_hidden()))',
      guarded::text || '_conflict', guarded);
  end if;
end $$;
revoke all on procedure toguna_office_guard from public;
do $$ declare t text; begin
  foreach t in array array['authority_profiles', 'plenary_members', 'office_counters', 'inspection_plans', 'complaints', 'complaint_texts', 'inspections', 'inspection_items',
    'matters', 'plenary_sessions', 'agenda_items', 'office_steps', 'office_files', 'custody_items', 'custody_moves'] loop
    call toguna_office_guard(t::regclass);
  end loop;
end $$;
-- A conflict does not hide itself from whom it concerns.
alter table office_conflicts enable row level security;
create policy office_conflicts_office on office_conflicts using ((select toguna_scope()) = 'system'
  or ((select toguna_scope()) = 'authority' and organisation_id = (select toguna_organisation())));

-- The entity: what was notified to it, and its own answers.
create policy inspections_entity on inspections for select using ((select toguna_scope()) = 'constituent'
  and notified_at is not null and constituent_id in (select toguna_own_constituents()));
create policy inspection_items_entity on inspection_items for select using ((select toguna_scope()) = 'constituent'
  and inspection_id in (select toguna_shown_inspections()));
create policy matters_entity on matters for select using ((select toguna_scope()) = 'constituent'
  and is_notified and constituent_id in (select toguna_own_constituents()));
create policy matters_answer on matters for update using ((select toguna_scope()) = 'constituent'
  and is_notified and constituent_id in (select toguna_own_constituents()));
create policy office_steps_entity on office_steps for select using ((select toguna_scope()) = 'constituent'
  and is_to_entity and constituent_id in (select toguna_own_constituents()));
create policy office_steps_answer on office_steps for insert with check ((select toguna_scope()) = 'constituent'
  and side = 'entity' and is_to_entity and person_id = (select toguna_person()) and constituent_id in (select toguna_own_constituents())
  and ((subject_kind = 'matter' and subject_id in (select m.id from matters m where m.organisation_id = office_steps.organisation_id))
    or (subject_kind = 'complaint' and subject_id in (select c.id from complaints c where c.organisation_id = office_steps.organisation_id))));
create policy office_files_entity on office_files for select using ((select toguna_scope()) = 'constituent'
  and is_to_entity and constituent_id in (select toguna_own_constituents()));
create policy office_files_answer on office_files for insert with check ((select toguna_scope()) = 'constituent'
  and side = 'entity' and is_to_entity and added_by = (select toguna_person()) and constituent_id in (select toguna_own_constituents())
  and ((subject_kind = 'matter' and subject_id in (select m.id from matters m where m.organisation_id = office_files.organisation_id))
    or (subject_kind = 'complaint' and subject_id in (select c.id from complaints c where c.organisation_id = office_files.organisation_id))));
create policy complaints_entity on complaints for select using ((select toguna_scope()) = 'constituent'
  and is_entity_heard and constituent_id in (select toguna_own_constituents()));

-- The complainant: the door of intake, with the one complaint that is handed in or was opened with its receipt.
create policy authority_profiles_door on authority_profiles for select using ((select toguna_scope()) = 'intake' and takes_complaints);
create policy complaints_door on complaints for select using ((select toguna_scope()) = 'intake' and id = (select toguna_report()));
create policy complaints_handed_in on complaints for insert with check ((select toguna_scope()) = 'intake' and id = (select toguna_report())
  and channel = 'web' and state = 'received' and constituent_id is null and not is_entity_heard);
create policy complaint_texts_door on complaint_texts for select using ((select toguna_scope()) = 'intake' and complaint_id = (select toguna_report()));
create policy complaint_texts_handed_in on complaint_texts for insert with check ((select toguna_scope()) = 'intake' and complaint_id = (select toguna_report()));
-- Who must not see an entity's matters does not read what is said of it there.
create policy complaint_texts_conflict on complaint_texts as restrictive using ((select toguna_scope()) <> 'authority'
  or complaint_id in (select c.id from complaints c));
create policy complaint_receipts_door on complaint_receipts for select using ((select toguna_scope()) = 'intake');
create policy complaint_receipts_given on complaint_receipts for insert with check ((select toguna_scope()) = 'intake' and complaint_id = (select toguna_report()));
create policy office_counters_door on office_counters using ((select toguna_scope()) = 'intake' and kind = 'complaint');
create policy office_steps_complainant on office_steps for select using ((select toguna_scope()) = 'intake'
  and subject_kind = 'complaint' and subject_id = (select toguna_report()) and is_to_complainant);
create policy office_steps_said on office_steps for insert with check ((select toguna_scope()) = 'intake'
  and subject_kind = 'complaint' and subject_id = (select toguna_report()) and side = 'complainant' and person_id is null);
create policy office_files_complainant on office_files for select using ((select toguna_scope()) = 'intake'
  and subject_kind = 'complaint' and subject_id = (select toguna_report()) and is_to_complainant);
create policy office_files_handed_in on office_files for insert with check ((select toguna_scope()) = 'intake'
  and subject_kind = 'complaint' and subject_id = (select toguna_report()) and side = 'complainant');
alter table complaint_receipts enable row level security;
create policy complaint_receipts_office on complaint_receipts using ((select toguna_scope()) = 'system');
-- An insert that gives way to a row that is there must be allowed to look at its own.
create policy complaint_receipts_own on complaint_receipts for select using ((select toguna_scope()) = 'authority'
  and complaint_id in (select c.id from complaints c));
create policy complaint_receipts_paper on complaint_receipts for insert with check ((select toguna_scope()) = 'authority'
  and complaint_id in (select c.id from complaints c));

-- Files: put down by both sides, found again through what the asker is shown.
create policy objects_office_put on objects for insert with check ((select toguna_scope()) in ('authority', 'constituent'));
create policy objects_office on objects for select using ((select toguna_scope()) in ('authority', 'constituent')
  and id in (select f.object_id from office_files f));

-- Whom an authority's laws bind is whom it sees of the register.
create policy constituents_remit on constituents for select using ((select toguna_scope()) = 'authority'
  and exists (select 1 from authority_profiles p where p.organisation_id = (select toguna_organisation())
    and (p.is_remit_everybody or p.remit_classes && classes or sector = any (p.remit_sectors))));
create policy constituents_conflict on constituents as restrictive using (id not in (select toguna_office_hidden()));
-- The database itself keeps one side from playing the other: office rows are an authority's.
create function toguna_is_office() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if not exists (select 1 from organisations o where o.id = new.organisation_id and o.kind = 'authority') then
    raise exception 'only an authority has an office' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger authority_profiles_kind before insert or update on authority_profiles for each row execute function toguna_is_office();

-- What an authority did with a filing: its own reference and receipt, and how it closed it. Beside the filing, which is the entity's word.
create table filing_handlings (
  part_id uuid primary key references filing_parts (id),
  organisation_id uuid not null references organisations (id),
  constituent_id uuid references constituents (id),
  reference text not null,
  receipt text not null,
  acknowledged_by uuid not null references people (id),
  acknowledged_at timestamptz not null,
  decision text check (length(decision) between 3 and 20000),
  outcome text check (outcome in ('no_action', 'advice', 'inspection', 'notice')),
  closed_by uuid references people (id),
  closed_at timestamptz,
  version integer not null default 1,
  unique (organisation_id, reference),
  check ((decision is null) = (closed_at is null))
);
create table filing_questions (
  id uuid primary key,
  part_id uuid not null references filing_parts (id),
  organisation_id uuid not null references organisations (id),
  constituent_id uuid references constituents (id),
  question text not null check (length(question) between 3 and 8000),
  answer_by date,
  asked_by uuid not null references people (id),
  asked_at timestamptz not null,
  answer text check (length(answer) between 1 and 20000),
  answered_by uuid references people (id),
  answered_at timestamptz
);
create index filing_questions_part on filing_questions (part_id, asked_at);
-- A question that was asked stands; it is answered once.
create function toguna_keep_question() returns trigger language plpgsql as $$
begin
  if old.answer is not null or (to_jsonb(new) - '{answer,answered_by,answered_at}'::text[]) <> (to_jsonb(old) - '{answer,answered_by,answered_at}'::text[]) then
    raise exception 'a question stands, and is answered once' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger filing_questions_kept before update on filing_questions for each row execute function toguna_keep_question();
call toguna_office_guard('filing_handlings');
call toguna_office_guard('filing_questions');
create policy filing_handlings_entity on filing_handlings for select using ((select toguna_scope()) = 'constituent'
  and constituent_id in (select toguna_own_constituents()));
create policy filing_questions_entity on filing_questions for select using ((select toguna_scope()) = 'constituent'
  and constituent_id in (select toguna_own_constituents()));
create policy filing_questions_answer on filing_questions for update using ((select toguna_scope()) = 'constituent'
  and constituent_id in (select toguna_own_constituents()));
create policy filing_parts_conflict on filing_parts as restrictive using (constituent_id is null or constituent_id not in (select toguna_office_hidden()));

-- Of the register, an officer reads besides what belongs to whom the authority's laws bind: sizes, online services and their state.
create policy constituent_sizes_remit on constituent_sizes for select using ((select toguna_scope()) = 'authority'
  and constituent_id in (select c.id from constituents c));
create policy online_services_remit on online_services for select using ((select toguna_scope()) = 'authority'
  and constituent_id in (select c.id from constituents c));
create policy service_compliance_remit on service_compliance for select using ((select toguna_scope()) = 'authority'
  and service_id in (select s.id from online_services s));
