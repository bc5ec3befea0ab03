-- Talking: messages between the desk and a reporter, and mail in and out through an outbox that survives crashes.

create table messages (
  id uuid primary key,
  report_id uuid not null references reports (id),
  direction text not null check (direction in ('from_reporter', 'to_reporter')),
  channel text not null check (channel in ('receipt', 'mail', 'api')),
  kind text not null default 'message' check (kind in ('message', 'acknowledgement', 'status')),
  author_id uuid references people (id),
  body text not null check (length(body) <= 100000),
  file_ids uuid[] not null default '{}',
  at timestamptz not null,
  read_at timestamptz
);
create index messages_report on messages (report_id, at);

create table outgoing_mails (
  id uuid primary key,
  -- The same words are never sent twice: one mail for one cause.
  cause text not null unique,
  report_id uuid references reports (id),
  message_id text not null unique,
  in_reply_to text,
  reference_ids text[] not null default '{}',
  to_address text not null,
  language text not null,
  subject text not null,
  body text not null,
  state text not null default 'queued' check (state in ('queued', 'sent', 'kept', 'failed')),
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz not null,
  sent_at timestamptz
);
create index outgoing_mails_report on outgoing_mails (report_id, created_at);

create table incoming_mails (
  id uuid primary key,
  message_id text,
  object_id uuid not null references objects (id),
  report_id uuid references reports (id),
  from_address text not null,
  to_addresses text[] not null,
  subject text not null,
  kind text not null check (kind in ('report', 'reply', 'bounce', 'automatic')),
  received_at timestamptz not null
);
create index incoming_mails_message on incoming_mails (message_id);
create index incoming_mails_report on incoming_mails (report_id);

alter table messages enable row level security;
create policy messages_scope on messages using ((select toguna_scope()) in ('system', 'staff', 'intake') or report_id = (select toguna_report()));
alter table outgoing_mails enable row level security;
create policy outgoing_mails_scope on outgoing_mails using ((select toguna_scope()) in ('system', 'staff', 'intake'));
alter table incoming_mails enable row level security;
create policy incoming_mails_scope on incoming_mails using ((select toguna_scope()) in ('system', 'staff', 'intake'));
