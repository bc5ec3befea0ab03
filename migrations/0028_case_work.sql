-- The work inside a case: team and followers, what happened when, machines and accounts touched, tasks, notes with their past, countermeasures,
-- links between cases, fields that the team makes for itself, what was restored and why it happened, the review afterwards.
-- Every table names its case once, as case_id, so that a case's parts can be moved to another case (backend/cases/case-parts.ts lists them).

-- Who works on a case beside its owner, and who only wants to hear of it. Neither lets anybody see a restricted case.
create table case_people (
  case_id uuid not null references cases (id),
  person_id uuid not null references people (id),
  part text not null check (part in ('team', 'follower')),
  added_by uuid references people (id),
  added_at timestamptz not null,
  primary key (case_id, person_id)
);
create index case_people_person on case_people (person_id);

create table case_assets (
  id uuid primary key,
  case_id uuid not null references cases (id),
  name text not null check (length(name) between 1 and 300),
  kind text not null check (kind in ('account', 'computer', 'server', 'phone', 'network_device', 'website', 'service', 'database', 'person', 'other')),
  -- Addresses, host names, numbers: as they were told, one a line.
  addresses text not null default '' check (length(addresses) <= 4000),
  constituent_id uuid references constituents (id),
  compromise text not null default 'unknown' check (compromise in ('unknown', 'suspected', 'compromised', 'clean', 'recovered')),
  compromised_at timestamptz,
  note text not null default '' check (length(note) <= 4000),
  created_by uuid references people (id),
  created_at timestamptz not null,
  changed_by uuid references people (id),
  changed_at timestamptz not null,
  removed_at timestamptz,
  version integer not null default 1
);
create index case_assets_case on case_assets (case_id);

-- What happened in the incident itself; case_timeline is what the desk did with it.
create table case_events (
  id uuid primary key,
  case_id uuid not null references cases (id),
  happened_at timestamptz not null,
  ended_at timestamptz check (ended_at is null or ended_at >= happened_at),
  -- The zone in which the time was told (IANA), shown beside UTC.
  zone text not null check (length(zone) between 1 and 60),
  is_approximate boolean not null default false,
  category text not null check (category in ('entry', 'spread', 'damage', 'detection', 'report', 'containment', 'eradication', 'recovery', 'communication', 'other')),
  title text not null check (length(title) between 1 and 300),
  body text not null default '' check (length(body) <= 20000),
  -- Where it is known from: a log's name, a person, a report.
  source text not null default '' check (length(source) <= 300),
  created_by uuid references people (id),
  created_at timestamptz not null,
  changed_by uuid references people (id),
  changed_at timestamptz not null,
  removed_at timestamptz,
  -- Of what was brought in with a file: the file's print and the place in it, so that the same file twice gives nothing twice.
  import_key text check (import_key is null or length(import_key) between 1 and 120),
  version integer not null default 1
);
create index case_events_case on case_events (case_id, happened_at, id);
create unique index case_events_imported on case_events (case_id, import_key) where import_key is not null;

create table case_event_links (
  id uuid primary key,
  case_id uuid not null references cases (id),
  event_id uuid not null references case_events (id) on delete cascade,
  kind text not null check (kind in ('asset', 'observable', 'file', 'evidence')),
  -- An asset, a file of a report, or a piece of evidence, by id; an observable by kind and value.
  target_id uuid,
  observable_kind text,
  observable_value text,
  check ((kind = 'observable') = (target_id is null)),
  check ((kind = 'observable') = (observable_kind is not null and observable_value is not null)),
  unique nulls not distinct (event_id, kind, target_id, observable_kind, observable_value)
);
create index case_event_links_case on case_event_links (case_id);

