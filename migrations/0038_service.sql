-- The team's own service levels and their clocks, the rota of who is on call and what wakes them, requests for advice, and call-backs as tasks.

-- What the team set for itself, edition by edition; what began under one keeps it. levels: targets and business hours. ladder: who is woken, after how long.
create table service_editions (
  id uuid primary key,
  kind text not null check (kind in ('levels', 'ladder')),
  number integer not null check (number > 0),
  definition jsonb not null,
  note text not null default '' check (length(note) <= 2000),
  set_by uuid references people (id),
  set_at timestamptz not null,
  unique (kind, number)
);

-- A clock of the team's own on a report or a case. What is due and whether it ended follows from the edition, the pauses and the facts; the watch writes it down.
create table service_clocks (
  id uuid primary key,
  report_id uuid references reports (id),
  case_id uuid references cases (id),
  kind text not null check (kind in ('first_answer', 'resolution')),
  edition_id uuid not null references service_editions (id),
  -- incident, vulnerability, advice: which targets apply.
  subject_kind text not null check (length(subject_kind) between 1 and 40),
  started_at timestamptz not null,
  -- Of the severity that it was worked out for; null: none yet, counted as medium.
  severity text,
  -- Null while it is paused, and where the edition sets no target.
  due_at timestamptz,
  is_paused boolean not null default false,
  ended_at timestamptz,
  -- Reached, or left without object: rejected, joined to a case, no way to answer.
  end_kind text check (end_kind in ('reached', 'without_object')),
  is_late boolean,
  breach_told_at timestamptz,
  check ((report_id is null) <> (case_id is null)),
  check ((ended_at is null) = (end_kind is null)),
  unique nulls not distinct (report_id, case_id, kind)
);
create index service_clocks_due on service_clocks (due_at) where ended_at is null and breach_told_at is null;
create index service_clocks_case on service_clocks (case_id) where case_id is not null;
create index service_clocks_ended on service_clocks (ended_at) where ended_at is not null;

-- Waiting for somebody else, and until when they promised to answer. It stops the team's clock, never one of the law.
create table service_pauses (
  id uuid primary key,
  report_id uuid references reports (id),
  case_id uuid references cases (id),
  reason text not null check (reason in ('reporter', 'constituent', 'other_body')),
  who text not null check (length(who) between 1 and 200),
  note text not null default '' check (length(note) <= 2000),
  promised_at timestamptz,
  paused_by uuid references people (id),
  paused_at timestamptz not null,
  ended_at timestamptz,
  ended_how text check (ended_how in ('answer', 'person', 'closed')),
  ended_by uuid references people (id),
  check ((report_id is null) <> (case_id is null)),
  check ((ended_at is null) = (ended_how is null)),
  check (ended_at is null or ended_at >= paused_at)
);
create unique index service_pauses_one on service_pauses (coalesce(case_id, report_id)) where ended_at is null;
create index service_pauses_of on service_pauses (coalesce(case_id, report_id), paused_at);

