-- Organisations, people, their passkeys, invitations, sessions and API keys. No password column exists anywhere.

create table organisations (
  id uuid primary key,
  kind text not null check (kind in ('cert', 'constituent', 'authority', 'peer', 'office')),
  name text not null check (length(name) between 1 and 200),
  created_at timestamptz not null default now()
);
create unique index organisations_one_cert on organisations (kind) where kind = 'cert';

create table people (
  id uuid primary key,
  -- The WebAuthn user handle: random, so that it tells nothing about the person.
  handle bytea not null unique check (octet_length(handle) between 16 and 64),
  name text not null check (length(name) between 1 and 200),
  email text not null check (length(email) between 3 and 320),
  language text not null default 'fr',
  -- Rises with every change of roles or state; a step-up is bound to it.
  version integer not null default 1,
  created_at timestamptz not null default now(),
  disabled_at timestamptz
);
create unique index people_email on people (lower(email));

create table role_grants (
  id uuid primary key,
  person_id uuid not null references people (id),
  organisation_id uuid not null references organisations (id),
  role text not null,
  granted_by uuid references people (id),
  granted_at timestamptz not null default now(),
  revoked_at timestamptz
);
create unique index role_grants_once on role_grants (person_id, organisation_id, role) where revoked_at is null;

create table passkeys (
  id text primary key,
  person_id uuid not null references people (id),
  name text not null,
  public_key bytea not null,
  algorithm integer not null,
  counter bigint not null default 0,
  -- The counter before the last use: two ceremonies that overlapped are told from a cloned key by it.
  previous_counter bigint not null default 0,
  transports text[] not null default '{}',
  aaguid uuid,
  attestation_format text not null,
  is_backup_eligible boolean not null,
  is_backed_up boolean not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  blocked_at timestamptz,
  blocked_why text,
  removed_at timestamptz
);
create index passkeys_person on passkeys (person_id) where removed_at is null;

create table invitations (
  id uuid primary key,
  token_hash bytea not null unique,
  kind text not null check (kind in ('setup', 'invite', 'recovery', 'demo')),
  email text,
  name text,
  role text not null,
  organisation_id uuid not null references organisations (id),
  person_id uuid references people (id),
  created_by uuid references people (id),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  -- Wrong addresses typed against it; after five it is withdrawn.
  failed_tries integer not null default 0,
  -- A recovery waits, so that the real person can object.
  opens_at timestamptz,
  used_at timestamptz,
  withdrawn_at timestamptz
);

-- A challenge is used once: the ceremony deletes its row before any cryptography.
create table ceremonies (
  id uuid primary key,
  challenge bytea not null check (octet_length(challenge) >= 16),
  purpose text not null check (purpose in ('enrol', 'add_passkey', 'sign_in', 'step_up')),
  person_id uuid references people (id),
  invitation_id uuid references invitations (id),
  session_id uuid,
  bound_to jsonb not null default '{}',
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index ceremonies_expires on ceremonies (expires_at);

create table sessions (
  id uuid primary key,
  token_hash bytea not null unique,
  person_id uuid not null references people (id),
  passkey_id text references passkeys (id),
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  idle_expires_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  ended_why text
);
create index sessions_person on sessions (person_id) where ended_at is null;

-- A fresh assertion for one act on one version of one object; used once.
create table step_ups (
  id uuid primary key,
  session_id uuid not null references sessions (id),
  person_id uuid not null references people (id),
  act text not null,
  object text not null,
  version text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index step_ups_open on step_ups (session_id, act) where used_at is null;

-- A lost passkey: asked for by one administrator, approved by another where the policy says so, neither of them its subject.
create table recoveries (
  id uuid primary key,
  person_id uuid not null references people (id),
  asked_by uuid not null references people (id),
  -- How the person's identity was checked.
  proof text not null check (length(proof) between 1 and 2000),
  asked_at timestamptz not null,
  approved_by uuid references people (id),
  approved_at timestamptz,
  refused_by uuid references people (id),
  refused_at timestamptz,
  invitation_id uuid references invitations (id),
  check (asked_by <> person_id and approved_by is distinct from person_id and approved_by is distinct from asked_by)
);
create index recoveries_open on recoveries (person_id) where approved_at is null and refused_at is null;

create table api_keys (
  id uuid primary key,
  name text not null,
  key_hash bytea not null unique,
  prefix text not null,
  organisation_id uuid not null references organisations (id),
  acts text[] not null,
  created_by uuid references people (id),
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);

-- `identity` is the scope of this domain's own verbs. Others may read names and roles; tokens, challenges and keys stay behind its door.
alter table organisations enable row level security;
create policy organisations_scope on organisations using ((select toguna_scope()) in ('system', 'identity', 'staff', 'person', 'intake'));
alter table people enable row level security;
create policy people_own on people using ((select toguna_scope()) in ('system', 'identity'));
create policy people_read on people for select using ((select toguna_scope()) in ('staff', 'person'));
alter table role_grants enable row level security;
create policy role_grants_own on role_grants using ((select toguna_scope()) in ('system', 'identity'));
create policy role_grants_read on role_grants for select using ((select toguna_scope()) in ('staff', 'person'));
alter table passkeys enable row level security;
create policy passkeys_own on passkeys using ((select toguna_scope()) in ('system', 'identity'));
alter table ceremonies enable row level security;
create policy ceremonies_own on ceremonies using ((select toguna_scope()) in ('system', 'identity'));
alter table invitations enable row level security;
create policy invitations_own on invitations using ((select toguna_scope()) in ('system', 'identity'));
alter table sessions enable row level security;
create policy sessions_own on sessions using ((select toguna_scope()) in ('system', 'identity'));
-- A verb of any domain consumes the step-up of its own actor, inside its own transaction.
alter table step_ups enable row level security;
create policy step_ups_own on step_ups using ((select toguna_scope()) in ('system', 'identity') or person_id = (select toguna_person()));
alter table recoveries enable row level security;
create policy recoveries_own on recoveries using ((select toguna_scope()) in ('system', 'identity'));
alter table api_keys enable row level security;
create policy api_keys_own on api_keys using ((select toguna_scope()) in ('system', 'identity'));