create table case_tasks (
  id uuid primary key,
  case_id uuid not null references cases (id),
  title text not null check (length(title) between 1 and 300),
  body text not null default '' check (length(body) <= 20000),
  state text not null default 'open' check (state in ('open', 'doing', 'waiting', 'done', 'dropped')),
  owner_id uuid references people (id),
  due_at timestamptz,
  -- [{"id", "text", "isDone"}]
  checklist jsonb not null default '[]',
  -- Who made it, where no person did: "playbook:<name>".
  origin text not null default '' check (length(origin) <= 200),
  position integer not null default 0,
  created_by uuid references people (id),
  created_at timestamptz not null,
  changed_by uuid references people (id),
  changed_at timestamptz not null,
  ended_at timestamptz,
  check ((state in ('done', 'dropped')) = (ended_at is not null)),
  removed_at timestamptz,
  version integer not null default 1
);
create index case_tasks_case on case_tasks (case_id);
create index case_tasks_owner on case_tasks (owner_id, due_at) where ended_at is null and removed_at is null;

-- A task that cannot be done before another one.
create table case_task_needs (
  case_id uuid not null references cases (id),
  task_id uuid not null references case_tasks (id) on delete cascade,
  needed_id uuid not null references case_tasks (id) on delete cascade,
  primary key (task_id, needed_id),
  check (task_id <> needed_id)
);
create index case_task_needs_case on case_task_needs (case_id);

create table case_task_logs (
  id uuid primary key,
  case_id uuid not null references cases (id),
  task_id uuid not null references case_tasks (id) on delete cascade,
  author_id uuid references people (id),
  body text not null check (length(body) <= 20000),
  at timestamptz not null
);
create index case_task_logs_task on case_task_logs (task_id, at);
create index case_task_logs_case on case_task_logs (case_id);

create table case_task_files (
  id uuid primary key,
  case_id uuid not null references cases (id),
  log_id uuid not null references case_task_logs (id) on delete cascade,
  object_id uuid not null unique references objects (id),
  name text not null check (length(name) between 1 and 255),
  media_type text not null,
  size bigint not null
);
create index case_task_files_case on case_task_files (case_id);

-- Notes get a past and comments; case_notes itself is of 0006.
alter table case_notes
  add column version integer not null default 1,
  add column changed_by uuid references people (id),
  add column changed_at timestamptz;

-- What a note said before, version by version.
create table case_note_revisions (
  case_id uuid not null references cases (id),
  note_id uuid not null references case_notes (id) on delete cascade,
  version integer not null,
  body text not null,
  written_by uuid references people (id),
  written_at timestamptz not null,
  primary key (note_id, version)
);
create index case_note_revisions_case on case_note_revisions (case_id);

create table case_note_comments (
  id uuid primary key,
  case_id uuid not null references cases (id),
  note_id uuid not null references case_notes (id) on delete cascade,
  author_id uuid references people (id),
  body text not null check (length(body) between 1 and 20000),
  at timestamptz not null
);
create index case_note_comments_note on case_note_comments (note_id, at);
create index case_note_comments_case on case_note_comments (case_id);

-- A block and its like: asked for, in force, to be lifted, lifted.
create table case_measures (
  id uuid primary key,
  case_id uuid not null references cases (id),
  kind text not null check (kind in ('block_address', 'block_domain', 'block_page', 'block_number', 'disable_account', 'isolate_machine', 'other')),
  target text not null check (length(target) between 1 and 2000),
  -- Who carries it out: a provider, a bank, the entity itself.
  asked_of text not null check (length(asked_of) between 1 and 300),
  asset_id uuid references case_assets (id),
  reason text not null check (length(reason) between 3 and 2000),
  state text not null default 'requested' check (state in ('requested', 'active', 'to_lift', 'lifted', 'refused')),
  -- When it should be lifted at the latest.
  until_at timestamptz,
  created_by uuid references people (id),
  created_at timestamptz not null,
  changed_by uuid references people (id),
  changed_at timestamptz not null,
  version integer not null default 1
);
create index case_measures_case on case_measures (case_id);

