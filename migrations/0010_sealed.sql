-- Identities given in confidence: sealed to custodians' public keys, asked for with a reason, opened by two persons. The server holds no private half.

-- The public half of a person's unlocking key, or of the escrow key that was made offline. Private halves are never here in clear.
create table unlocking_keys (
  id uuid primary key,
  kind text not null check (kind in ('person', 'escrow')),
  person_id uuid references people (id),
  public_key bytea not null unique check (octet_length(public_key) = 32),
  -- What the passkey's PRF is asked with; the same for every passkey of the person.
  prf_salt bytea check (octet_length(prf_salt) = 32),
  created_by uuid references people (id),
  created_at timestamptz not null,
  retired_at timestamptz,
  check ((kind = 'person') = (person_id is not null)),
  check ((kind = 'person') = (prf_salt is not null))
);
create unique index unlocking_keys_one_a_person on unlocking_keys (person_id) where retired_at is null and kind = 'person';
create unique index unlocking_keys_one_escrow on unlocking_keys (kind) where retired_at is null and kind = 'escrow';

-- A private half under a secret that only the person has: nonce and AES-256-GCM.
create table unlocking_wraps (
  id uuid primary key,
  key_id uuid not null references unlocking_keys (id),
  -- "passkey": under HKDF of the passkey's PRF output; "passphrase": under HKDF of argon2id of a long passphrase.
  method text not null check (method in ('passkey', 'passphrase')),
  -- Which cost and key derivation: 1 is HKDF-SHA-256, for passphrases after argon2id with 64 MiB, three passes, four lanes.
  suite smallint not null default 1 check (suite = 1),
  passkey_id text references passkeys (id),
  salt bytea not null check (octet_length(salt) = 32),
  wrapped bytea not null check (octet_length(wrapped) = 60),
  created_at timestamptz not null,
  check ((method = 'passkey') = (passkey_id is not null))
);
create unique index unlocking_wraps_once on unlocking_wraps (key_id, passkey_id);
create unique index unlocking_wraps_one_passphrase on unlocking_wraps (key_id) where method = 'passphrase';

