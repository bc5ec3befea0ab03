-- Evidence under custody, values that say nothing about kinship, and merging and splitting of cases that can be taken back exactly.

create sequence evidence_number;

-- What was taken in for a case: a file with its hashes on arrival, or a thing that is described.
create table case_evidence (
  id uuid primary key,
  case_id uuid not null references cases (id),
  -- Its own for good, whatever case it is in: "TG-E-2026-0001".
  reference text not null unique,
  kind text not null check (kind in ('file', 'thing')),
  label text not null check (length(label) between 1 and 300),
  description text not null default '' check (length(description) <= 20000),
  taken_from text not null check (length(taken_from) between 1 and 300),
  place text not null check (length(place) between 1 and 300),
  taken_at timestamptz not null,
  taken_by uuid not null references people (id),
  arrived_at timestamptz not null,
  -- Gone when the evidence was disposed of; name, size and hashes stay.
  object_id uuid unique references objects (id),
  file_name text,
  media_type text,
  size bigint,
  sha256 bytea check (octet_length(sha256) = 32),
  blake3 bytea check (octet_length(blake3) = 32),
  keep_until date,
  disposal_asked_by uuid references people (id),
  disposal_reason text,
  disposed_by uuid references people (id),
  disposed_at timestamptz,
  check ((kind = 'file') = (sha256 is not null and blake3 is not null and file_name is not null and size is not null)),
  check (kind = 'file' or object_id is null),
  check ((disposed_by is null) = (disposed_at is null)),
  check (disposed_at is null or object_id is null),
  -- Who asks that it be disposed of never agrees to it.
  constraint evidence_disposed_by_two check (disposed_by is null or (disposal_asked_by is not null and disposal_asked_by <> disposed_by))
);
create index case_evidence_case on case_evidence (case_id, arrived_at);

-- Every hand and every act, chained: each row's hash covers the one before. Rows are added and never changed.
create table evidence_custody (
  id uuid primary key,
  evidence_id uuid not null references case_evidence (id),
  position integer not null check (position >= 1),
  kind text not null check (kind in ('taken', 'offered', 'acknowledged', 'refused', 'withdrawn', 'sealed', 'unsealed', 'stored', 'read', 'exported',
    'disposal_asked', 'disposal_refused', 'disposed')),
  person_id uuid not null references people (id),
  to_person_id uuid references people (id),
  seal text not null default '',
  place text not null default '',
  note text not null default '',
  at timestamptz not null,
  previous_hash bytea not null check (octet_length(previous_hash) = 32),
  hash bytea not null check (octet_length(hash) = 32),
  -- The row of the log that names this hash.
  audit_id uuid not null,
  unique (evidence_id, position),
  check ((kind = 'offered') = (to_person_id is not null)),
  constraint evidence_two_hands check (to_person_id is null or to_person_id <> person_id)
);
create trigger evidence_custody_kept before update or delete on evidence_custody for each row execute function toguna_refuse_change();

-- What was fixed on arrival stays: only the case it belongs to, how long it is kept, and its disposal change.
create function toguna_keep_evidence() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or row(new.id, new.reference, new.kind, new.label, new.description, new.taken_from, new.place, new.taken_at, new.taken_by,
      new.arrived_at, new.file_name, new.media_type, new.size, new.sha256, new.blake3)
    is distinct from row(old.id, old.reference, old.kind, old.label, old.description, old.taken_from, old.place, old.taken_at, old.taken_by,
      old.arrived_at, old.file_name, old.media_type, old.size, old.sha256, old.blake3) then
    raise exception 'what was taken into custody is not changed afterwards' using errcode = 'check_violation';
  end if;
  if old.object_id is distinct from new.object_id and new.disposed_at is null then
    raise exception 'the bytes of evidence go with its disposal only' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger case_evidence_kept before update or delete on case_evidence for each row execute function toguna_keep_evidence();

-- Values that the team does not take for a link between reports: a big mail host, the own resolver.
create table ignored_values (
  id uuid primary key,
  kind text not null check (length(kind) between 1 and 40),
  value text not null check (length(value) between 1 and 2000),
  reason text not null check (length(reason) between 3 and 2000),
  added_by uuid references people (id),
  added_at timestamptz not null,
  ended_by uuid references people (id),
  ended_at timestamptz,
  check ((ended_by is null) or (ended_at is not null))
);
create unique index ignored_values_once on ignored_values (kind, md5(value)) where ended_at is null;

-- A case that was merged stays as a pointer.
alter table cases add column merged_into_id uuid references cases (id) check (merged_into_id <> id);
create index cases_merged_into on cases (merged_into_id) where merged_into_id is not null;

-- One merge or split: what moved from where to where, by whom and why, and what both cases were before.
create table case_merges (
  id uuid primary key,
  kind text not null check (kind in ('merge', 'split')),
  source_id uuid not null references cases (id),
  target_id uuid not null references cases (id) check (target_id <> source_id),
  reason text not null check (length(reason) between 3 and 2000),
  counts jsonb not null,
  before jsonb not null,
  after jsonb not null,
  made_by uuid references people (id),
  made_at timestamptz not null,
  undone_by uuid references people (id),
  undone_at timestamptz,
  undo_reason text,
  check ((undone_at is null) = (undo_reason is null))
);
create index case_merges_source on case_merges (source_id, made_at);
create index case_merges_target on case_merges (target_id, made_at);

-- Each row that it touched, with a digest of all that the row says beside its case: taken back only while that is the same.
create table case_merge_rows (
  merge_id uuid not null references case_merges (id),
  part text not null,
  row_key text not null,
  act text not null check (act in ('moved', 'added', 'removed')),
  digest bytea not null,
  -- Of a row that was removed (a member who lost sight of it): the row.
  before jsonb,
  primary key (merge_id, part, row_key)
);

alter table case_evidence enable row level security;
create policy case_evidence_scope on case_evidence using ((select toguna_is_desk()));
call toguna_guard('case_evidence', 'cases', 'case_id');
alter table evidence_custody enable row level security;
-- Seen with its evidence: the inner question is answered under the policies of who asks.
create policy evidence_custody_scope on evidence_custody using ((select toguna_is_desk()) and exists (select 1 from case_evidence e where e.id = evidence_id));
alter table ignored_values enable row level security;
create policy ignored_values_scope on ignored_values using ((select toguna_is_desk()));
alter table case_merges enable row level security;
create policy case_merges_scope on case_merges using ((select toguna_is_desk()));
-- Whoever may not see one of the two cases does not hear that they have anything to do with each other.
call toguna_guard('case_merges', 'cases', 'source_id');
create policy case_merges_hidden_target on case_merges as restrictive
  using ((select toguna_sees_all('cases')) or target_id not in (select unnest(toguna_hidden('cases')::uuid[])));
alter table case_merge_rows enable row level security;
create policy case_merge_rows_scope on case_merge_rows using ((select toguna_is_desk()) and exists (select 1 from case_merges m where m.id = merge_id));

-- The bytes of evidence are hidden with its case, as those of reports are with their report.
create function toguna_hidden_evidence() returns setof uuid language plpgsql stable security definer rows 20 set search_path = pg_catalog, public as $$
begin
  if toguna_sees_all('cases') then return; end if;
  return query select e.object_id from case_evidence e where e.object_id is not null and e.case_id in (select unnest(toguna_hidden('cases')::uuid[]));
end $$;
revoke all on function toguna_hidden_evidence() from public;
grant execute on function toguna_hidden_evidence() to toguna_app;
create policy objects_hidden_evidence on objects as restrictive
  using ((select toguna_sees_all('cases')) or id not in (select toguna_hidden_evidence()));
