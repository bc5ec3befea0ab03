-- Sealed reports that came from a phone's outbox or over an edge: each once. And files that arrive piece by piece.
create table sealed_items (
  -- The 128 bits that the sender drew.
  id text primary key check (id ~ '^[0-9a-f]{32}$'),
  -- The edge's address; empty for the core's own door.
  edge text not null check (length(edge) <= 300),
  accepted_at timestamptz not null,
  taken_at timestamptz not null,
  outcome text not null check (outcome in ('delivered', 'refused')),
  -- Why it could not be opened, in a word for operators; nothing of its content.
  refusal text check (length(refusal) <= 200),
  locator text check (locator ~ '^[0-9]{6,9}$'),
  report_id uuid references reports (id),
  check ((outcome = 'delivered') = (report_id is not null)),
  check ((outcome = 'refused') = (refusal is not null))
);
create index sealed_items_report on sealed_items (report_id);
create index sealed_items_taken on sealed_items (taken_at desc);
alter table sealed_items enable row level security;
create policy sealed_items_scope on sealed_items using ((select toguna_scope()) = 'system');
call toguna_guard('sealed_items', 'reports', 'report_id');

-- What the core last heard of each edge; for operators.
create table edges (
  url text primary key check (length(url) <= 300),
  asked_at timestamptz not null,
  answered_at timestamptz,
  waiting integer not null default 0 check (waiting >= 0),
  trouble text check (length(trouble) <= 300)
);
alter table edges enable row level security;
create policy edges_scope on edges using ((select toguna_scope()) = 'system');

-- Uploads under way (tus 1.0.0): what was announced; the bytes that are there lie in the data folder. Belongs to one report, for its reporter.
create table uploads (
  id uuid primary key,
  report_id uuid not null references reports (id),
  name text not null check (length(name) between 1 and 200),
  media_type text not null check (length(media_type) <= 130),
  size bigint not null check (size between 1 and 25000000),
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at),
  -- Set when the last byte came and the file is with the report.
  finished_at timestamptz
);
create index uploads_report on uploads (report_id);
create index uploads_expiry on uploads (expires_at);
alter table uploads enable row level security;
create policy uploads_system on uploads using ((select toguna_scope()) = 'system');
create policy uploads_own on uploads using ((select toguna_scope()) = 'reporter' and report_id = (select toguna_report()));
call toguna_guard('uploads', 'reports', 'report_id');
