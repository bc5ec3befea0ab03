-- Talking with the parties of a case: a conversation for each, what leaves it on which way, OpenPGP keys, links with a code, texts and telephone calls.

-- Whom the team writes to: somebody of the register, a third party, a peer team, an authority.
create table correspondents (
  id uuid primary key,
  kind text not null check (kind in ('constituent', 'third_party', 'peer', 'authority')),
  name text not null check (length(name) between 1 and 200),
  email text check (length(email) between 3 and 320),
  -- The second way, for one-time codes and calls.
  phone text check (length(phone) between 3 and 40),
  language text not null default 'fr' check (language in ('fr', 'en', 'mn')),
  contact_id uuid references contacts (id),
  -- Whose people read the conversation in their own room.
  organisation_id uuid references organisations (id),
  added_by uuid references people (id),
  added_at timestamptz not null,
  ended_at timestamptz,
  constraint correspondents_reachable check (ended_at is not null or email is not null or organisation_id is not null or phone is not null)
);
create index correspondents_email on correspondents (lower(email)) where ended_at is null;

create table conversations (
  id uuid primary key,
  -- What stands in subjects and addresses, of this conversation and no other: eight digits, drawn.
  number text not null unique check (number ~ '^[0-9]{8}$'),
  case_id uuid not null references cases (id),
  correspondent_id uuid not null references correspondents (id),
  organisation_id uuid references organisations (id),
  -- Written for the other party; never the case's own title.
  subject text not null check (length(subject) between 1 and 200),
  their_reference text check (length(their_reference) between 1 and 100),
  began_by uuid references people (id),
  began_at timestamptz not null,
  closed_by uuid references people (id),
  closed_at timestamptz
);
create index conversations_case on conversations (case_id, began_at);
create index conversations_organisation on conversations (organisation_id) where organisation_id is not null;
create index conversations_correspondent on conversations (correspondent_id);

create table conversation_messages (
  id uuid primary key,
  conversation_id uuid not null references conversations (id),
  case_id uuid not null references cases (id),
  direction text not null check (direction in ('to_party', 'from_party')),
  author_id uuid references people (id),
  marking text not null check (marking in ('red', 'amber+strict', 'amber', 'green', 'clear')),
  body text not null check (length(body) <= 100000),
  -- Held until its instant; then it leaves, or it was taken back before.
  state text not null check (state in ('held', 'released', 'withdrawn', 'received')),
  release_at timestamptz not null,
  -- How it left: as it is and signed, encrypted, as a word with a link, or in the party's own room alone.
  protection text check (protection in ('signed', 'encrypted', 'link', 'room')),
  way text not null default 'mail' check (way in ('mail', 'room', 'link')),
  from_address text,
  incoming_id uuid references incoming_mails (id),
  -- The files of a mail are triaged as a report of the same case.
  report_id uuid references reports (id),
  was_encrypted boolean not null default false,
  signature text check (signature in ('good', 'bad', 'unknown_key')),
  signed_by text,
  at timestamptz not null,
  check ((direction = 'to_party') = (state <> 'received'))
);
create index conversation_messages_conversation on conversation_messages (conversation_id, at);
create index conversation_messages_held on conversation_messages (release_at) where state = 'held';
create unique index conversation_messages_incoming on conversation_messages (incoming_id) where incoming_id is not null;

-- An internal note never leaves, also not by mistake: a message that holds one, word for word, is refused.
create function toguna_refuse_internal() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if session_user = 'toguna_app' and new.direction = 'to_party' and exists (
      select 1 from case_notes n where n.case_id = new.case_id and length(regexp_replace(n.body, '\s+', ' ', 'g')) >= 16
        and position(lower(trim(regexp_replace(n.body, '\s+', ' ', 'g'))) in lower(regexp_replace(new.body, '\s+', ' ', 'g'))) > 0) then
    raise exception 'an internal note does not leave in a message' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger conversation_messages_internal before insert on conversation_messages for each row execute function toguna_refuse_internal();

alter table outgoing_mails drop constraint outgoing_mails_kind_check;
alter table outgoing_mails add constraint outgoing_mails_kind_check
  check (kind in ('acknowledgement', 'answer', 'answer_waits', 'notice', 'conversation'));
alter table outgoing_mails
  add column case_id uuid references cases (id),
  add column conversation_message_id uuid references conversation_messages (id),
  add column protection text check (protection in ('signed', 'encrypted', 'link')),
  add constraint outgoing_mails_conversation check ((kind = 'conversation') = (conversation_message_id is not null and case_id is not null and protection is not null));
create index outgoing_mails_conversation_message on outgoing_mails (conversation_message_id) where conversation_message_id is not null;

