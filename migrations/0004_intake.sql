-- Signals become reports with a receipt: reports, identities kept apart, receipts, files, drafts, repeats.

create sequence report_number;

create table reports (
  id uuid primary key,
  reference text not null unique,
  organisation_id uuid not null references organisations (id),
  source text not null check (source in ('web', 'api', 'mail', 'feed', 'peer', 'paper')),
  flow text not null check (flow in ('citizen', 'organisation', 'regulated', 'vulnerability', 'phishing', 'free')),
  language text not null,
  subject text not null default '',
  description text not null,
  answers jsonb not null default '{}',
  occurred_at timestamptz,
  occurred_precision text check (occurred_precision in ('instant', 'hour', 'day', 'week', 'earlier', 'unknown')),
  is_ongoing boolean,
  is_anonymous boolean not null,
  on_behalf jsonb,
  answer_channel text not null check (answer_channel in ('receipt', 'mail', 'phone', 'sms', 'none')),
  area_id text,
  marking text not null default 'amber' check (marking in ('red', 'amber+strict', 'amber', 'green', 'clear')),
  pap text not null default 'amber' check (pap in ('red', 'amber', 'green', 'clear')),
  status text not null default 'received' check (status in ('received', 'triaged', 'in_case', 'waiting_for_reporter', 'closed', 'rejected')),
  closed_reason text,
  severity text check (severity in ('informational', 'low', 'medium', 'high', 'critical')),
  rsit_class text,
  rsit_type text,
  -- Higher is read sooner; a held report has -1.
  priority integer not null default 0,
  assigned_to uuid references people (id),
  snoozed_until timestamptz,
  is_held boolean not null default false,
  is_demo boolean not null default false,
  is_exercise boolean not null default false,
  received_at timestamptz not null,
  -- When the reporter last opened the report with the receipt, and the time before that: what came between is new to them.
  reporter_seen_at timestamptz,
  reporter_seen_before_at timestamptz,
  -- What `status` goes back to when the reporter answers.
  status_before_waiting text,
  version integer not null default 1
);
create index reports_received on reports (received_at, id);
create index reports_queue on reports (status, priority, received_at);
create index reports_description_trgm on reports using gin (lower(description) gin_trgm_ops);

-- Who reported, apart from what was reported. An anonymous report has no row (unless it names whom it concerns: that name only).
create table report_identities (
  report_id uuid primary key references reports (id),
  name text,
  -- The person on whose behalf it is told.
  on_behalf_name text,
  email text,
  phone text,
  role text,
  organisation_name text,
  clerk jsonb,
  is_confidential boolean not null default false,
  safe_channel text,
  may_tell text[] not null default '{}'
);

create table receipts (
  locator text primary key check (locator ~ '^[0-9]{6,9}$'),
  report_id uuid not null unique references reports (id),
  -- HMAC of the secret at acceptance; the first job puts argon2id over it (PHC form) and clears it.
  secret_hmac bytea check (octet_length(secret_hmac) = 32),
  secret_argon2 text,
  created_at timestamptz not null default now(),
  check ((secret_hmac is null) <> (secret_argon2 is null))
);

-- A repeat with the same key gets the same answer. The key is kept as a keyed hash only.
create table idempotency_keys (
  key_hash bytea primary key,
  body_hash bytea not null,
  -- Written before the report in the same transaction, so that a second hand waits here for the first.
  report_id uuid not null references reports (id) deferrable initially deferred,
  -- The answer as it was given, but for the secret, which is derived again.
  answer jsonb,
  created_at timestamptz not null default now()
);
create index idempotency_keys_created on idempotency_keys (created_at);
create index idempotency_keys_report on idempotency_keys (report_id);

create table report_files (
  id uuid primary key,
  report_id uuid not null references reports (id),
  -- A stored object belongs to one report only.
  object_id uuid not null unique references objects (id),
  name text not null,
  media_type text not null,
  size bigint not null,
  added_by text not null check (added_by in ('reporter', 'analyst', 'mail', 'clerk')),
  added_at timestamptz not null default now()
);
create index report_files_report on report_files (report_id);

-- What a reporter typed so far; found by the hash of a cookie or of digits and PIN; gone when sent or after 14 days.
create table drafts (
  token_hash bytea primary key,
  flow text not null,
  language text not null,
  answers jsonb not null default '{}',
  elsewhere_hash bytea unique,
  -- argon2id in PHC form.
  elsewhere_pin text,
  failed_tries integer not null default 0,
  updated_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index drafts_expires on drafts (expires_at);

alter table reports enable row level security;
-- Whoever hands in or adds to a report names that one report for the transaction, and sees no other.
create policy reports_scope on reports using ((select toguna_scope()) in ('system', 'staff') or id = (select toguna_report()));
alter table report_identities enable row level security;
create policy report_identities_scope on report_identities using ((select toguna_scope()) in ('system', 'staff'));
-- Put down while it is handed in, and never read again through that door.
create policy report_identities_intake on report_identities for insert with check ((select toguna_scope()) = 'intake' and report_id = (select toguna_report()));
alter table receipts enable row level security;
create policy receipts_scope on receipts using ((select toguna_scope()) in ('system', 'intake'));
alter table idempotency_keys enable row level security;
create policy idempotency_keys_scope on idempotency_keys using ((select toguna_scope()) in ('system', 'intake'));
alter table report_files enable row level security;
create policy report_files_scope on report_files using ((select toguna_scope()) in ('system', 'staff') or report_id = (select toguna_report()));
alter table drafts enable row level security;
create policy drafts_scope on drafts using ((select toguna_scope()) in ('system', 'intake'));