create table case_measure_steps (
  id uuid primary key,
  case_id uuid not null references cases (id),
  measure_id uuid not null references case_measures (id) on delete cascade,
  state text not null,
  note text not null default '' check (length(note) <= 2000),
  person_id uuid references people (id),
  at timestamptz not null
);
create index case_measure_steps_measure on case_measure_steps (measure_id, at);
create index case_measure_steps_case on case_measure_steps (case_id);

create table case_links (
  id uuid primary key,
  case_id uuid not null references cases (id),
  other_id uuid not null references cases (id),
  kind text not null check (kind in ('related', 'duplicate_of', 'caused_by', 'part_of', 'follows', 'same_actor', 'same_campaign')),
  note text not null default '' check (length(note) <= 2000),
  created_by uuid references people (id),
  created_at timestamptz not null,
  check (case_id <> other_id),
  unique (case_id, other_id, kind)
);
create index case_links_other on case_links (other_id);

-- Fields that the team makes for itself.
create table case_fields (
  id uuid primary key,
  key text not null unique check (key ~ '^[a-z][a-z0-9_]{1,39}$'),
  -- {"fr", "en", "mn"}
  names jsonb not null,
  kind text not null check (kind in ('text', 'number', 'date', 'yes_no', 'choice', 'choices')),
  choices jsonb not null default '[]',
  -- Whether a case may be closed without it.
  is_required boolean not null default false,
  position integer not null default 0,
  retired_at timestamptz,
  changed_by uuid references people (id),
  changed_at timestamptz not null,
  version integer not null default 1
);

create table case_field_values (
  case_id uuid not null references cases (id),
  field_id uuid not null references case_fields (id),
  value jsonb not null,
  changed_by uuid references people (id),
  changed_at timestamptz not null,
  version integer not null default 1,
  primary key (case_id, field_id)
);

-- What was restored, and why it happened; one row a case.
create table case_outcomes (
  case_id uuid primary key references cases (id),
  restored_at timestamptz,
  verified_by text not null default '' check (length(verified_by) <= 300),
  -- Null: not told yet.
  is_function_affected boolean,
  function_id uuid references critical_functions (id),
  function_note text not null default '' check (length(function_note) <= 2000),
  public_update text not null default '' check (length(public_update) <= 4000),
  public_update_at timestamptz,
  root_cause text check (root_cause in ('unpatched', 'stolen_credentials', 'weak_credentials', 'deceived_person', 'misconfiguration', 'supplier', 'insider',
    'lost_device', 'human_error', 'technical_failure', 'natural_event', 'other', 'unknown')),
  root_cause_note text not null default '' check (length(root_cause_note) <= 4000),
  changed_by uuid references people (id),
  changed_at timestamptz not null,
  version integer not null default 1
);

-- The review afterwards; one a case.
create table case_reviews (
  case_id uuid primary key references cases (id),
  held_at timestamptz,
  participants text not null default '' check (length(participants) <= 2000),
  went_well text not null default '' check (length(went_well) <= 20000),
  went_badly text not null default '' check (length(went_badly) <= 20000),
  conclusion text not null default '' check (length(conclusion) <= 20000),
  -- Nothing to improve, said as such, where no improvement came of it.
  is_without_improvements boolean not null default false,
  finished_at timestamptz,
  finished_by uuid references people (id),
  changed_by uuid references people (id),
  changed_at timestamptz not null,
  version integer not null default 1,
  -- Ended by a person, or in a demonstration by nobody.
  check (finished_by is null or finished_at is not null)
);

create table case_improvements (
  id uuid primary key,
  case_id uuid not null references cases (id),
  title text not null check (length(title) between 1 and 300),
  owner_id uuid not null references people (id),
  due_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'done', 'dropped')),
  -- What became of it; needed to end it.
  outcome text not null default '' check (length(outcome) <= 4000),
  check ((state = 'open') or length(outcome) >= 3),
  created_by uuid references people (id),
  created_at timestamptz not null,
  changed_by uuid references people (id),
  changed_at timestamptz not null,
  ended_at timestamptz,
  check ((state = 'open') = (ended_at is null)),
  version integer not null default 1
);
create index case_improvements_case on case_improvements (case_id);
create index case_improvements_owner on case_improvements (owner_id, due_at) where state = 'open';

