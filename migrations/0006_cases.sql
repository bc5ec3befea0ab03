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

-- What matters first: 5 critical … 1 informational; not yet assessed counts as medium.
create function severity_rank(severity text) returns integer language sql immutable parallel safe as
  $$ select case severity when 'critical' then 5 when 'high' then 4 when 'medium' then 3 when 'low' then 2 when 'informational' then 1 else 3 end $$;
create index reports_by_weight on reports ((-severity_rank(severity)), (-priority), received_at, id);
create index reports_assigned on reports (assigned_to) where status not in ('closed', 'rejected');
create index reports_snoozed on reports (snoozed_until) where snoozed_until is not null;
create index cases_by_weight on cases ((-severity_rank(severity)), opened_at, id);

-- How the queue of jobs stands, without letting the application read the jobs themselves. Its tables come after the migrations, hence plpgsql.
create function toguna_job_health() returns table (task text, waiting bigint, failing bigint, oldest_at timestamptz, last_error text)
  language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  return query select j.task_identifier::text, count(*), count(*) filter (where j.attempts > 0 and j.last_error is not null), min(j.run_at),
    left(split_part(max(j.last_error), E'\n', 1), 200) from graphile_worker.jobs j group by 1 order by 1;
end $$;
revoke all on function toguna_job_health() from public;
grant execute on function toguna_job_health() to toguna_app;
