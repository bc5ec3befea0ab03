-- Playbooks at work in a case: the text that a run began with, and how far each of its steps is.
create table case_playbooks (
  id uuid primary key,
  case_id uuid not null references cases (id),
  playbook_id text not null check (playbook_id ~ '^[a-z][a-z0-9_-]{0,59}$'),
  playbook_version integer not null,
  -- Of the file, and what it said: a later version changes no run.
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  definition jsonb not null,
  language text not null check (language in ('fr', 'en', 'mn')),
  state text not null default 'running' check (state in ('running', 'finished', 'stopped')),
  started_by uuid references people (id),
  started_at timestamptz not null,
  ended_at timestamptz,
  ended_by uuid references people (id),
  stop_reason text not null default '' check (length(stop_reason) <= 2000),
  version integer not null default 1,
  check ((state = 'running') = (ended_at is null))
);
create index case_playbooks_case on case_playbooks (case_id);
-- Two who press at once begin one.
create unique index case_playbooks_once on case_playbooks (case_id, playbook_id) where state = 'running';

create table case_playbook_steps (
  run_id uuid not null references case_playbooks (id) on delete cascade,
  case_id uuid not null references cases (id),
  step_id text not null,
  state text not null check (state in ('ready', 'done', 'skipped')),
  outcome text,
  task_id uuid references case_tasks (id),
  wakes_at timestamptz,
  began_at timestamptz not null,
  ended_at timestamptz,
  ended_by uuid references people (id),
  note text not null default '' check (length(note) <= 2000),
  primary key (run_id, step_id),
  check ((state = 'ready') = (ended_at is null))
);
create index case_playbook_steps_case on case_playbook_steps (case_id);
create index case_playbook_steps_task on case_playbook_steps (task_id) where task_id is not null;

do $$ declare t text; begin
  foreach t in array array['case_playbooks', 'case_playbook_steps'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I using ((select toguna_is_desk()))', t || '_scope', t);
    call toguna_guard(t::regclass, 'cases', 'case_id');
  end loop;
end $$;

-- What a run began with stays.
create function toguna_keep_playbook() returns trigger language plpgsql as $$
begin
  if old.definition <> new.definition or old.sha256 <> new.sha256 or old.playbook_id <> new.playbook_id or old.started_at <> new.started_at
    or (old.state <> 'running' and new.state <> old.state) then
    raise exception 'a playbook at work keeps the text that it began with, and ends once' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger case_playbooks_kept before update on case_playbooks for each row execute function toguna_keep_playbook();
