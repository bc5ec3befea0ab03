-- Sealed reports that came from a phone's outbox or over an edge: each once.
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
