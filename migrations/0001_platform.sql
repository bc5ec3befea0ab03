-- The ground that every domain stands on: who is asking (row-level security), stored objects, settings, and the log.

-- The application's role owns nothing; the migration runner creates it before the first migration.
grant usage on schema public to toguna_app;
alter default privileges in schema public grant select, insert, update, delete on tables to toguna_app;
alter default privileges in schema public grant usage on sequences to toguna_app;

create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists btree_gist;

-- Who is asking, set at the start of every transaction: system, staff, person, reporter, intake or public.
create function toguna_scope() returns text language sql stable parallel safe as
  $$ select coalesce(nullif(current_setting('toguna.scope', true), ''), 'none') $$;
create function toguna_person() returns uuid language sql stable parallel safe as
  $$ select nullif(current_setting('toguna.person', true), '')::uuid $$;
create function toguna_organisation() returns uuid language sql stable parallel safe as
  $$ select nullif(current_setting('toguna.organisation', true), '')::uuid $$;
create function toguna_report() returns uuid language sql stable parallel safe as
  $$ select nullif(current_setting('toguna.report', true), '')::uuid $$;

create table settings (
  key text primary key,
  value jsonb not null,
  changed_at timestamptz not null default now()
);
alter table settings enable row level security;
create policy settings_read on settings for select using (true);
create policy settings_write on settings for all using ((select toguna_scope()) in ('system', 'person', 'staff'));

-- Files live in the object store; a row names each of them. `sealed` ones leave only as a passworded archive.
create table objects (
  id uuid primary key,
  sha256 bytea not null check (octet_length(sha256) = 32),
  size bigint not null check (size >= 0),
  media_type text not null,
  is_sealed boolean not null default true,
  created_at timestamptz not null default now()
);
create index objects_sha256 on objects (sha256);
alter table objects enable row level security;
create policy objects_scope on objects using ((select toguna_scope()) in ('system', 'staff', 'intake', 'reporter'));

-- The log. One row an act, written in the act's transaction; never updated, never deleted.
create table audit_log (
  id uuid primary key,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text,
  organisation_id uuid,
  action text not null,
  object_type text not null,
  object_id text not null,
  request_id text not null,
  detail jsonb not null default '{}',
  salt bytea not null check (octet_length(salt) = 32),
  commitment bytea not null check (octet_length(commitment) = 32),
  leaf_hash bytea not null check (octet_length(leaf_hash) = 32),
  xid xid8 not null default pg_current_xact_id()
);
create index audit_log_at on audit_log (at);
create index audit_log_object on audit_log (object_type, object_id, at);
create index audit_log_xid on audit_log (xid);

-- Order is given after commit, gap-free, in its own table, so that audit rows are never touched again.
create table audit_sequence (
  seq bigint primary key,
  audit_id uuid not null unique references audit_log (id),
  leaf_hash bytea not null
);
create table audit_checkpoints (
  size bigint primary key,
  root bytea not null check (octet_length(root) = 32),
  -- The tree's right edge (roots of its full subtrees), so that it grows without reading it all again.
  frontier bytea not null,
  note text not null,
  at timestamptz not null,
  is_published boolean not null default false
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the log cannot be changed: % on % refused', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger audit_log_is_append_only before update or delete on audit_log for each row execute function refuse_change();
create trigger audit_log_no_truncate before truncate on audit_log for each statement execute function refuse_change();
create trigger audit_sequence_is_append_only before update or delete on audit_sequence for each row execute function refuse_change();
create trigger audit_sequence_no_truncate before truncate on audit_sequence for each statement execute function refuse_change();
create trigger audit_checkpoints_no_delete before delete on audit_checkpoints for each row execute function refuse_change();
create trigger audit_checkpoints_no_truncate before truncate on audit_checkpoints for each statement execute function refuse_change();
revoke update, delete, truncate on audit_log, audit_sequence from toguna_app;
revoke delete, truncate on audit_checkpoints from toguna_app;

alter table audit_log enable row level security;
create policy audit_write on audit_log for insert with check (true);
create policy audit_read on audit_log for select using ((select toguna_scope()) in ('system', 'staff', 'person'));
