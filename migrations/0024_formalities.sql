-- An entity's register of processing, and the formalities that it files from it with an authority: declarations, authorisations, opinions, requests.
-- The register is the entity's alone; an authority reads what was filed with it and nothing else; the public reads the extract of what was decided.

create table processing_entries (
  id uuid primary key,
  organisation_id uuid not null references organisations (id),
  constituent_id uuid not null references constituents (id),
  number integer not null check (number > 0),
  version integer not null check (version > 0),
  created_by uuid references people (id),
  created_at timestamptz not null,
  ended_at timestamptz,
  ended_reason text check (length(ended_reason) between 3 and 500),
  unique (organisation_id, number),
  check ((ended_at is null) = (ended_reason is null))
);
-- Nothing is overwritten: each change is a version, and the one that was stays.
create table processing_versions (
  entry_id uuid not null references processing_entries (id),
  number integer not null check (number > 0),
  organisation_id uuid not null references organisations (id),
  content jsonb not null,
  note text not null default '' check (length(note) <= 500),
  changed_by uuid references people (id),
  changed_at timestamptz not null,
  primary key (entry_id, number)
);
create trigger processing_versions_kept before update or delete on processing_versions for each row execute function toguna_refuse_change();

create table formalities (
  id uuid primary key,
  authority_id uuid not null references organisations (id),
  organisation_id uuid not null references organisations (id),
  constituent_id uuid not null references constituents (id),
  -- As the register named it on that day.
  entity_name text not null check (length(entity_name) between 1 and 300),
  entity_reference text not null,
  kind text not null check (kind in ('declaration', 'authorisation', 'opinion', 'transfer', 'whistleblowing')),
  obligation_id text not null,
  pack_id text not null,
  pack_version text not null,
  pack_sha256 text not null check (pack_sha256 ~ '^[0-9a-f]{64}$'),
  channel text not null check (channel in ('console', 'paper')),
  language text not null check (language in ('fr', 'en', 'mn')),
  state text not null check (state in ('draft', 'submitted', 'incomplete', 'complete', 'decided', 'withdrawn')),
  contact text not null default '' check (length(contact) <= 500),
  -- The register's entries that a draft bundles; once filed, what was filed is in formality_contents.
  entry_ids uuid[] not null default '{}',
  receipt_number text,
  submitted_at timestamptz,
  entered_at timestamptz,
  complete_at timestamptz,
  fee_amount numeric(18, 2) check (fee_amount >= 0),
  fee_currency text check (fee_currency ~ '^[A-Z]{3}$'),
  fee_basis text check (length(fee_basis) between 3 and 500),
  fee_paid_on date,
  fee_bank_reference text check (length(fee_bank_reference) between 1 and 200),
  outcome text check (outcome in ('accepted', 'accepted_with_conditions', 'refused', 'favourable', 'favourable_with_reservations', 'unfavourable')),
  decision_number text,
  decision text check (length(decision) between 3 and 20000),
  conditions text not null default '' check (length(conditions) <= 20000),
  decided_by uuid references people (id),
  decided_at timestamptz,
  decision_leaf text check (decision_leaf ~ '^[0-9a-f]{64}$'),
  content_number integer not null default 0,
  version integer not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  unique (authority_id, receipt_number),
  unique (authority_id, decision_number),
  check ((state = 'draft') = (receipt_number is null)),
  check ((receipt_number is null) = (submitted_at is null)),
  check ((state = 'draft') = (content_number = 0)),
  check ((state = 'decided') = (decision is not null)),
  check ((decision is null) = (decided_at is null) and (decision is null) = (outcome is null) and (decision is null) = (decision_number is null)),
  check ((fee_amount is null) = (fee_currency is null) and (fee_amount is null) = (fee_basis is null)),
  check ((fee_paid_on is null) = (fee_bank_reference is null) and (fee_paid_on is null or fee_amount is not null))
);
create index formalities_authority on formalities (authority_id, state, submitted_at);
create index formalities_organisation on formalities (organisation_id, state);
create index formalities_constituent on formalities (constituent_id);
-- One transfer of money counts once.
create unique index formalities_bank_reference on formalities (authority_id, fee_bank_reference) where fee_bank_reference is not null;

-- What was filed, as it was filed: a completion is a further row.
create table formality_contents (
  formality_id uuid not null references formalities (id),
  number integer not null check (number > 0),
  authority_id uuid not null references organisations (id),
  organisation_id uuid not null references organisations (id),
  constituent_id uuid not null references constituents (id),
  items jsonb not null,
  contact text not null default '',
  note text not null default '' check (length(note) <= 4000),
  content_sha256 text not null check (content_sha256 ~ '^[0-9a-f]{64}$'),
  leaf_hash text not null check (leaf_hash ~ '^[0-9a-f]{64}$'),
  submitted_by uuid references people (id),
  submitted_at timestamptz not null,
  primary key (formality_id, number)
);
create table formality_steps (
  id uuid primary key,
  formality_id uuid not null references formalities (id),
  authority_id uuid not null references organisations (id),
  organisation_id uuid not null references organisations (id),
  constituent_id uuid not null references constituents (id),
  position integer not null,
  kind text not null,
  side text not null check (side in ('authority', 'entity')),
  person_id uuid references people (id),
  person_name text not null default '',
  at timestamptz not null,
  detail jsonb not null default '{}',
  is_to_entity boolean not null,
  unique (formality_id, position)
);
create trigger formality_contents_kept before update or delete on formality_contents for each row execute function toguna_refuse_change();
create trigger formality_steps_kept before update or delete on formality_steps for each row execute function toguna_refuse_change();

