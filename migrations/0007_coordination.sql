-- Talking: messages between the desk and a reporter, and mail in and out through an outbox that survives crashes.

create table messages (
  id uuid primary key,
  report_id uuid not null references reports (id),
  direction text not null check (direction in ('from_reporter', 'to_reporter')),
  channel text not null check (channel in ('receipt', 'mail', 'api')),
  kind text not null default 'message' check (kind in ('message', 'acknowledgement', 'status')),
  author_id uuid references people (id),
  marking text not null default 'amber' check (marking in ('red', 'amber+strict', 'amber', 'green', 'clear')),
  body text not null check (length(body) <= 100000),
  file_ids uuid[] not null default '{}',
  -- Only where a mail came from another address than the reporter's own.
  from_address text,
  at timestamptz not null
);
create index messages_report on messages (report_id, at);

create table outgoing_mails (
  id uuid primary key,
  -- One mail for one cause ("ack:<report>", "message:<message>"), so that a job that runs twice writes one.
  cause text not null unique,
  kind text not null check (kind in ('acknowledgement', 'answer', 'answer_waits', 'notice')),
  report_id uuid references reports (id),
  message_id text not null unique,
  in_reply_to text,
  reference_ids text[] not null default '{}',
  to_address text not null,
  language text not null,
  subject text not null,
  -- As written, except that a receipt's digits stand as {receipt} and are filled in while sending.
  body text not null,
  state text not null default 'queued' check (state in ('queued', 'sent', 'kept', 'failed')),
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz not null,
  sent_at timestamptz
);
create index outgoing_mails_report on outgoing_mails (report_id, created_at);
create index outgoing_mails_target on outgoing_mails (lower(to_address), created_at);
create index outgoing_mails_state on outgoing_mails (state, created_at);

-- A mail is taken (250) when its row is committed; a job reads it and says what it is.
create table incoming_mails (
  id uuid primary key,
  message_id text,
  object_id uuid not null references objects (id),
  report_id uuid references reports (id),
  envelope_from text not null,
  from_address text not null default '',
  to_addresses text[] not null,
  subject text not null default '',
  kind text not null default 'unread' check (kind in ('unread', 'report', 'reply', 'bounce', 'automatic', 'repeat')),
  received_at timestamptz not null
);
create index incoming_mails_message on incoming_mails (message_id);
create index incoming_mails_report on incoming_mails (report_id);
create index incoming_mails_from on incoming_mails (lower(from_address), received_at);

alter table messages enable row level security;
create policy messages_scope on messages using ((select toguna_scope()) in ('system', 'staff') or report_id = (select toguna_report()));
alter table outgoing_mails enable row level security;
create policy outgoing_mails_scope on outgoing_mails using ((select toguna_scope()) in ('system', 'staff'));
alter table incoming_mails enable row level security;
create policy incoming_mails_scope on incoming_mails using ((select toguna_scope()) in ('system', 'staff'));
