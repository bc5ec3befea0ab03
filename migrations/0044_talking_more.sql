-- Talking, the rest: notifications to many above TLP:GREEN, files in messages, what we found out ourselves about a mail's sender, advisories of an exercise.

-- Above TLP:GREEN a notification goes encrypted, or as a mail without content with a link; TLP:RED never by mail.
alter table notification_runs drop constraint notification_runs_marking_check;
alter table notification_runs add constraint notification_runs_marking_check check (marking in ('red', 'amber+strict', 'amber', 'green', 'clear'));
alter table notification_recipients
  -- How the last mail to them left. Once by a link with a code, always by one.
  add column protection text check (protection in ('signed', 'encrypted', 'link'));
alter table outgoing_mails add column notification_recipient_id uuid references notification_recipients (id);
create index outgoing_mails_recipient on outgoing_mails (notification_recipient_id) where notification_recipient_id is not null;

create function toguna_judge_notification_mail() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
declare label text;
begin
  if session_user <> 'toguna_app' or new.notification_recipient_id is null then return new; end if;
  select n.marking into label from notification_recipients r join notification_runs n on n.id = r.run_id where r.id = new.notification_recipient_id;
  if (coalesce(new.protection, 'signed') = 'signed' and label not in ('green', 'clear')) or (new.protection = 'encrypted' and label = 'red') then
    raise exception 'a notification above its way does not leave in a mail' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger outgoing_mails_notification_marking before insert or update of protection on outgoing_mails
  for each row execute function toguna_judge_notification_mail();

-- A mail without content brings no table either.
create function toguna_judge_extras() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if session_user = 'toguna_app' and new.attachment is not null and exists (select 1 from outgoing_mails m where m.id = new.mail_id and m.protection = 'link') then
    raise exception 'a mail without content brings no file' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger outgoing_mail_extras_judged before insert or update on outgoing_mail_extras for each row execute function toguna_judge_extras();

-- The link of a notification opens with a code, as the link of a message does.
alter table secure_links alter column case_id drop not null;
alter table secure_links add column recipient_id uuid unique references notification_recipients (id);
alter table secure_links drop constraint secure_links_one_thing;
alter table secure_links add constraint secure_links_one_thing check (num_nonnulls(message_id, party_id, recipient_id) = 1),
  add constraint secure_links_case_of check (case_id is not null or recipient_id is not null);

-- What a constituent's own people read in their room, signed in: what was released about their own entries; TLP:RED only the person it was written to.
create function toguna_own_runs() returns setof uuid language plpgsql stable security definer rows 20 set search_path = pg_catalog, public as $$
begin
  if toguna_scope() is distinct from 'constituent' then return; end if;
  return query select n.id from notification_runs n where n.state in ('sending', 'paused', 'sent', 'ended') and not n.is_exercise
    and exists (select 1 from notification_targets t where t.run_id = n.id and t.constituent_id in (select toguna_own_constituents()))
    and (n.marking <> 'red' or exists (select 1 from notification_recipients r join people p on lower(p.email) = lower(r.email)
      where r.run_id = n.id and r.constituent_id in (select toguna_own_constituents()) and p.id = toguna_person()));
end $$;
-- Its own rows, by list and line; asked without the policies of what they stand in.
create function toguna_own_findings() returns table (list_id uuid, line integer) language plpgsql stable security definer rows 1000 set search_path = pg_catalog, public as $$
begin
  if toguna_scope() is distinct from 'constituent' then return; end if;
  return query select n.list_id, n.line from notification_rows n where n.run_id in (select toguna_own_runs()) and n.constituent_id in (select toguna_own_constituents());
end $$;
do $$ declare f text; begin
  foreach f in array array['toguna_own_runs()', 'toguna_own_findings()'] loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to toguna_app', f);
  end loop;
end $$;
create policy notification_runs_own on notification_runs for select using ((select toguna_scope()) = 'constituent' and id in (select toguna_own_runs()));
do $$ declare t text; begin
  foreach t in array array['notification_rows', 'notification_targets', 'notification_answers'] loop
    execute format('create policy %I on %I for select using ((select toguna_scope()) = ''constituent'' and run_id in (select toguna_own_runs())
      and constituent_id in (select toguna_own_constituents()))', t || '_own', t);
  end loop;
