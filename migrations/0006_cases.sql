-- Cases and what belongs to them in the first road; issue by issue this widens.

create sequence case_number;

create table cases (
  id uuid primary key,
  reference text not null unique,
  organisation_id uuid not null references organisations (id),
  title text not null check (length(title) between 1 and 300),
  status text not null default 'open' check (status in ('open', 'waiting', 'closed')),
  severity text not null,
  rsit_class text,
  rsit_type text,
  marking text not null default 'amber' check (marking in ('red', 'amber+strict', 'amber', 'green', 'clear')),
  owner_id uuid references people (id),
  opened_by uuid references people (id),
  opened_at timestamptz not null,
  closed_at timestamptz,
  close_reason text,
  close_outcome text check (close_outcome in ('resolved', 'false_positive', 'not_an_incident', 'duplicate', 'unresolved')),
  is_demo boolean not null default false,
  version integer not null default 1
);
create index cases_status on cases (status, opened_at);

create table case_reports (
  case_id uuid not null references cases (id),
  report_id uuid not null unique references reports (id),
  joined_by uuid references people (id),
  joined_at timestamptz not null,
  primary key (case_id, report_id)
);

create table case_notes (
  id uuid primary key,
  case_id uuid not null references cases (id),
  author_id uuid references people (id),
  body text not null,
  at timestamptz not null
);
create index case_notes_case on case_notes (case_id, at);

create table case_timeline (
  id uuid primary key,
  case_id uuid not null references cases (id),
  at timestamptz not null,
  kind text not null,
  body text not null,
  actor_id uuid references people (id),
  detail jsonb not null default '{}'
);
create index case_timeline_case on case_timeline (case_id, at);

alter table cases enable row level security;
create policy cases_scope on cases using ((select toguna_scope()) in ('system', 'staff'));
alter table case_reports enable row level security;
create policy case_reports_scope on case_reports using ((select toguna_scope()) in ('system', 'staff'));
alter table case_notes enable row level security;
create policy case_notes_scope on case_notes using ((select toguna_scope()) in ('system', 'staff'));
alter table case_timeline enable row level security;
create policy case_timeline_scope on case_timeline using ((select toguna_scope()) in ('system', 'staff'));