-- Who is on call when: a weekly pattern, what differs from it, and shifts that two people exchanged.
create table rota_patterns (
  id uuid primary key,
  person_id uuid not null references people (id),
  -- 1 Monday … 7 Sunday, in the team's zone.
  weekdays integer[] not null check (cardinality(weekdays) between 1 and 7 and weekdays <@ array[1, 2, 3, 4, 5, 6, 7]),
  -- "18:00" to "08:00": ends on the next day where it is not after the beginning.
  from_time text not null check (from_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  to_time text not null check (to_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  every_weeks integer not null default 1 check (every_weeks between 1 and 12),
  -- The first week of the count is that of this day.
  starts_on date not null,
  ends_on date check (ends_on >= starts_on),
  made_by uuid references people (id),
  made_at timestamptz not null,
  ended_by uuid references people (id),
  ended_at timestamptz
);
create table rota_exceptions (
  id uuid primary key,
  person_id uuid not null references people (id),
  kind text not null check (kind in ('off', 'on')),
  from_at timestamptz not null,
  until_at timestamptz not null check (until_at > from_at),
  note text not null default '' check (length(note) <= 300),
  made_by uuid references people (id),
  made_at timestamptz not null,
  ended_by uuid references people (id),
  ended_at timestamptz
);
create table rota_swaps (
  id uuid primary key,
  asked_by uuid not null references people (id),
  asked_of uuid not null references people (id),
  from_at timestamptz not null,
  until_at timestamptz not null check (until_at > from_at),
  note text not null default '' check (length(note) <= 300),
  state text not null default 'asked' check (state in ('asked', 'accepted', 'refused', 'withdrawn')),
  asked_at timestamptz not null,
  settled_at timestamptz,
  check (asked_by <> asked_of),
  check ((state = 'asked') = (settled_at is null))
);
-- Where somebody is reached beside the mail: said by themselves.
create table rota_reach (
  person_id uuid primary key references people (id),
  phone text check (length(phone) between 3 and 40),
  takes_texts boolean not null default true,
  changed_at timestamptz not null
);
-- The secret address of one's own shifts; only the hash of its token is kept.
create table rota_feeds (
  person_id uuid primary key references people (id),
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  language text not null check (language in ('fr', 'en', 'mn')),
  made_at timestamptz not null
);

-- Somebody is to be woken. One alarm for one cause.
create table duty_alarms (
  id uuid primary key,
  cause text not null unique check (length(cause) between 3 and 200),
  kind text not null check (kind in ('severity', 'breach', 'legal', 'operator')),
  report_id uuid references reports (id),
  case_id uuid references cases (id),
  -- For the desk's eyes; never in a mail or a text.
  title text not null check (length(title) between 1 and 300),
  edition_id uuid not null references service_editions (id),
  raised_by uuid references people (id),
  raised_at timestamptz not null,
  -- The step that comes, and when; null when there is none.
  next_step integer not null default 0,
  next_at timestamptz,
  acknowledged_by uuid references people (id),
  acknowledged_at timestamptz,
  acknowledged_how text check (acknowledged_how in ('desk', 'link', 'call')),
  check ((acknowledged_at is null) = (acknowledged_how is null)),
  check (acknowledged_at is null or next_at is null)
);
create index duty_alarms_next on duty_alarms (next_at) where next_at is not null;
create index duty_alarms_newest on duty_alarms (raised_at desc, id desc);
-- What was done to reach whom: the proof that it fired.
create table duty_alarm_steps (
  id uuid primary key,
  alarm_id uuid not null references duty_alarms (id),
  report_id uuid references reports (id),
  case_id uuid references cases (id),
  step integer not null check (step >= 0),
  target text not null check (target in ('on_call', 'next', 'owner', 'leads', 'by_hand')),
  person_id uuid references people (id),
  means text not null check (means in ('mail', 'text', 'call', 'none')),
  outcome text not null check (outcome in ('queued', 'too_many', 'no_number', 'nobody', 'reached', 'not_reached')),
  done_by uuid references people (id),
  at timestamptz not null
);
create index duty_alarm_steps_of on duty_alarm_steps (alarm_id, at, id);

-- Requests for advice: a case of its own kind, never counted with incidents.
create sequence advice_number;
create table advice_requests (
  id uuid primary key,
  reference text not null unique,
  source text not null check (source in ('web', 'console')),
  -- Of a constituent that asked, signed in.
  organisation_id uuid references organisations (id),
  asked_by uuid references people (id),
  name text not null default '' check (length(name) <= 200),
  email text check (length(email) between 3 and 320),
  language text not null check (language in ('fr', 'en', 'mn')),
  topic text not null check (topic in ('protection', 'suspicion', 'law', 'training', 'other')),
  question text not null check (length(question) between 10 and 10000),
  received_at timestamptz not null,
  case_id uuid unique references cases (id),
  state text not null default 'new' check (state in ('new', 'answered', 'declined')),
  answer text check (length(answer) between 1 and 20000),
  answered_by uuid references people (id),
  answered_at timestamptz,
  version integer not null default 1,
  check ((source = 'console') = (organisation_id is not null)),
  check ((state = 'new') = (answered_at is null) and (answered_at is null) = (answer is null))
);
create index advice_requests_state on advice_requests (state, received_at);
create index advice_requests_organisation on advice_requests (organisation_id, received_at desc) where organisation_id is not null;

-- A question and its answer for everybody, without who asked. The public reads what two persons released.
create table advice_pages (
  id uuid primary key,
  request_id uuid unique references advice_requests (id),
  case_id uuid references cases (id),
  -- {"fr": {"question", "answer"}, …}, of one language or more.
  texts jsonb not null,
  topic text not null check (topic in ('protection', 'suspicion', 'law', 'training', 'other')),
  state text not null default 'draft' check (state in ('draft', 'waiting', 'published')),
  version integer not null default 1,
  changed_by uuid references people (id),
  changed_at timestamptz not null
);
create table advice_public (
  page_id uuid primary key references advice_pages (id),
  texts jsonb not null,
  topic text not null,
  four_eyes_id uuid not null references four_eyes (id),
  published_at timestamptz not null,
  first_published_at timestamptz not null
);

do $$ declare t text; begin
  foreach t in array array['service_editions', 'service_clocks', 'service_pauses', 'rota_patterns', 'rota_exceptions', 'rota_swaps', 'rota_reach',
    'duty_alarms', 'duty_alarm_steps', 'advice_requests', 'advice_pages'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I using ((select toguna_is_desk()))', t || '_scope', t);
  end loop;
  foreach t in array array['service_clocks', 'service_pauses', 'duty_alarms', 'duty_alarm_steps'] loop
    call toguna_guard(t::regclass, 'reports', 'report_id');
    call toguna_guard(t::regclass, 'cases', 'case_id');
  end loop;
  foreach t in array array['advice_requests', 'advice_pages'] loop
    call toguna_guard(t::regclass, 'cases', 'case_id');
  end loop;
end $$;
-- A calendar program shows its token and nothing else: the job that answers it looks for the hash.
alter table rota_feeds enable row level security;
create policy rota_feeds_scope on rota_feeds using ((select toguna_scope()) = 'system' or person_id = (select toguna_person()));
-- Whoever asks from outside writes one row, and reads it back through the link alone, which the server checks.
create policy advice_requests_ask on advice_requests for insert with check (((select toguna_scope()) = 'intake' and source = 'web')
  or ((select toguna_scope()) = 'constituent' and source = 'console' and organisation_id = (select toguna_organisation())));
create policy advice_requests_own on advice_requests for select using ((select toguna_scope()) = 'constituent' and organisation_id = (select toguna_organisation()));
-- What is published is for everybody.
alter table advice_public enable row level security;
create policy advice_public_read on advice_public for select using (true);
create policy advice_public_write on advice_public for insert with check ((select toguna_is_desk()) and exists (select 1 from four_eyes f
  where f.id = four_eyes_id and f.kind = 'advice' and f.subject_id = page_id and f.state = 'approved'));
create policy advice_public_change on advice_public for update using ((select toguna_is_desk())) with check ((select toguna_is_desk()) and exists (select 1 from four_eyes f
  where f.id = four_eyes_id and f.kind = 'advice' and f.subject_id = page_id and f.state = 'approved'));

-- What the team set is never rewritten: a change is a new edition. Nor is what was done to reach somebody.
create function toguna_keep_service() returns trigger language plpgsql as $$
begin
  if session_user <> 'toguna_app' then return case when tg_op = 'UPDATE' then new else old end; end if;
  raise exception 'what was set or done here stays as it was written' using errcode = 'insufficient_privilege';
end $$;
create trigger service_editions_stay before update or delete on service_editions for each row execute function toguna_keep_service();
create trigger duty_alarm_steps_stay before update or delete on duty_alarm_steps for each row execute function toguna_keep_service();

-- A text that says that an alarm waits, and nothing else; and a page of advice among what two persons release.
alter table text_messages drop constraint text_messages_kind_check;
alter table text_messages add constraint text_messages_kind_check check (kind in ('code', 'message_waits', 'alarm'));
do $$ declare before text; begin
  -- Other parts name kinds of their own: theirs stay.
  select pg_get_constraintdef(oid) into before from pg_constraint where conrelid = 'four_eyes'::regclass and conname = 'four_eyes_kind_check';
  if before not like '%advice%' then
    alter table four_eyes drop constraint four_eyes_kind_check;
    execute 'alter table four_eyes add constraint four_eyes_kind_check ' || replace(before, 'ARRAY[', 'ARRAY[''advice''::text, ');
  end if;
end $$;

-- What is said to everybody has no emergency.
alter table four_eyes add constraint four_eyes_advice_takes_two check (kind <> 'advice' or state <> 'alone');

-- A call-back is a task of its case: one list, each try in the task's log.
alter table call_backs add column task_id uuid references case_tasks (id);
insert into case_tasks (id, case_id, title, body, state, owner_id, due_at, origin, position, created_by, created_at, changed_at, ended_at)
  select c.id, c.case_id, left(c.name || ' · ' || c.phone, 300), c.about, case c.state when 'open' then 'open' when 'reached' then 'done' else 'dropped' end, c.assigned_to,
    c.due_at, 'call_back:' || c.id, 1000, c.asked_by, c.asked_at, c.asked_at,
    case when c.state = 'open' then null else coalesce((select max(a.called_at) from call_attempts a where a.call_back_id = c.id), c.asked_at) end
  from call_backs c;
update call_backs set task_id = id;