end $$;
create policy findings_rows_own on findings_rows for select using ((select toguna_scope()) = 'constituent' and (list_id, line) in (select o.list_id, o.line from toguna_own_findings() o));

-- Files of a message: copied when they are put to it, so that what was looked at is what leaves. Without a message they wait for one in their writer's draft.
create table conversation_files (
  id uuid primary key,
  conversation_id uuid not null references conversations (id),
  message_id uuid references conversation_messages (id),
  object_id uuid not null unique references objects (id),
  name text not null check (length(name) between 1 and 255),
  media_type text not null,
  size bigint not null check (size > 0),
  sha256 bytea not null check (octet_length(sha256) = 32),
  source text not null check (source in ('upload', 'report', 'evidence', 'artefact')),
  source_id uuid,
  -- Of what it comes from; the message bears this label or a stricter one.
  marking text not null check (marking in ('red', 'amber+strict', 'amber', 'green', 'clear')),
  -- An archive under a password, since what is in it may do harm.
  is_packed boolean not null default false,
  added_by uuid not null references people (id),
  added_at timestamptz not null,
  check ((source = 'upload') = (source_id is null)),
  constraint conversation_files_artefact_packed check (source <> 'artefact' or is_packed)
);
create index conversation_files_message on conversation_files (message_id) where message_id is not null;
create index conversation_files_draft on conversation_files (conversation_id, added_by) where message_id is null;
alter table conversation_files enable row level security;
create policy conversation_files_scope on conversation_files using ((select toguna_is_desk()) and conversation_id in (select c.id from conversations c));
-- A party sees what came with a message that it sees.
create policy conversation_files_own on conversation_files for select using ((select toguna_is_tenant()) and message_id in (select m.id from conversation_messages m));

-- A file never stands in a message below its own label, nor in one of another conversation.
create function toguna_judge_file() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
declare label text; labels text[] := array['clear', 'green', 'amber', 'amber+strict', 'red'];
begin
  if session_user <> 'toguna_app' or new.message_id is null then return new; end if;
  select m.marking into label from conversation_messages m where m.id = new.message_id and m.conversation_id = new.conversation_id and m.direction = 'to_party';
  if label is null or array_position(labels, label) < array_position(labels, new.marking) then
    raise exception 'a file does not leave in a message below its label' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger conversation_files_judged before insert or update of message_id on conversation_files for each row execute function toguna_judge_file();

-- What we found out ourselves about who sent a mail: SPF, DKIM, DMARC, ARC.
alter table incoming_mails
  add column connecting_address inet,
  add column helo text check (length(helo) <= 255),
  add column checks jsonb;

-- An advisory that is written in an exercise bears its mark, and is never published.
alter table advisories add column is_exercise boolean not null default false, add column exercise_id uuid references exercises (id),
  add constraint advisories_exercise check (exercise_id is null or is_exercise);
create index advisories_of_exercise on advisories (exercise_id) where exercise_id is not null;
create trigger advisories_marked before insert or update of is_exercise, exercise_id on advisories for each row execute function toguna_mark_exercise();
create trigger advisory_editions_stay_inside before insert on advisory_editions for each row execute function toguna_stay_inside('advisory_id', 'advisories');
create policy advisories_exercise on advisories as restrictive using (not is_exercise or (select toguna_is_at_exercise()));
-- Who was asked about it is wiped with it.
alter table four_eyes add column exercise_id uuid references exercises (id);
create function toguna_mark_four_eyes() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if new.kind = 'advisory' then
    select a.exercise_id into new.exercise_id from advisories a where a.id = new.subject_id;
  end if;
  return new;
end $$;
create trigger four_eyes_marked before insert on four_eyes for each row execute function toguna_mark_four_eyes();

-- Whoever is notified answers in its own room too, signed in.
alter table notification_answers drop constraint notification_answers_via_check, drop constraint notification_answers_check;
alter table notification_answers add constraint notification_answers_via_check check (via in ('link', 'desk', 'room')),
  add constraint notification_answers_by check ((via = 'link') = (given_by is null));