-- What everybody may read of a decision. No free text but the title that the authority gave it; no person.
create table formality_extracts (
  formality_id uuid primary key references formalities (id),
  authority_id uuid not null references organisations (id),
  authority_name text not null,
  entity_name text not null,
  kind text not null,
  outcome text not null,
  receipt_number text not null,
  decision_number text not null,
  title text not null check (length(title) between 3 and 300),
  traits text[] not null default '{}',
  countries text[] not null default '{}',
  processings integer not null check (processings > 0),
  decided_on date not null,
  published_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_reason text check (length(withdrawn_reason) between 3 and 500),
  check ((withdrawn_at is null) = (withdrawn_reason is null))
);
create index formality_extracts_day on formality_extracts (decided_on desc, decision_number);

-- A formality that is decided or withdrawn does not change; what was submitted keeps who filed it, with whom, when and under which law.
create function toguna_keep_formality() returns trigger language plpgsql set search_path = pg_catalog, public as $$
declare fixed text[] := array['authority_id', 'organisation_id', 'constituent_id', 'entity_name', 'entity_reference', 'kind', 'obligation_id', 'pack_id', 'pack_version', 'pack_sha256',
  'channel', 'receipt_number', 'submitted_at', 'entered_at']; f text;
begin
  if tg_op = 'DELETE' then
    if old.state <> 'draft' then raise exception 'what was filed is not deleted' using errcode = 'check_violation'; end if;
    return old;
  end if;
  if old.state in ('decided', 'withdrawn') then raise exception 'a formality that is over does not change' using errcode = 'check_violation'; end if;
  if old.state <> 'draft' then
    foreach f in array fixed loop
      if to_jsonb(new) -> f is distinct from to_jsonb(old) -> f then raise exception 'what was filed does not change' using errcode = 'check_violation'; end if;
    end loop;
  end if;
  return new;
end $$;
create trigger formalities_kept before update or delete on formalities for each row execute function toguna_keep_formality();
create function toguna_keep_extract() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  if tg_op = 'DELETE' or old.withdrawn_at is not null
     or to_jsonb(new) - '{withdrawn_at,withdrawn_reason}'::text[] <> to_jsonb(old) - '{withdrawn_at,withdrawn_reason}'::text[] then
    raise exception 'an extract stands, or is withdrawn' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger formality_extracts_kept before update or delete on formality_extracts for each row execute function toguna_keep_extract();

do $$ declare t text; begin
  foreach t in array array['processing_entries', 'processing_versions', 'formalities', 'formality_contents', 'formality_steps', 'formality_extracts'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I using ((select toguna_scope()) = ''system'')', t || '_system', t);
  end loop;
  -- The register is the entity's own: no authority and no team reads it.
  foreach t in array array['processing_entries', 'processing_versions'] loop
    execute format('create policy %I on %I using ((select toguna_scope()) = ''constituent'' and organisation_id = (select toguna_organisation()))', t || '_own', t);
  end loop;
  foreach t in array array['formalities', 'formality_contents', 'formality_steps'] loop
    execute format('create policy %I on %I as restrictive using (constituent_id not in (select toguna_office_hidden()))', t || '_conflict', t);
  end loop;
end $$;
-- The entity: its own formalities; it writes drafts only, and filing is the verb's.
create policy formalities_own on formalities for select using ((select toguna_scope()) = 'constituent' and organisation_id = (select toguna_organisation()));
create policy formalities_draft on formalities using ((select toguna_scope()) = 'constituent' and organisation_id = (select toguna_organisation()) and state = 'draft');
create policy formality_contents_own on formality_contents for select using ((select toguna_scope()) = 'constituent' and organisation_id = (select toguna_organisation()));
create policy formality_steps_own on formality_steps for select using ((select toguna_scope()) = 'constituent' and organisation_id = (select toguna_organisation()) and is_to_entity);
-- The authority: what was filed with it, never a draft.
create policy formalities_authority on formalities using ((select toguna_scope()) = 'authority' and authority_id = (select toguna_organisation()) and state <> 'draft');
create policy formality_contents_authority on formality_contents using ((select toguna_scope()) = 'authority' and authority_id = (select toguna_organisation()));
create policy formality_steps_authority on formality_steps using ((select toguna_scope()) = 'authority' and authority_id = (select toguna_organisation()));
create policy formality_extracts_authority on formality_extracts using ((select toguna_scope()) = 'authority' and authority_id = (select toguna_organisation()));
create policy formality_extracts_public on formality_extracts for select using (withdrawn_at is null);

-- The scan of a paper, and pieces that the entity adds.
alter table office_files drop constraint office_files_subject_kind_check;
alter table office_files add constraint office_files_subject_kind_check check (subject_kind in ('inspection', 'matter', 'complaint', 'session', 'filing', 'formality'));
-- The entity adds pieces to what it filed, under its own name.
create policy office_files_formality on office_files for insert with check ((select toguna_scope()) = 'constituent'
  and side = 'entity' and is_to_entity and added_by = (select toguna_person()) and constituent_id in (select toguna_own_constituents())
  and subject_kind = 'formality' and subject_id in (select f.id from formalities f where f.authority_id = office_files.organisation_id and f.state <> 'draft'));
