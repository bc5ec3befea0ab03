-- Identity, stricter: authenticators checked against FIDO's metadata, one-time codes, offices of clerks, what a machine's key is held to, and an end of all that was open when a backup is restored.

-- What is known of a passkey's maker. `claimed`: nobody vouches for the model; `unknown`: signed, by a model that the metadata does not hold.
alter table passkeys add column attestation text not null default 'claimed'
  check (attestation in ('claimed', 'unknown', 'verified', 'withdrawn'));
-- The certificates (DER in base64) that came with it, the maker's first: they are judged again whenever newer metadata is loaded.
alter table passkeys add column attestation_certificates text[] not null default '{}';

-- One row for each metadata file that was loaded; the number never goes back.
create table authenticator_metadata (
  id uuid primary key,
  number bigint not null,
  next_update date not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  models integer not null,
  loaded_by uuid references people (id),
  loaded_at timestamptz not null
);

-- The models of the newest file.
create table authenticator_models (
  aaguid uuid primary key,
  name text not null,
  statuses text[] not null,
  -- The status for which its passkeys are not trusted any more.
  withdrawn_for text,
  -- Certificates (DER in base64) of the makers.
  roots text[] not null
);

-- One-time codes of a person: found by their first characters, kept as argon2id; they enrol and never sign in.
create table recovery_codes (
  id uuid primary key,
  person_id uuid not null references people (id),
  selector text not null check (length(selector) = 4),
  code_hash text not null,
  made_at timestamptz not null,
  used_at timestamptz,
  dropped_at timestamptz,
  unique (person_id, selector)
);

-- Wrong codes and wrong PINs: each is slower than the one before.
create table secret_tries (
  -- "codes:<person>" or "pin:<clerk>".
  subject text primary key,
  failed integer not null,
  failed_at timestamptz not null,
  locked_until timestamptz
);

create table service_accounts (
  id uuid primary key,
  organisation_id uuid not null references organisations (id),
  name text not null check (length(name) between 1 and 100),
  made_by uuid references people (id),
  made_at timestamptz not null,
  disabled_at timestamptz
);
create unique index service_accounts_name on service_accounts (organisation_id, lower(name));

alter table api_keys add column account_id uuid references service_accounts (id);
-- The strictest marking of what it may hand in and be given.
alter table api_keys add column marking text not null default 'amber'
  check (marking in ('red', 'amber+strict', 'amber', 'green', 'clear'));
-- Networks in CIDR form from which it works; none: from everywhere.
alter table api_keys add column networks text[] not null default '{}';
-- Keys of the same name were one machine's already.
insert into service_accounts (id, organisation_id, name, made_by, made_at)
  select distinct on (organisation_id, lower(name)) id, organisation_id, name, created_by, created_at
  from api_keys order by organisation_id, lower(name), created_at;
update api_keys k set account_id = a.id from service_accounts a
  where a.organisation_id = k.organisation_id and lower(a.name) = lower(k.name);

-- Where people are helped to report: a post, a town hall, a police station.
create table offices (
  id uuid primary key,
  name text not null check (length(name) between 1 and 150),
  made_by uuid references people (id),
  made_at timestamptz not null,
  closed_at timestamptz
);
create unique index offices_name on offices (lower(name)) where closed_at is null;

-- A device of an office: enrolled once by a link that somebody with a passkey made; afterwards known by its own key.
create table office_devices (
  id uuid primary key,
  office_id uuid not null references offices (id),
  name text not null check (length(name) between 1 and 100),
  link_hash bytea unique,
  link_expires_at timestamptz,
  key_hash bytea unique,
  made_by uuid references people (id),
  made_at timestamptz not null,
  enrolled_at timestamptz,
  last_used_at timestamptz,
  withdrawn_at timestamptz
);
create index office_devices_office on office_devices (office_id);

create table clerks (
  id uuid primary key,
  office_id uuid not null references offices (id),
  name text not null check (length(name) between 1 and 100),
  pin_hash text not null,
  made_by uuid references people (id),
  made_at timestamptz not null,
  pin_made_at timestamptz not null,
  removed_at timestamptz
);
create unique index clerks_name on clerks (office_id, lower(name)) where removed_at is null;

-- A clerk at work on a device: hands in, reads nothing, ends by itself.
create table clerk_shifts (
  id uuid primary key,
  token_hash bytea not null unique,
  device_id uuid not null references office_devices (id),
  clerk_id uuid not null references clerks (id),
  opened_at timestamptz not null,
  last_seen_at timestamptz not null,
  ended_at timestamptz,
  ended_why text
);
create index clerk_shifts_open on clerk_shifts (device_id) where ended_at is null;

-- Which office and clerk wrote a report down.
create table office_reports (
  report_id uuid primary key references reports (id) on delete cascade,
  office_id uuid not null references offices (id),
  clerk_id uuid not null references clerks (id),
  shift_id uuid not null,
  at timestamptz not null
);
create index office_reports_office on office_reports (office_id);

create index sessions_ended on sessions (ended_at) where ended_at is not null;

alter table authenticator_metadata enable row level security;
create policy authenticator_metadata_own on authenticator_metadata using ((select toguna_scope()) in ('system', 'identity'));
alter table authenticator_models enable row level security;
create policy authenticator_models_own on authenticator_models using ((select toguna_scope()) in ('system', 'identity'));
alter table recovery_codes enable row level security;
create policy recovery_codes_own on recovery_codes using ((select toguna_scope()) in ('system', 'identity'));
alter table secret_tries enable row level security;
create policy secret_tries_own on secret_tries using ((select toguna_scope()) in ('system', 'identity'));
alter table service_accounts enable row level security;
create policy service_accounts_own on service_accounts using ((select toguna_scope()) in ('system', 'identity'));
alter table offices enable row level security;
create policy offices_own on offices using ((select toguna_scope()) in ('system', 'identity'));
create policy offices_read on offices for select using ((select toguna_scope()) = 'staff');
alter table office_devices enable row level security;
create policy office_devices_own on office_devices using ((select toguna_scope()) in ('system', 'identity'));
alter table clerks enable row level security;
create policy clerks_own on clerks using ((select toguna_scope()) in ('system', 'identity'));
create policy clerks_read on clerks for select using ((select toguna_scope()) = 'staff');
alter table clerk_shifts enable row level security;
create policy clerk_shifts_own on clerk_shifts using ((select toguna_scope()) in ('system', 'identity'));
alter table office_reports enable row level security;
create policy office_reports_own on office_reports using ((select toguna_scope()) in ('system', 'identity'));
create policy office_reports_read on office_reports for select using ((select toguna_scope()) = 'staff');
-- Written with the report, through the door that it came in by.
create policy office_reports_intake on office_reports for insert
  with check ((select toguna_scope()) = 'intake' and report_id = (select toguna_report()));

-- A restored backup knows sessions, links and challenges that have ended since: none of them opens again.
create function toguna_end_what_was_open(why text, now_at timestamptz) returns integer language plpgsql as $$
declare
  ended integer;
begin
  update sessions set ended_at = now_at, ended_why = why where ended_at is null;
  get diagnostics ended = row_count;
  update step_ups set used_at = now_at where used_at is null;
  delete from ceremonies;
  update invitations set withdrawn_at = now_at where used_at is null and withdrawn_at is null;
  update office_devices set link_hash = null where link_hash is not null;
  update clerk_shifts set ended_at = now_at, ended_why = why where ended_at is null;
  update recovery_codes set dropped_at = now_at where used_at is null and dropped_at is null;
  return ended;
end
$$;
revoke execute on function toguna_end_what_was_open(text, timestamptz) from public;