-- The one question to each who reported, once the case is closed.
create table case_questions (
  id uuid primary key,
  case_id uuid not null references cases (id),
  report_id uuid not null unique references reports (id),
  asked_at timestamptz not null,
  answer text check (answer in ('yes', 'partly', 'no')),
  words text not null default '' check (length(words) <= 2000),
  answered_at timestamptz,
  check ((answer is null) = (answered_at is null))
);
create index case_questions_case on case_questions (case_id);

do $$ declare t text; begin
  foreach t in array array['case_people', 'case_assets', 'case_events', 'case_event_links', 'case_tasks', 'case_task_needs', 'case_task_logs',
    'case_task_files', 'case_note_revisions', 'case_note_comments', 'case_measures', 'case_measure_steps', 'case_links', 'case_field_values',
    'case_outcomes', 'case_reviews', 'case_improvements', 'case_questions'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I using ((select toguna_is_desk()))', t || '_scope', t);
    call toguna_guard(t::regclass, 'cases', 'case_id');
  end loop;
end $$;
-- A link is hidden with either of its cases.
create policy case_links_hidden_other on case_links as restrictive using ((select toguna_sees_all('cases')) or other_id not in (select unnest(toguna_hidden('cases')::uuid[])));
call toguna_guard('case_questions', 'reports', 'report_id');
alter table case_fields enable row level security;
create policy case_fields_scope on case_fields using ((select toguna_is_desk()));

-- The reporter reads and answers the question about the own report, and nothing else of it.
create policy case_questions_own on case_questions for select using ((select toguna_scope()) = 'reporter' and report_id = (select toguna_report()));
create policy case_questions_answer on case_questions for update using ((select toguna_scope()) = 'reporter' and report_id = (select toguna_report())) with check (report_id = (select toguna_report()));
create function toguna_keep_case_question() returns trigger language plpgsql as $$
begin
  if toguna_scope() = 'reporter' and (old.answered_at is not null or new.id <> old.id or new.case_id <> old.case_id or new.report_id <> old.report_id or new.asked_at <> old.asked_at) then
    raise exception 'a question is answered once' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger case_questions_kept before update on case_questions for each row execute function toguna_keep_case_question();

-- Files in a task's log are hidden with their case.
create function toguna_hidden_task_files() returns setof uuid language plpgsql stable security definer rows 20 set search_path = pg_catalog, public as $$
begin
  if toguna_scope() is distinct from 'staff' or toguna_sees_all('cases') then return; end if;
  return query select f.object_id from case_task_files f where f.case_id in (select unnest(toguna_hidden('cases')::uuid[]));
end $$;
revoke all on function toguna_hidden_task_files() from public;
grant execute on function toguna_hidden_task_files() to toguna_app;
create policy objects_hidden_task_files on objects as restrictive using ((select toguna_sees_all('cases')) or id not in (select toguna_hidden_task_files()));

-- Versions of a note stay as they were written.
create function toguna_keep_note_revision() returns trigger language plpgsql as $$
begin
  if old.body <> new.body or old.version <> new.version or old.written_at <> new.written_at or old.written_by is distinct from new.written_by then
    raise exception 'what a note said before stays as it was' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger case_note_revisions_kept before update on case_note_revisions for each row execute function toguna_keep_note_revision();

-- Whether any case bears a reference, also one that is hidden from who opens the next.
create function toguna_reference_is_taken(wanted text) returns boolean language plpgsql stable security definer set search_path = pg_catalog, public as $$
begin
  if toguna_scope() not in ('staff', 'system') then return false; end if;
  return exists (select 1 from cases k where k.reference = wanted);
end $$;
revoke all on function toguna_reference_is_taken(text) from public;
grant execute on function toguna_reference_is_taken(text) to toguna_app;
