-- Findings lists, notifications to many, advisories with their subscribers, takedown requests, and the four eyes that let what goes to many leave.

-- Something that goes to many waits for a second person; in an emergency the one who asks releases it alone, and another says afterwards whether that was right.
create table four_eyes (
  id uuid primary key,
  kind text not null check (kind in ('advisory', 'notification')),
  subject_id uuid not null,
  -- Exactly what was looked at.
  version integer not null,
  title text not null check (length(title) between 1 and 300),
  asked_by uuid not null references people (id),
  asked_at timestamptz not null,
  state text not null check (state in ('waiting', 'approved', 'alone', 'refused', 'withdrawn')),
  reason text check (length(reason) between 3 and 2000),
  decided_by uuid references people (id),
  decided_at timestamptz,
  reviewed_by uuid references people (id),
  reviewed_at timestamptz,
  finding text check (finding in ('justified', 'not_justified')),
  review_note text check (length(review_note) between 3 and 2000),
  check ((state = 'waiting') = (decided_at is null) and (decided_at is null) = (decided_by is null)),
  check ((reviewed_at is null) = (reviewed_by is null) and (reviewed_at is null) = (finding is null)),
  constraint four_eyes_two_persons check (state <> 'approved' or decided_by <> asked_by),
  constraint four_eyes_alone_says_why check (state <> 'alone' or (decided_by = asked_by and length(reason) >= 10)),
  constraint four_eyes_reviewed_by_another check (reviewed_by is null or (state = 'alone' and reviewed_by <> decided_by))
);
create unique index four_eyes_open on four_eyes (kind, subject_id) where state = 'waiting';
create index four_eyes_subject on four_eyes (kind, subject_id, version);
create index four_eyes_to_review on four_eyes (decided_at) where state = 'alone' and reviewed_at is null;

-- What a mail brings besides its text: a table of rows, headers that let a reader leave a list with one click.
create table outgoing_mail_extras (
  mail_id uuid primary key references outgoing_mails (id) on delete cascade,
  headers jsonb not null default '{}',
  attachment_name text,
  attachment text,
  check ((attachment is null) = (attachment_name is null))
);

create table findings_lists (
  id uuid primary key,
  title text not null check (length(title) between 1 and 200),
  source text not null default '' check (length(source) <= 300),
  marking text not null default 'green' check (marking in ('red', 'amber+strict', 'amber', 'green', 'clear')),
  file_name text not null check (length(file_name) between 1 and 200),
  sha256 bytea not null check (octet_length(sha256) = 32),
  header text[] not null,
  samples jsonb not null default '[]',
  mapping jsonb not null,
  -- What and when, where the file does not say it in each row.
  default_what text check (length(default_what) between 1 and 200),
  default_at timestamptz,
  -- Until its rows are kept.
  file bytea,
  row_count integer not null,
  next_line integer not null default 0,
  keep_days integer not null default 365 check (keep_days between 1 and 3650),
  state text not null check (state in ('preview', 'running', 'done', 'emptied')),
  version integer not null default 1,
  created_by uuid references people (id),
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  emptied_at timestamptz
);
create index findings_lists_running on findings_lists (id) where state = 'running';

-- Each row of a list with what became of it: an event with its holder at that time, or the field that could not be read.
create table findings_rows (
  list_id uuid not null references findings_lists (id) on delete cascade,
  line integer not null,
  outcome text not null check (outcome in ('kept', 'repeated', 'refused')),
  field text,
  expected text,
  said text,
  address text,
  port integer check (port between 0 and 65535),
  at timestamptz,
  what text,
  detail jsonb not null default '{}',
  constituent_id uuid references constituents (id),
  is_disputed boolean not null default false,
  attribution text check (attribution in ('register', 'nobody', 'officer', 'reopened')),
  attributed_by uuid references people (id),
  primary key (list_id, line),
  check (outcome <> 'kept' or (address is not null and at is not null and what is not null and attribution is not null)),
  check ((outcome = 'refused') = (field is not null)),
  check (attribution not in ('register', 'officer') or constituent_id is not null)
);
create index findings_rows_holder on findings_rows (constituent_id, list_id) where constituent_id is not null;
create index findings_rows_what on findings_rows (list_id, what) where outcome = 'kept';

create sequence notification_number;
create table notification_runs (
  id uuid primary key,
  reference text not null unique,
  title text not null check (length(title) between 1 and 200),
  -- A mail is a postcard: nothing above TLP:GREEN goes to many.
  marking text not null check (marking in ('green', 'clear')),
  filter jsonb not null,
  texts jsonb not null,
  roles text[] not null,
  reminder_days integer[] not null default '{7,14}',
  escalate_days integer not null default 21 check (escalate_days between 1 and 365),
  link_days integer not null default 60 check (link_days between 1 and 365),
  state text not null check (state in ('draft', 'waiting', 'sending', 'paused', 'sent', 'ended')),
  version integer not null default 1,
  created_by uuid references people (id),
  created_at timestamptz not null,
  released_at timestamptz,
  ended_at timestamptz
);
create index notification_runs_sending on notification_runs (id) where state = 'sending';