-- To whose keys a name given in confidence is sealed now: custodians in office, and the escrow. A reviewed function, since strangers hand reports in.
create function toguna_recipients() returns table (key_id uuid, public_key bytea, person_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select k.id, k.public_key, k.person_id from unlocking_keys k
  where k.retired_at is null and (k.kind = 'escrow' or exists (
    select 1 from role_grants g join people p on p.id = g.person_id
    where g.person_id = k.person_id and g.role = 'custodian' and g.revoked_at is null and p.disabled_at is null))
$$;
revoke all on function toguna_recipients() from public;
grant execute on function toguna_recipients() to toguna_app;

-- A report's row in report_identities that is sealed holds nothing of who it is; what is left says only that there is something sealed.
alter table report_identities add column is_sealed boolean not null default false;
-- The reporter lets the mailer write to an address that is kept apart (routing_addresses).
alter table report_identities add column is_routable boolean not null default false;
alter table report_identities add constraint report_identities_sealed_are_empty check (not is_sealed or (is_confidential and name is null
  and on_behalf_name is null and email is null and phone is null and role is null and organisation_name is null and safe_channel is null));
alter table report_identities add constraint report_identities_routable_are_sealed check (not is_routable or is_sealed);

-- Nonce and AES-256-GCM under a random key of its own, padded.
create table sealed_identities (
  report_id uuid primary key references reports (id),
  -- Which way of sealing: 1 is AES-256-GCM here, and HPKE of X25519, HKDF-SHA-256 and AES-256-GCM for its key.
  suite smallint not null default 1 check (suite = 1),
  ciphertext bytea not null,
  sealed_at timestamptz not null
);

-- That random key, sealed to each keeper (HPKE: 32 bytes encapsulated, 48 sealed).
create table sealed_identity_keys (
  report_id uuid not null references sealed_identities (report_id),
  key_id uuid not null references unlocking_keys (id),
  suite smallint not null default 1 check (suite = 1),
  sealed_key bytea not null check (octet_length(sealed_key) = 80),
  -- Null: at acceptance. Else the custodian whose browser sealed it again.
  sealed_by uuid references people (id),
  sealed_at timestamptz not null,
  primary key (report_id, key_id)
);
create index sealed_identity_keys_key on sealed_identity_keys (key_id);

-- Somebody asks with a reason; another person, a custodian, answers. What is granted is sealed to the key of who asked.
create table identity_requests (
  id uuid primary key,
  report_id uuid not null references reports (id),
  reference text not null,
  asked_by uuid not null references people (id),
  asker_key_id uuid not null references unlocking_keys (id),
  reason text not null check (length(reason) between 10 and 2000),
  asked_at timestamptz not null,
  decision text check (decision in ('granted', 'refused')),
  decided_by uuid references people (id),
  decided_at timestamptz,
  decision_reason text,
  sealed_key bytea check (octet_length(sealed_key) = 80),
  expires_at timestamptz,
  -- Never both halves by one person.
  check (decided_by is distinct from asked_by),
  check ((decision is null) = (decided_by is null) and (decision is null) = (decided_at is null)),
  check ((decision = 'granted') is not distinct from (sealed_key is not null) or decision is null)
);
create index identity_requests_report on identity_requests (report_id, asked_at);
create index identity_requests_waiting on identity_requests (asked_at) where decision is null;
create unique index identity_requests_one_waiting on identity_requests (report_id, asked_by) where decision is null;

-- Everyone who opened a sealed identity, each time.
create table identity_openings (
  id uuid primary key,
  report_id uuid not null references reports (id),
  -- Null: somebody at the server's console took the sealed text out for the escrow key.
  person_id uuid references people (id),
  way text not null check (way in ('request', 'escrow')),
  request_id uuid references identity_requests (id),
  reason text not null,
  opened_at timestamptz not null,
  check ((way = 'request') = (request_id is not null and person_id is not null))
);
create index identity_openings_report on identity_openings (report_id, opened_at);

-- The address that a reporter in confidence allowed for mail, sealed apart with a key of the mailer's.
create table routing_addresses (
  report_id uuid primary key references reports (id),
  sealed bytea not null,
  created_at timestamptz not null
);

-- A mail to such an address names nobody: the mailer looks the address up while it sends.
alter table outgoing_mails add column is_routed boolean not null default false;
alter table outgoing_mails add constraint outgoing_mails_routed_name_nobody check (not is_routed or to_address = '');

-- Drafts are sealed with the cookie's token, of which only a hash is here: what is typed and not yet sent can be read by nobody else.
alter table drafts add column sealed_answers bytea;
alter table drafts add column sealed_key bytea;
-- The same key under digits and PIN, while the draft waits for another device.
alter table drafts add column elsewhere_key bytea;
alter table drafts add column elsewhere_salt bytea;
-- Drafts of before this update stay as they are until they are saved again, sent or over (14 days at most).
alter table drafts add constraint drafts_sealed_hold_nothing_else check (sealed_answers is null or (answers = '{}' and sealed_key is not null));

alter table unlocking_keys enable row level security;
create policy unlocking_keys_own on unlocking_keys using ((select toguna_scope()) in ('system', 'identity'));
create policy unlocking_keys_read on unlocking_keys for select using ((select toguna_scope()) in ('staff', 'person', 'custody'));
-- Wraps are handed to their own person only.
alter table unlocking_wraps enable row level security;
create policy unlocking_wraps_own on unlocking_wraps using ((select toguna_scope()) = 'identity'
  and exists (select 1 from unlocking_keys k where k.id = key_id and k.person_id = (select toguna_person())));
alter table sealed_identities enable row level security;
create policy sealed_identities_intake on sealed_identities for insert
  with check ((select toguna_scope()) = 'system' or ((select toguna_scope()) = 'intake' and report_id = (select toguna_report())));
create policy sealed_identities_custody on sealed_identities for select using ((select toguna_scope()) = 'custody');
alter table sealed_identity_keys enable row level security;
create policy sealed_identity_keys_intake on sealed_identity_keys for insert
  with check ((select toguna_scope()) = 'system' or ((select toguna_scope()) = 'intake' and report_id = (select toguna_report())));
create policy sealed_identity_keys_custody on sealed_identity_keys using ((select toguna_scope()) = 'custody');
-- Who may see a report may see who asked for its name; the subquery is held to the policies of reports.
alter table identity_requests enable row level security;
create policy identity_requests_custody on identity_requests using ((select toguna_scope()) in ('system', 'custody'));
create policy identity_requests_staff on identity_requests using ((select toguna_scope()) = 'staff'
  and exists (select 1 from reports r where r.id = report_id));
-- Whose request was granted sees the sealed text, and nobody else at the desk does.
create policy sealed_identities_granted on sealed_identities for select using ((select toguna_scope()) = 'staff'
  and exists (select 1 from identity_requests q where q.report_id = sealed_identities.report_id and q.asked_by = (select toguna_person())
    and q.decision = 'granted' and q.expires_at > now()));
alter table identity_openings enable row level security;
create policy identity_openings_custody on identity_openings using ((select toguna_scope()) in ('system', 'custody'));
create policy identity_openings_staff on identity_openings using ((select toguna_scope()) = 'staff'
  and exists (select 1 from reports r where r.id = report_id));
alter table routing_addresses enable row level security;
create policy routing_addresses_intake on routing_addresses for insert
  with check ((select toguna_scope()) = 'system' or ((select toguna_scope()) = 'intake' and report_id = (select toguna_report())));
create policy routing_addresses_mailer on routing_addresses using ((select toguna_scope()) = 'mailer');
-- Custodians read who asks and who keeps: names and roles only.
create policy people_custody on people for select using ((select toguna_scope()) = 'custody');
create policy role_grants_custody on role_grants for select using ((select toguna_scope()) = 'custody');
