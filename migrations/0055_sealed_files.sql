-- Files that a sealed report says will follow it in pieces: what is promised, and what became of it. Until a file is whole its bytes are an upload; then it is a file of its report.
create table sealed_files (
  id uuid primary key,
  report_id uuid not null references reports (id) on delete cascade,
  -- The sealed report's name, and the file's place in it.
  item_id text not null check (item_id ~ '^[0-9a-f]{32}$'),
  place integer not null check (place between 0 and 99),
  -- SHA-256 of the secret inside the seal: each piece has to know the secret.
  right_hash bytea not null check (octet_length(right_hash) = 32),
  piece_bytes integer not null check (piece_bytes between 1024 and 200000),
  name text not null check (length(name) between 1 and 255),
  media_type text not null check (length(media_type) between 1 and 200),
  size bigint not null check (size between 1 and 25000000),
  sha256 bytea not null check (octet_length(sha256) = 32),
  state text not null default 'waiting' check (state in ('waiting', 'arrived', 'refused')),
  -- Why it was refused, by the code of the error.
  refusal text check (length(refusal) <= 100),
  promised_at timestamptz not null,
  -- The last piece, or the end.
  moved_at timestamptz not null,
  unique (item_id, place),
  check ((state = 'refused') = (refusal is not null))
);
create index sealed_files_report on sealed_files (report_id);
alter table sealed_files enable row level security;
-- As the report's files: the desk, and the reporter for the own report.
create policy sealed_files_scope on sealed_files using ((select toguna_is_desk()) or report_id = (select toguna_report()));
call toguna_guard('sealed_files', 'reports', 'report_id');
