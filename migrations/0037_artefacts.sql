-- Artefacts in analysis, what is handed over to another body, and old work that is brought in and can be taken out again exactly.

create sequence artefact_number;

-- A file of a case that somebody is asked to look into. It is evidence: its case, its bytes and its custody are the piece's.
create table artefacts (
  id uuid primary key,
  evidence_id uuid not null unique references case_evidence (id),
  reference text not null unique,
  question text not null check (length(question) between 3 and 4000),
  urgency text not null check (urgency in ('routine', 'soon', 'now')),
  state text not null check (state in ('asked', 'in_analysis', 'done', 'ended')),
  -- Of a file that came with a report: which, as it was then.
  report_file_id uuid,
  asked_by uuid not null references people (id),
  asked_at timestamptz not null,
  analyst_id uuid references people (id),
  started_at timestamptz,
  ended_at timestamptz,
  end_reason text check (length(end_reason) between 3 and 2000),
  -- Titles of the rules that spoke; null before the house's own rules have looked.
  matches text[],
  looked_at timestamptz,
  version integer not null default 1,
  check ((state = 'ended') = (end_reason is not null))
);
create index artefacts_open on artefacts (asked_at) where state in ('asked', 'in_analysis');

-- The house's question to an outside sandbox: what left, under which labels, who asked and who agreed, what came back.
create table sandbox_runs (
  id uuid primary key,
  artefact_id uuid not null references artefacts (id),
  sandbox text not null check (length(sandbox) between 1 and 100),
  address text not null check (length(address) between 1 and 2000),
  marking text not null,
  pap text not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  needs_second boolean not null,
  state text not null check (state in ('waiting', 'queued', 'sent', 'done', 'failed', 'refused')),
  asked_by uuid not null references people (id),
  asked_at timestamptz not null,
  decided_by uuid references people (id),
  decided_at timestamptz,
  decide_reason text check (length(decide_reason) <= 2000),
  remote_id text check (length(remote_id) <= 200),
  sent_at timestamptz,
  ended_at timestamptz,
  answer jsonb,
  fault text,
  constraint sandbox_runs_second check (not needs_second or state in ('waiting', 'refused') or (decided_by is not null and decided_by <> asked_by)),
  -- PAP:RED and PAP:AMBER never leave, whatever the application thinks (the labels are those of the asking).
  constraint sandbox_runs_pap check (pap in ('green', 'clear'))
);
create index sandbox_runs_of on sandbox_runs (artefact_id, asked_at);
create unique index sandbox_runs_open on sandbox_runs (artefact_id) where state in ('waiting', 'queued', 'sent');

-- What an analysis says. Never rewritten: who knows better writes another one.
create table artefact_results (
  id uuid primary key,
  artefact_id uuid not null references artefacts (id),
  number integer not null check (number >= 1),
  verdict text not null check (verdict in ('malicious', 'suspicious', 'harmless', 'unknown')),
  what text not null check (length(what) between 1 and 300),
  family text not null default '' check (length(family) <= 200),
  capabilities text[] not null default '{}',
  confidence text not null check (confidence in ('low', 'medium', 'high')),
  tools text not null check (length(tools) between 1 and 500),
  summary text not null default '' check (length(summary) <= 20000),
  -- Values with their kind and role, as they were found: they belong to the case with this row as their source.
  found jsonb not null default '[]',
  sandbox_run_id uuid references sandbox_runs (id),
  by_person uuid references people (id),
  at timestamptz not null,
  unique (artefact_id, number),
  constraint artefact_results_by check ((by_person is null) = (sandbox_run_id is not null))
);
create trigger artefact_results_kept before update or delete on artefact_results for each row execute function toguna_refuse_change();

create sequence transfer_number;

-- What was handed over to another body, word for word, and its receipt.
create table case_transfers (
  id uuid primary key,
  case_id uuid not null references cases (id),
  reference text not null unique,
  correspondent_id uuid not null references correspondents (id),
  body_kind text not null check (body_kind in ('peer', 'authority', 'third_party')),
  to_name text not null,
  to_address text,
  way text not null check (way in ('mail_clear', 'mail_encrypted', 'file')),
  language text not null check (language in ('fr', 'en', 'mn')),
  -- The allow-list by which the fields were chosen.
  list_version integer not null,
  fields text[] not null,
  has_names boolean not null,
  marking text not null check (marking <> 'red'),
  document text not null,
  mail_text text not null,
  -- Over document and mail text: what the one who asked looked at is what leaves.
  sha256 bytea not null check (octet_length(sha256) = 32),
  state text not null check (state in ('waiting', 'sending', 'sent', 'failed', 'refused')),
  asked_by uuid not null references people (id),
  asked_at timestamptz not null,
  decided_by uuid references people (id),
  decided_at timestamptz,
  decide_reason text check (length(decide_reason) <= 2000),
  sent_at timestamptz,
  fault text,
  fetched_at timestamptz,
  expires_at timestamptz not null,
  their_reference text check (length(their_reference) between 1 and 100),
  confirmed_at timestamptz,
  confirmed_name text check (length(confirmed_name) between 1 and 200),
  check ((confirmed_at is null) = (confirmed_name is null)),
  -- A name leaves only when two persons said so.
  constraint case_transfers_names check (not has_names or state in ('waiting', 'refused') or (decided_by is not null and decided_by <> asked_by))
);
create index case_transfers_case on case_transfers (case_id, asked_at);