-- Of which rows a run speaks, fixed when it is released.
create table notification_rows (
  run_id uuid not null references notification_runs (id),
  list_id uuid not null,
  line integer not null,
  constituent_id uuid not null references constituents (id),
  primary key (run_id, list_id, line),
  foreign key (list_id, line) references findings_rows (list_id, line) on delete cascade
);
create index notification_rows_holder on notification_rows (run_id, constituent_id);
create index notification_rows_line on notification_rows (list_id, line);

-- How it stands with each constituent of a run.
create table notification_targets (
  run_id uuid not null references notification_runs (id),
  constituent_id uuid not null references constituents (id),
  row_count integer not null,
  state text not null check (state in ('waiting', 'asked', 'acknowledged', 'working', 'question', 'fixed', 'not_mine', 'unreachable')),
  step integer not null default 0,
  reminders integer not null default 0,
  next_act_at timestamptz,
  asked_at timestamptz,
  first_answered_at timestamptz,
  closed_at timestamptz,
  primary key (run_id, constituent_id),
  check ((state in ('fixed', 'not_mine')) = (closed_at is not null))
);
create index notification_targets_due on notification_targets (next_act_at) where next_act_at is not null;

-- Each (run, contact) once, whatever crashes: the mail is written in the same transaction that says so here.
create table notification_recipients (
  id uuid primary key,
  run_id uuid not null references notification_runs (id),
  constituent_id uuid not null references constituents (id),
  contact_id uuid references contacts (id) on delete set null,
  -- A focal point, when nobody of the constituent answers.
  person_id uuid references people (id),
  email text not null,
  language text not null check (language in ('fr', 'en', 'mn')),
  step integer not null,
  state text not null check (state in ('waiting', 'queued')),
  -- An address that has had its mails of the day waits.
  not_before timestamptz,
  queued_at timestamptz,
  expires_at timestamptz,
  reminders integer not null default 0,
  unique (run_id, contact_id),
  unique (run_id, constituent_id, person_id)
);
create index notification_recipients_waiting on notification_recipients (run_id, id) where state = 'waiting';
create index notification_recipients_target on notification_recipients (run_id, constituent_id);
create index notification_recipients_contact on notification_recipients (contact_id);

create table notification_answers (
  id uuid primary key,
  run_id uuid not null references notification_runs (id),
  constituent_id uuid not null references constituents (id),
  recipient_id uuid references notification_recipients (id),
  answer text not null check (answer in ('acknowledged', 'fixed', 'working', 'not_mine', 'wrong_contact', 'question')),
  note text check (length(note) <= 2000),
  via text not null check (via in ('link', 'desk')),
  given_by uuid references people (id),
  at timestamptz not null,
  reply text check (length(reply) between 1 and 10000),
  replied_by uuid references people (id),
  replied_at timestamptz,
  check ((via = 'desk') = (given_by is not null)),
  check ((reply is null) = (replied_at is null) and (reply is null) = (replied_by is null))
);
create index notification_answers_run on notification_answers (run_id, constituent_id, at);

create sequence advisory_number;
create table advisories (
  id uuid primary key,
  -- Given when it is first published: a gap in the numbers would tell that one is being written.
  number text unique,
  severity text not null check (severity in ('low', 'medium', 'high', 'critical')),
  -- The draft, by language.
  texts jsonb not null,
  note jsonb not null default '{}',
  state text not null check (state in ('draft', 'waiting', 'published')),
  -- Published, and changed since.
  version integer not null default 1,
  created_by uuid references people (id),
  created_at timestamptz not null,
  changed_at timestamptz not null
);

-- What the public reads; never changed, a revision is a row of its own.
create table advisory_editions (
  advisory_id uuid not null references advisories (id),
  edition integer not null check (edition >= 1),
  number text not null,
  kind text not null check (kind in ('published', 'revised', 'withdrawn')),
  severity text not null,
  texts jsonb not null,
  note jsonb not null default '{}',
  four_eyes_id uuid not null references four_eyes (id),
  published_at timestamptz not null,
  -- How far its mails are; null when all are written.
  mails_after uuid,
  is_mailing boolean not null default true,
  primary key (advisory_id, edition)
);
create index advisory_editions_newest on advisory_editions (published_at desc);

create table advisory_subscribers (
  id uuid primary key,
  email text not null check (length(email) between 3 and 320),
  language text not null check (language in ('fr', 'en', 'mn')),
  state text not null check (state in ('asked', 'confirmed')),
  asked_at timestamptz not null,
  confirmed_at timestamptz,
  check ((state = 'confirmed') = (confirmed_at is not null))
);
create unique index advisory_subscribers_once on advisory_subscribers (lower(email));

