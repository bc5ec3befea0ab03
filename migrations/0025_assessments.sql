-- What an entity answers for itself about the duties that bind it, with evidence and exceptions; and the requests of people about their own data that it
-- received. All of it is the entity's own: no policy here lets the national team, an authority or a peer read a row.

-- One answer a duty. The pack's version is the one under which it was given: a later version changes no answer.
create table duty_answers (
  id uuid primary key,
  organisation_id uuid not null references organisations (id),
  constituent_id uuid not null references constituents (id),
  pack_id text not null,
  obligation_id text not null,
  pack_version text not null,
  pack_sha256 text not null check (pack_sha256 ~ '^[0-9a-f]{64}$'),
  state text not null check (state in ('open', 'met', 'partly', 'not_met', 'not_applicable', 'excepted')),
  -- Why the duty does not apply.
  reason text check (length(reason) between 3 and 2000),
  note text not null default '' check (length(note) <= 4000),
  owner_id uuid references people (id),
  due_on date,
  version integer not null default 1,
  changed_by uuid references people (id),
  changed_at timestamptz not null,
  check (state <> 'not_applicable' or reason is not null),
  unique (constituent_id, pack_id, obligation_id),
  unique (id, organisation_id)
);
create index duty_answers_organisation on duty_answers (organisation_id, pack_id);

-- For a while the entity knowingly does not meet the duty; when the day is over the answer is open again by itself.
create table duty_exceptions (
  id uuid primary key,
  answer_id uuid not null,
  organisation_id uuid not null references organisations (id),
  reason text not null check (length(reason) between 3 and 2000),
  -- The last day on which it holds.
  ends_on date not null,
  granted_by uuid references people (id),
  granted_at timestamptz not null,
  ended_by uuid references people (id),
  ended_at timestamptz,
  ended_how text check (ended_how in ('reached', 'withdrawn')),
  check ((ended_at is null) = (ended_how is null)),
  foreign key (answer_id, organisation_id) references duty_answers (id, organisation_id)
);
create unique index duty_exceptions_one on duty_exceptions (answer_id) where ended_at is null;