-- TLP:AMBER never leaves in clear, TLP:RED never leaves by mail.
create function toguna_judge_conversation_mail() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
declare label text;
begin
  if session_user <> 'toguna_app' or new.conversation_message_id is null then return new; end if;
  select m.marking into label from conversation_messages m where m.id = new.conversation_message_id;
  if (new.protection = 'signed' and label not in ('green', 'clear')) or (new.protection = 'encrypted' and label = 'red') then
    raise exception 'a message above its way does not leave in a mail' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger outgoing_mails_conversation_marking before insert or update of protection on outgoing_mails
  for each row execute function toguna_judge_conversation_mail();

alter table incoming_mails
  add column case_id uuid references cases (id),
  add column conversation_id uuid references conversations (id),
  -- What the operator's own mail server said of SPF, DKIM and DMARC (RFC 8601).
  add column authentication jsonb,
  add column was_encrypted boolean not null default false,
  add column signature text check (signature in ('good', 'bad', 'unknown_key'));

-- OpenPGP keys of correspondents that are in no register; those of the register's contacts stand in contact_keys.
create table correspondent_keys (
  id uuid primary key,
  correspondent_id uuid not null references correspondents (id),
  fingerprint text not null check (fingerprint ~ '^[0-9A-F]{40}([0-9A-F]{24})?$'),
  armored text not null,
  user_ids text[] not null,
  algorithm text not null,
  made_at timestamptz not null,
  expires_at timestamptz,
  source text not null check (source in ('file', 'wkd')),
  added_by uuid references people (id),
  added_at timestamptz not null,
  revoked_at timestamptz,
  removed_by uuid references people (id),
  removed_at timestamptz
);
create unique index correspondent_keys_once on correspondent_keys (correspondent_id, fingerprint) where removed_at is null;

-- Who compared a fingerprint with its owner, how and when; of the register's keys and of the others.
create table key_verifications (
  id uuid primary key,
  fingerprint text not null check (fingerprint ~ '^[0-9A-F]{40}([0-9A-F]{24})?$'),
  way text not null check (way in ('telephone', 'in_person', 'printed', 'signed')),
  verified_by uuid not null references people (id),
  verified_at timestamptz not null,
  withdrawn_by uuid references people (id),
  withdrawn_at timestamptz
);
create unique index key_verifications_once on key_verifications (fingerprint) where withdrawn_at is null;

-- The team's own keys. The private half is sealed, and read by nobody but the mailer.
create table team_keys (
  id uuid primary key,
  fingerprint text not null unique check (fingerprint ~ '^[0-9A-F]{40}([0-9A-F]{24})?$'),
  armored text not null,
  user_ids text[] not null,
  algorithm text not null,
  made_at timestamptz not null,
  expires_at timestamptz,
  -- A retired key still opens what was sent to it.
  state text not null check (state in ('active', 'retired', 'revoked')),
  added_by uuid references people (id),
  added_at timestamptz not null,
  ended_by uuid references people (id),
  ended_at timestamptz,
  end_reason text check (length(end_reason) between 3 and 2000)
);
create unique index team_keys_one_active on team_keys (state) where state = 'active';
create table team_key_secrets (
  key_id uuid primary key references team_keys (id),
  sealed bytea not null
);

-- A link in a mail that holds no content. It opens with a one-time code that came on another way; after five wrong codes another code is asked for.
create table secure_links (
  id uuid primary key,
  message_id uuid not null unique references conversation_messages (id),
  case_id uuid not null references cases (id),
  made_at timestamptz not null,
  expires_at timestamptz not null,
  codes integer not null default 0,
  code_channel text check (code_channel in ('text', 'telephone')),
  code_expires_at timestamptz,
  tries integer not null default 0,
  opened_at timestamptz,
  -- The code was right: who holds the session's half may read until then.
  session_hash bytea,
  session_expires_at timestamptz
);
create index secure_links_case on secure_links (case_id);

-- Texts to telephones: a kind and a number, never a content. The code itself is worked out while sending.
create table text_messages (
  id uuid primary key,
  cause text not null unique,
  kind text not null check (kind in ('code', 'message_waits')),
  to_number text not null check (length(to_number) between 3 and 40),
  language text not null check (language in ('fr', 'en', 'mn')),
  link_id uuid references secure_links (id),
  code_number integer,
  state text not null default 'queued' check (state in ('queued', 'sent', 'kept', 'failed')),
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz not null,
  sent_at timestamptz
);