create sequence takedown_number;
create table takedowns (
  id uuid primary key,
  reference text not null unique,
  kind text not null check (kind in ('takedown', 'block')),
  target text not null check (length(target) between 3 and 2000),
  to_role text not null check (to_role in ('registrar', 'registry', 'host', 'operator', 'platform', 'other')),
  to_name text not null check (length(to_name) between 1 and 200),
  to_email text,
  language text not null check (language in ('fr', 'en', 'mn')),
  reason text not null check (length(reason) between 3 and 10000),
  evidence text not null default '' check (length(evidence) <= 20000),
  marking text not null check (marking in ('green', 'clear')),
  report_id uuid references reports (id),
  case_id uuid references cases (id),
  state text not null check (state in ('asked', 'accepted', 'refused', 'down', 'given_up')),
  asked_by uuid not null references people (id),
  asked_at timestamptz not null,
  -- When a person looks again.
  check_at timestamptz,
  reminded_at timestamptz,
  answered_at timestamptz,
  down_at timestamptz,
  ended_at timestamptz,
  version integer not null default 1,
  check ((state = 'down') = (down_at is not null))
);
create index takedowns_check on takedowns (check_at) where check_at is not null;
create index takedowns_asked on takedowns (asked_at desc);
create index takedowns_report on takedowns (report_id) where report_id is not null;
create index takedowns_case on takedowns (case_id) where case_id is not null;

create table takedown_entries (
  id uuid primary key,
  takedown_id uuid not null references takedowns (id),
  kind text not null check (kind in ('asked', 'reminded', 'answer', 'check', 'ended')),
  outcome text check (outcome in ('accepted', 'refused', 'needs_more', 'still_up', 'partly', 'down', 'back_up', 'given_up')),
  note text check (length(note) <= 5000),
  by_person uuid references people (id),
  at timestamptz not null
);
create index takedown_entries_of on takedown_entries (takedown_id, at);

-- Nothing goes to many without four eyes on that very version, whatever a handler forgets.
create function toguna_has_four_eyes(kind_of text, subject uuid, version_of integer) returns boolean language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select 1 from four_eyes f where f.kind = kind_of and f.subject_id = subject and f.version = version_of and f.state in ('approved', 'alone')) $$;

create function toguna_judge_notification() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if current_setting('toguna.is_restoring', true) = 'yes' then return new; end if;
  if new.state in ('sending', 'paused', 'sent') and not toguna_has_four_eyes('notification', new.id, new.version) then
    raise exception 'a notification to many leaves after four eyes on this version' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger notification_runs_judged before insert or update on notification_runs for each row execute function toguna_judge_notification();

create function toguna_judge_edition() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if current_setting('toguna.is_restoring', true) = 'yes' then return new; end if;
  if tg_op = 'UPDATE' then
    if (new.number, new.kind, new.severity, new.texts, new.note, new.published_at, new.four_eyes_id)
       is distinct from (old.number, old.kind, old.severity, old.texts, old.note, old.published_at, old.four_eyes_id) then
      raise exception 'what was published stays as it was; a revision is an edition of its own' using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;
  if not exists (select 1 from four_eyes f where f.id = new.four_eyes_id and f.kind = 'advisory' and f.subject_id = new.advisory_id and f.state in ('approved', 'alone')) then
    raise exception 'an advisory is published after four eyes' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger advisory_editions_judged before insert or update on advisory_editions for each row execute function toguna_judge_edition();

do $$ declare f text; begin
  foreach f in array array['toguna_has_four_eyes(text, uuid, integer)'] loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to toguna_app', f);
  end loop;
end $$;

call toguna_guard('takedowns', 'reports', 'report_id');
call toguna_guard('takedowns', 'cases', 'case_id');

do $$ declare t text; begin
  foreach t in array array['four_eyes', 'outgoing_mail_extras', 'findings_lists', 'findings_rows', 'notification_runs', 'notification_rows', 'notification_targets',
    'notification_recipients', 'notification_answers', 'advisories', 'advisory_editions', 'takedowns'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I using ((select toguna_is_desk()))', t || '_scope', t);
  end loop;
end $$;
-- The addresses of those who read advisories are nobody's business but the mailer's.
alter table advisory_subscribers enable row level security;
create policy advisory_subscribers_scope on advisory_subscribers using ((select toguna_scope()) = 'system');
-- What belongs to a hidden takedown is hidden with it.
alter table takedown_entries enable row level security;
create policy takedown_entries_scope on takedown_entries using ((select toguna_is_desk()) and takedown_id in (select t.id from takedowns t));
-- Published is published: the portal reads as a stranger.
create policy advisory_editions_public on advisory_editions for select using ((select toguna_scope()) = 'intake');