create table duty_evidence (
  id uuid primary key,
  answer_id uuid not null,
  organisation_id uuid not null references organisations (id),
  object_id uuid not null unique references objects (id),
  name text not null check (length(name) between 1 and 300),
  media_type text not null,
  size bigint not null check (size > 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- Since when it proves something, and until when: apart from the moment when it was put here.
  effective_on date not null,
  expires_on date,
  added_by uuid references people (id),
  added_at timestamptz not null,
  scan text not null default 'waiting' check (scan in ('waiting', 'clean', 'found')),
  -- Names of the rules that spoke.
  scan_found text[] not null default '{}',
  scanned_at timestamptz,
  withdrawn_by uuid references people (id),
  withdrawn_at timestamptz,
  withdraw_reason text check (length(withdraw_reason) between 3 and 500),
  check (expires_on >= effective_on),
  check ((withdrawn_at is null) = (withdraw_reason is null)),
  foreign key (answer_id, organisation_id) references duty_answers (id, organisation_id)
);
create index duty_evidence_answer on duty_evidence (answer_id, added_at);
create index duty_evidence_waiting on duty_evidence (added_at) where scan = 'waiting';

-- Every change of an answer, of its exceptions and of its evidence, in order; nobody changes it afterwards.
create table duty_changes (
  id uuid primary key,
  answer_id uuid not null,
  organisation_id uuid not null references organisations (id),
  position integer not null check (position > 0),
  kind text not null check (kind in ('answered', 'excepted', 'exception_reached', 'exception_withdrawn', 'evidence_added', 'evidence_withdrawn')),
  detail jsonb not null,
  -- Null: it happened by itself.
  person_id uuid references people (id),
  person_name text not null default '',
  at timestamptz not null,
  unique (answer_id, position),
  foreign key (answer_id, organisation_id) references duty_answers (id, organisation_id)
);
create trigger duty_changes_kept before update or delete on duty_changes for each row execute function toguna_refuse_change();

-- A person asked the entity about their own data.
create table subject_requests (
  id uuid primary key,
  organisation_id uuid not null references organisations (id),
  constituent_id uuid not null references constituents (id),
  number integer not null check (number > 0),
  reference text not null,
  kind text not null check (kind in ('access', 'rectification', 'erasure', 'objection', 'restriction', 'portability')),
  person_name text not null check (length(person_name) between 1 and 300),
  person_contact text not null default '' check (length(person_contact) <= 500),
  way text not null check (way in ('letter', 'email', 'counter', 'telephone', 'form')),
  asked text not null check (length(asked) between 3 and 8000),
  received_at timestamptz not null,
  identity text not null default 'not_checked' check (identity in ('not_checked', 'asked', 'confirmed', 'not_needed')),
  identity_note text not null default '' check (length(identity_note) <= 2000),
  -- The laws that speak of such a request, as they stood when it was registered: [{packId, packVersion, packSha256, obligation, due}], the strictest first.
  laws jsonb not null,
  -- Null: no law that we know sets a time.
  due_at timestamptz,
  extended_due_at timestamptz,
  extension_reason text check (length(extension_reason) between 3 and 2000),
  extended_at timestamptz,
  owner_id uuid references people (id),
  state text not null default 'open' check (state in ('open', 'answered', 'refused', 'withdrawn')),
  outcome text check (outcome in ('granted', 'partly', 'nothing_held', 'refused', 'withdrawn')),
  -- What was answered, or the ground of the refusal.
  answer text check (length(answer) between 3 and 8000),
  ground text check (length(ground) between 3 and 2000),
  closed_at timestamptz,
  is_late boolean,
  version integer not null default 1,
  registered_by uuid references people (id),
  registered_at timestamptz not null,
  check ((extended_due_at is null) = (extension_reason is null)),
  check (extended_due_at is null or due_at is not null),
  check ((state = 'open') = (closed_at is null)),
  check ((state = 'open') = (outcome is null)),
  check ((state = 'refused') = (outcome is not distinct from 'refused')),
  check (state <> 'refused' or ground is not null),
  -- The same law that sets no time cannot have been missed.
  check ((is_late is null) = (state = 'open' or due_at is null)),
  unique (constituent_id, number),
  unique (id, organisation_id)
);
create index subject_requests_organisation on subject_requests (organisation_id, received_at desc, id);

create table subject_request_steps (
  id uuid primary key,
  request_id uuid not null,
  organisation_id uuid not null references organisations (id),
  position integer not null check (position > 0),
  kind text not null check (kind in ('registered', 'identity', 'assigned', 'extended', 'answered', 'refused', 'withdrawn')),
  detail jsonb not null,
  person_id uuid references people (id),
  person_name text not null default '',
  at timestamptz not null,
  unique (request_id, position),
  foreign key (request_id, organisation_id) references subject_requests (id, organisation_id)
);
create trigger subject_request_steps_kept before update or delete on subject_request_steps for each row execute function toguna_refuse_change();

-- What somebody was reminded of, once for each distance from the day; another day is another reminder.
create table duty_reminders (
  organisation_id uuid not null references organisations (id),
  subject_kind text not null check (subject_kind in ('answer', 'exception', 'evidence', 'request')),
  subject_id uuid not null,
  due_on date not null,
  days integer not null check (days in (0, 7, 30)),
  sent_at timestamptz not null,
  primary key (subject_kind, subject_id, due_on, days)
);

do $$ declare t text; begin
  foreach t in array array['duty_answers', 'duty_exceptions', 'duty_evidence', 'duty_changes', 'subject_requests', 'subject_request_steps', 'duty_reminders'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I using ((select toguna_scope()) = ''system'')', t || '_scope', t);
    execute format('create policy %I on %I using ((select toguna_scope()) = ''constituent'' and organisation_id = (select toguna_organisation()))', t || '_own', t);
  end loop;
end $$;