-- Somebody is to be called back: due, held by somebody, tried until reached or given up.
create table call_backs (
  id uuid primary key,
  case_id uuid not null references cases (id),
  conversation_id uuid references conversations (id),
  name text not null check (length(name) between 1 and 200),
  phone text not null check (length(phone) between 3 and 40),
  about text not null check (length(about) between 1 and 2000),
  due_at timestamptz not null,
  assigned_to uuid references people (id),
  state text not null default 'open' check (state in ('open', 'reached', 'given_up')),
  version integer not null default 1,
  asked_by uuid references people (id),
  asked_at timestamptz not null
);
create index call_backs_case on call_backs (case_id);
create index call_backs_open on call_backs (due_at) where state = 'open';
create table call_attempts (
  id uuid primary key,
  call_back_id uuid not null references call_backs (id),
  case_id uuid not null references cases (id),
  outcome text not null check (outcome in ('reached', 'no_answer', 'busy', 'wrong_number', 'left_word', 'given_up')),
  note text check (length(note) <= 2000),
  called_by uuid references people (id),
  called_at timestamptz not null
);
create index call_attempts_call_back on call_attempts (call_back_id, called_at);

-- Texts to begin from, in the three languages; the fields that they may hold are a closed list.
create table message_templates (
  id uuid primary key,
  name text not null check (length(name) between 1 and 100),
  subjects jsonb not null,
  bodies jsonb not null,
  version integer not null default 1,
  changed_by uuid references people (id),
  changed_at timestamptz not null,
  ended_at timestamptz
);

-- A peer's reports wait for one acknowledgement an hour.
create table peer_acknowledgements (
  report_id uuid primary key references reports (id),
  address text not null,
  taken_at timestamptz not null,
  mail_id uuid references outgoing_mails (id)
);
create index peer_acknowledgements_waiting on peer_acknowledgements (lower(address)) where mail_id is null;

do $$ declare t text; begin
  foreach t in array array['correspondents', 'conversations', 'conversation_messages', 'correspondent_keys', 'key_verifications', 'team_keys',
    'team_key_secrets', 'secure_links', 'text_messages', 'call_backs', 'call_attempts', 'message_templates', 'peer_acknowledgements'] loop
    execute format('alter table %I enable row level security', t);
  end loop;
  foreach t in array array['correspondents', 'conversations', 'conversation_messages', 'secure_links', 'text_messages', 'call_backs', 'call_attempts',
    'peer_acknowledgements'] loop
    execute format('create policy %I on %I using ((select toguna_is_desk()))', t || '_scope', t);
  end loop;
  -- An administrator keeps keys and templates, and reads no conversation.
  foreach t in array array['correspondent_keys', 'key_verifications', 'team_keys', 'message_templates'] loop
    execute format('create policy %I on %I using ((select toguna_scope()) in (''system'', ''staff'', ''person''))', t || '_scope', t);
  end loop;
end $$;
create policy team_key_secrets_scope on team_key_secrets using ((select toguna_scope()) = 'mailer');

-- TLP:RED is for the person it was written to, never for the whole organisation.
create function toguna_addressed_conversations() returns setof uuid language plpgsql stable security definer rows 10 set search_path = pg_catalog, public as $$
begin
  return query select c.id from conversations c join correspondents k on k.id = c.correspondent_id join people p on lower(p.email) = lower(k.email)
    where p.id = toguna_person() and c.organisation_id = toguna_organisation();
end $$;
revoke all on function toguna_addressed_conversations() from public;
grant execute on function toguna_addressed_conversations() to toguna_app;

-- Each party sees its own: what was released to it, and what it wrote itself.
create policy conversations_own on conversations for select using ((select toguna_is_tenant()) and organisation_id = (select toguna_organisation()));
create policy conversation_messages_own on conversation_messages for select using ((select toguna_is_tenant())
  and state in ('released', 'received') and (marking <> 'red' or direction = 'from_party' or conversation_id in (select toguna_addressed_conversations()))
  and conversation_id in (select c.id from conversations c where c.organisation_id = (select toguna_organisation())));
create policy conversation_messages_reply on conversation_messages for insert with check ((select toguna_is_tenant()) and direction = 'from_party'
  and state = 'received' and way = 'room' and conversation_id in (select c.id from conversations c
    where c.organisation_id = (select toguna_organisation()) and c.case_id = conversation_messages.case_id and c.closed_at is null));

do $$ declare t text; begin
  foreach t in array array['conversations', 'conversation_messages', 'outgoing_mails', 'incoming_mails', 'secure_links', 'call_backs', 'call_attempts'] loop
    call toguna_guard(t::regclass, 'cases', 'case_id');
  end loop;
end $$;
call toguna_guard('conversation_messages', 'reports', 'report_id');
call toguna_guard('peer_acknowledgements', 'reports', 'report_id');
