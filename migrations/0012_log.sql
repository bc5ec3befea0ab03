-- The log: what witnesses, mirrors and holders of proofs need, and the one way in which the content of a row may go.

-- Padding: leaves over a salt alone, so that the size of a published log does not tell how much was done.
alter table audit_sequence alter column audit_id drop not null;
alter table audit_sequence add column padding_salt bytea check (octet_length(padding_salt) = 32);
alter table audit_sequence add check ((audit_id is null) <> (padding_salt is null));
-- The number of the newest row that is no padding, as of this checkpoint; null in checkpoints that are older than padding.
alter table audit_checkpoints add column last_act bigint;

-- Roots of full subtrees of 256, 256^2, … leaves: what hash tiles and proofs are made from. Hashes only, like audit_sequence: no policy.
create table audit_nodes (
  level smallint not null check (level > 0),
  index bigint not null check (index >= 0),
  hash bytea not null check (octet_length(hash) = 32),
  primary key (level, index)
);

-- Checkpoints that are told to the world, once an hour, with the signatures of witnesses as they come.
create table log_publications (
  size bigint primary key references audit_checkpoints (size),
  note text not null,
  at timestamptz not null,
  has_quorum boolean not null,
  -- RFC 3161 answer over the note as it stands.
  timestamp_answer bytea,
  stamped_at timestamptz
);

create table log_witnesses (
  name text primary key,
  -- The largest tree that it cosigned.
  size bigint not null default 0,
  cosigned_at timestamptz,
  tried_at timestamptz,
  state text not null check (state in ('good', 'unreachable', 'refused', 'ahead')),
  says text
);

-- What the log's own guard found, for the desk's health and for the security contact.
create table log_alarms (
  id uuid primary key,
  kind text not null check (kind in ('mass_reading', 'odd_hours', 'failing_receipts', 'tampering', 'witness', 'late', 'console_recovery')),
  -- One alarm for one cause.
  key text not null unique,
  detail jsonb not null default '{}',
  raised_at timestamptz not null,
  mailed_at timestamptz,
  closed_at timestamptz,
  closed_by uuid references people (id),
  close_reason text
);
create index log_alarms_open on log_alarms (raised_at) where closed_at is null;

-- What the guard has verified so far: "whole" from the first row, "newest" only what came since.
create table log_checks (
  kind text primary key check (kind in ('whole', 'newest')),
  at timestamptz not null,
  size bigint not null,
  frontier bytea not null,
  is_good boolean not null,
  says text not null
);

-- Destroying the content of rows: asked by one, approved by another.
create table log_shreddings (
  id uuid primary key,
  object_type text not null,
  object_id text not null,
  reason text not null,
  asked_by uuid not null references people (id),
  asked_at timestamptz not null,
  approved_by uuid references people (id),
  approved_at timestamptz,
  rows integer,
  check (approved_by is null or approved_by <> asked_by),
  check ((approved_by is null) = (approved_at is null))
);

alter table audit_log alter column salt drop not null;
alter table audit_log add column shredded_by uuid references log_shreddings (id);
alter table audit_log add check (salt is not null or shredded_by is not null);
create index audit_log_person on audit_log (actor_id, at) where actor_kind = 'person';

-- Of a row only salt and detail may go, once, under a shredding that two people agreed to. Its leaf stays, and every proof with it.
create function refuse_change_but_shredding() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.shredded_by is null and new.shredded_by is not null and new.salt is null and new.detail = '{}'
    and old.action not like 'log.%'
    and (new.id, new.at, new.actor_kind, new.action, new.object_type, new.object_id, new.request_id, new.commitment, new.leaf_hash, new.xid)
      = (old.id, old.at, old.actor_kind, old.action, old.object_type, old.object_id, old.request_id, old.commitment, old.leaf_hash, old.xid)
    and new.actor_id is not distinct from old.actor_id and new.organisation_id is not distinct from old.organisation_id
    and exists (select 1 from log_shreddings s where s.id = new.shredded_by and s.approved_by is not null and s.approved_by <> s.asked_by
      and s.object_type = old.object_type and s.object_id = old.object_id)
  then return new; end if;
  raise exception 'the log cannot be changed: % on % refused', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;
drop trigger audit_log_is_append_only on audit_log;
create trigger audit_log_is_append_only before update or delete on audit_log for each row execute function refuse_change_but_shredding();

-- The application may not touch rows; this destroys those of one approved shredding and gives their ids.
create function toguna_shred(shredding uuid) returns setof uuid language sql security definer set search_path = pg_catalog, public as $$
  update audit_log l set salt = null, detail = '{}', shredded_by = s.id from log_shreddings s
  where s.id = shredding and s.approved_by is not null and l.object_type = s.object_type and l.object_id = s.object_id
    and l.shredded_by is null and l.action not like 'log.%' returning l.id
$$;
revoke all on function toguna_shred from public;
grant execute on function toguna_shred to toguna_app;

create trigger audit_nodes_is_append_only before update or delete on audit_nodes for each row execute function refuse_change();
create trigger audit_nodes_no_truncate before truncate on audit_nodes for each statement execute function refuse_change();
create trigger log_publications_no_delete before delete on log_publications for each row execute function refuse_change();
create trigger log_alarms_no_delete before delete on log_alarms for each row execute function refuse_change();
create trigger log_shreddings_no_delete before delete on log_shreddings for each row execute function refuse_change();

grant select, insert on audit_nodes to toguna_app;
revoke update, delete, truncate on audit_nodes from toguna_app;
revoke delete, truncate on log_publications, log_alarms, log_shreddings from toguna_app;

alter table log_publications enable row level security;
create policy log_publications_scope on log_publications using ((select toguna_scope()) = 'system');
alter table log_witnesses enable row level security;
create policy log_witnesses_scope on log_witnesses using ((select toguna_scope()) = 'system');
alter table log_alarms enable row level security;
create policy log_alarms_scope on log_alarms using ((select toguna_scope()) = 'system');
alter table log_checks enable row level security;
create policy log_checks_scope on log_checks using ((select toguna_scope()) = 'system');
alter table log_shreddings enable row level security;
create policy log_shreddings_scope on log_shreddings using ((select toguna_scope()) = 'system');
