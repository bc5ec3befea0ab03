-- How good the register is, and how the old one came in: imports with undo, contact tests, duplicates merged with undo, a day's figures.

-- A constituent that was merged into another is ended and says into which; nothing of it is deleted.
alter table constituents add column merged_into uuid references constituents (id);
alter table constituents add constraint constituents_merged check (merged_into is null or (ended_at is not null and merged_into <> id));
create index constituents_merged_into on constituents (merged_into) where merged_into is not null;

create table import_mappings (
  id uuid primary key,
  name text not null unique check (length(name) between 1 and 100),
  -- Header words as they stood, lower-cased, to the field that each column brings.
  columns jsonb not null,
  created_by uuid references people (id),
  created_at timestamptz not null
);

create table register_imports (
  id uuid primary key,
  file_name text not null check (length(file_name) between 1 and 200),
  sha256 bytea not null check (octet_length(sha256) = 32),
  format text not null check (format in ('csv', 'xlsx', 'json')),
  encoding text,
  delimiter text,
  sheets text[] not null,
  sheet text,
  header text[] not null,
  -- Until the run begins, so that another sheet can be chosen.
  file bytea,
  -- Field by column: {"name": 0}.
  mapping jsonb not null,
  defaults jsonb not null default '{}',
  problems jsonb not null default '[]',
  state text not null check (state in ('preview', 'running', 'done', 'undoing', 'undone')),
  version integer not null default 1,
  counts jsonb not null default '{}',
  created_by uuid references people (id),
  created_at timestamptz not null,
  run_by uuid references people (id),
  run_at timestamptz,
  ended_at timestamptz,
  undone_by uuid references people (id),
  undo_at timestamptz,
  undone_at timestamptz,
  -- When the rows' cells were emptied: an old register's names are not kept for ever.
  emptied_at timestamptz
);
-- One at a time: two that write the same register at once could not be undone apart.
create unique index register_imports_one on register_imports ((true)) where state in ('running', 'undoing');

create table register_import_rows (
  import_id uuid not null references register_imports (id) on delete cascade,
  line integer not null,
  cells text[] not null,
  verdict text not null check (verdict in ('new', 'change', 'same', 'duplicate', 'error')),
  -- Fields with what was expected, what changes from what to what, of whom it may be a duplicate and why.
  findings jsonb not null,
  -- What the officer said of a possible duplicate.
  decision text check (decision in ('as_new', 'same_as', 'skip')),
  decided_for uuid references constituents (id) on delete set null,
  outcome text not null default 'pending' check (outcome in ('pending', 'created', 'changed', 'same', 'skipped', 'failed')),
  constituent_id uuid,
  problem jsonb,
  undo text check (undo in ('restored', 'removed', 'ended', 'kept')),
  undo_why text,
  primary key (import_id, line)
);
create index register_import_rows_pending on register_import_rows (import_id, line) where outcome = 'pending';

-- What each row did, in order: the row of a table before (null: there was none) and after.
create table register_import_changes (
  import_id uuid not null references register_imports (id) on delete cascade,
  number integer not null,
  line integer not null,
  table_name text not null check (table_name in ('constituents', 'contacts', 'network_claims')),
  row_id uuid not null,
  before jsonb,
  after jsonb not null,
  undo text check (undo in ('restored', 'removed', 'ended', 'kept')),
  undo_why text,
  primary key (import_id, number)
);
create index register_import_changes_undo on register_import_changes (import_id, number desc) where undo is null;

-- "Is this still right?", asked by mail with a link; only the link's hash is kept.
create table contact_tests (
  id uuid primary key,
  contact_id uuid not null references contacts (id) on delete cascade,
  token_hash bytea not null unique check (octet_length(token_hash) = 32),
  asked_at timestamptz not null,
  reminders integer not null default 0,
  last_mail_at timestamptz not null,
  expires_at timestamptz not null,
  answered_at timestamptz,
  answer text check (answer in ('right', 'correct', 'leaving')),
  -- What the contact says is right instead, until the desk has taken it over or left it.
  said jsonb,
  handled_at timestamptz,
  handled_by uuid references people (id),
  handled text check (handled in ('taken', 'left')),
  check ((answered_at is null) = (answer is null))
);
create unique index contact_tests_open on contact_tests (contact_id) where answered_at is null;
create index contact_tests_contact on contact_tests (contact_id, asked_at desc);
create index contact_tests_to_handle on contact_tests (answered_at) where answer in ('correct', 'leaving') and handled_at is null;

-- Mails to a contact that came back, until somebody answers from there again.
create table contact_bounces (
  contact_id uuid primary key references contacts (id) on delete cascade,
  email text not null,
  since timestamptz not null,
  said text not null
);

create table register_merges (
  id uuid primary key,
  survivor_id uuid not null references constituents (id),
  merged_id uuid not null references constituents (id),
  -- Every row that moved or changed, as it was and as it became, in order.
  changes jsonb not null,
  reason text not null check (length(reason) between 3 and 2000),
  merged_by uuid references people (id),
  merged_at timestamptz not null,
  undone_by uuid references people (id),
  undone_at timestamptz,
  check (survivor_id <> merged_id)
);
create unique index register_merges_once on register_merges (merged_id) where undone_at is null;

create table not_duplicates (
  one_id uuid not null references constituents (id) on delete cascade,
  other_id uuid not null references constituents (id) on delete cascade,
  decided_by uuid references people (id),
  decided_at timestamptz not null,
  primary key (one_id, other_id),
  check (one_id < other_id)
);

create table quality_days (
  day date primary key,
  figures jsonb not null
);

do $$ declare t text; begin
  foreach t in array array['import_mappings', 'register_imports', 'register_import_rows', 'register_import_changes', 'contact_tests', 'contact_bounces',
    'register_merges', 'not_duplicates', 'quality_days'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I using ((select toguna_scope()) in (''system'', ''staff''))', t || '_scope', t);
  end loop;
end $$;

-- The narrow door of the link in the mail: whoever holds it reads and answers this one question, and nothing else.
create function toguna_asked_contact(hash bytea) returns table (test_id uuid, contact_id uuid, constituent_id uuid, constituent_name text, name text, role text, email text,
    phone text, hours text, language text, asked_at timestamptz, expires_at timestamptz, answered_at timestamptz, answer text, is_ended boolean)
  language sql stable security definer rows 1 set search_path = pg_catalog, public as $$
  select t.id, k.id, c.id, c.name, k.name, k.role, k.email, k.phone, k.hours, coalesce(k.languages[1], 'fr'), t.asked_at, t.expires_at, t.answered_at, t.answer,
    (k.ended_at is not null or c.ended_at is not null)
  from contact_tests t join contacts k on k.id = t.contact_id join constituents c on c.id = k.constituent_id where t.token_hash = hash $$;
create function toguna_answer_contact(hash bytea, given text, words jsonb, at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public as $$
declare asked contact_tests;
begin
  update contact_tests t set answered_at = at, answer = given, said = words from contacts k
    where t.token_hash = hash and t.answered_at is null and t.expires_at > at and k.id = t.contact_id and k.ended_at is null returning t.* into asked;
  if asked.id is null then return false; end if;
  delete from contact_bounces b where b.contact_id = asked.contact_id;
  return true;
end $$;
do $$ declare f text; begin
  foreach f in array array['toguna_asked_contact(bytea)', 'toguna_answer_contact(bytea, text, jsonb, timestamptz)'] loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to toguna_app', f);
  end loop;
end $$;
