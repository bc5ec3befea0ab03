-- Files that come in pieces over a bad line (tus 1.0): what is known of each until it is whole and becomes a file of its report. Its bytes lie in the data folder.
create table uploads (
  id uuid primary key,
  report_id uuid not null references reports (id) on delete cascade,
  -- Keyed hash of the address's secret: who has the database cannot write to any upload.
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  name text not null check (length(name) between 1 and 255),
  media_type text not null check (length(media_type) between 1 and 200),
  size bigint not null check (size between 1 and 25000000),
  -- Safely on disk, from the beginning.
  received bigint not null default 0 check (received between 0 and size),
  -- What the sender says that the whole file's SHA-256 is.
  sha256 bytea check (octet_length(sha256) = 32),
  begun_at timestamptz not null,
  -- Unfinished it is erased then; each piece moves it on.
  expires_at timestamptz not null,
  outcome text check (outcome in ('taken', 'refused')),
  ended_at timestamptz,
  check ((outcome is null) = (ended_at is null)),
  check (outcome is distinct from 'taken' or received = size)
);
create index uploads_report on uploads (report_id);
create index uploads_expires on uploads (expires_at);
alter table uploads enable row level security;
-- Intake alone: the desk sees a file once it is whole, as a file of the report.
create policy uploads_scope on uploads using ((select toguna_scope()) in ('system', 'intake'));
call toguna_guard('uploads', 'reports', 'report_id');
