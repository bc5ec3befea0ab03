-- What triage found and why: runs, observables, findings, assessments.

create table triage_runs (
  id uuid primary key,
  report_id uuid not null references reports (id),
  state text not null check (state in ('running', 'done', 'failed')),
  rules_hash text not null,
  error text,
  started_at timestamptz not null,
  finished_at timestamptz
);
create index triage_runs_report on triage_runs (report_id, started_at);

create table observables (
  id uuid primary key,
  report_id uuid not null references reports (id),
  kind text not null,
  value text not null,
  raw text not null,
  role text not null check (role in ('suspect', 'victim', 'unknown')),
  part text not null,
  start_offset integer not null,
  end_offset integer not null,
  is_checked boolean not null,
  details jsonb not null default '{}'
);
create index observables_report on observables (report_id);
create index observables_value on observables (kind, value);

create table findings (
  id uuid primary key,
  report_id uuid not null references reports (id),
  engine text not null,
  rule_id text not null,
  rule_version text not null,
  title text not null,
  level text not null,
  source text not null,
  at bigint,
  locations jsonb not null,
  why text not null,
  reference_links text[] not null default '{}',
  author text,
  verdict text check (verdict in ('true', 'false', 'benign')),
  verdict_reason text,
  found_at timestamptz not null
);
create index findings_report on findings (report_id);
create index findings_rule on findings (rule_id, found_at);

-- Each assessment stays: what was computed, and what an analyst changed and why.
create table assessments (
  id uuid primary key,
  report_id uuid not null references reports (id),
  kind text not null check (kind in ('computed', 'changed')),
  rsit_class text not null,
  rsit_type text not null,
  severity text not null,
  confidence real not null check (confidence between 0 and 1),
  reasons jsonb not null,
  constituents jsonb not null default '[]',
  changed_by uuid references people (id),
  change_reason text,
  at timestamptz not null
);
create index assessments_report on assessments (report_id, at);
create index assessments_constituents on assessments using gin (constituents jsonb_path_ops);

alter table triage_runs enable row level security;
create policy triage_runs_scope on triage_runs using ((select toguna_scope()) in ('system', 'staff'));
alter table observables enable row level security;
create policy observables_scope on observables using ((select toguna_scope()) in ('system', 'staff'));
alter table findings enable row level security;
create policy findings_scope on findings using ((select toguna_scope()) in ('system', 'staff'));
alter table assessments enable row level security;
create policy assessments_scope on assessments using ((select toguna_scope()) in ('system', 'staff'));