create function toguna_keep_transfer() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or row(new.reference, new.correspondent_id, new.body_kind, new.to_name, new.to_address, new.way, new.language, new.list_version, new.fields,
      new.has_names, new.marking, new.document, new.mail_text, new.sha256, new.asked_by, new.asked_at)
    is distinct from row(old.reference, old.correspondent_id, old.body_kind, old.to_name, old.to_address, old.way, old.language, old.list_version, old.fields,
      old.has_names, old.marking, old.document, old.mail_text, old.sha256, old.asked_by, old.asked_at) then
    raise exception 'what was handed over is not changed afterwards' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger case_transfers_kept before update or delete on case_transfers for each row execute function toguna_keep_transfer();

-- Old work: a file of tickets, looked at, brought in by a job, and taken out again exactly.
create table old_imports (
  id uuid primary key,
  kind text not null check (kind in ('table', 'mbox', 'rt')),
  -- Whose numbers they are: "RTIR", "OTRS of 2019".
  system text not null check (length(system) between 1 and 60),
  file_name text not null check (length(file_name) between 1 and 255),
  object_id uuid references objects (id),
  sha256 bytea not null check (octet_length(sha256) = 32),
  size bigint not null,
  header text[] not null default '{}',
  mapping jsonb not null default '{}',
  marking text not null check (marking in ('red', 'amber+strict', 'amber', 'green', 'clear')),
  preview jsonb not null default '{}',
  state text not null check (state in ('preview', 'running', 'done', 'failed', 'undone')),
  fault text,
  created_by uuid references people (id),
  created_at timestamptz not null,
  ended_at timestamptz,
  undone_by uuid references people (id),
  undone_at timestamptz,
  undo_reason text check (length(undo_reason) between 3 and 2000),
  version integer not null default 1
);
create index old_imports_time on old_imports (created_at desc, id desc);

alter table cases add column old_import_id uuid references old_imports (id);
create index cases_old_import on cases (old_import_id) where old_import_id is not null;

-- What became of each ticket of the file.
create table old_import_rows (
  import_id uuid not null references old_imports (id),
  position integer not null check (position >= 1),
  outcome text not null check (outcome in ('made', 'repeated', 'refused')),
  number text not null default '' check (length(number) <= 200),
  title text not null default '' check (length(title) <= 300),
  -- Of one that was refused: which field, what was expected, what stood there.
  field text,
  expected text,
  said text check (length(said) <= 300),
  case_id uuid references cases (id),
  primary key (import_id, position)
);
create index old_import_rows_case on old_import_rows (case_id) where case_id is not null;

-- The numbers that old work had, by which it is still found.
create table old_numbers (
  id uuid primary key,
  case_id uuid not null references cases (id),
  import_id uuid not null references old_imports (id),
  system text not null,
  number text not null check (length(number) between 1 and 200)
);
create unique index old_numbers_once on old_numbers (lower(system), lower(number));
create index old_numbers_like on old_numbers (lower(number) text_pattern_ops);
create index old_numbers_case on old_numbers (case_id);

-- Mails and comments of old tickets; of a mail the bytes as they were.
create table old_messages (
  id uuid primary key,
  case_id uuid not null references cases (id),
  import_id uuid not null references old_imports (id),
  kind text not null check (kind in ('mail', 'correspondence', 'comment')),
  position integer not null,
  message_id text check (length(message_id) <= 1000),
  sender text not null default '' check (length(sender) <= 1000),
  recipients text not null default '' check (length(recipients) <= 4000),
  subject text not null default '' check (length(subject) <= 1000),
  body text not null,
  at timestamptz,
  raw bytea
);
create index old_messages_case on old_messages (case_id, position);

do $$ declare t text; begin
  foreach t in array array['case_transfers', 'old_imports', 'old_import_rows', 'old_numbers', 'old_messages'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I using ((select toguna_is_desk()))', t || '_scope', t);
  end loop;
  foreach t in array array['case_transfers', 'old_import_rows', 'old_numbers', 'old_messages'] loop
    execute format('call toguna_guard(%L, ''cases'', ''case_id'')', t);
  end loop;
end $$;
-- Seen with their evidence, which is hidden with its case: the inner question is answered under the policies of who asks.
alter table artefacts enable row level security;
create policy artefacts_scope on artefacts using ((select toguna_is_desk()) and exists (select 1 from case_evidence e where e.id = evidence_id));
alter table artefact_results enable row level security;
create policy artefact_results_scope on artefact_results using ((select toguna_is_desk()) and exists (select 1 from artefacts a where a.id = artefact_id));
alter table sandbox_runs enable row level security;
create policy sandbox_runs_scope on sandbox_runs using ((select toguna_is_desk()) and exists (select 1 from artefacts a where a.id = artefact_id));

