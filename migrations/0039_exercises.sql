-- Exercises: who plays what when, and the mark that all carries which is made in one. What is marked is seen by the team alone, never leaves, is never mixed
-- with real work, and can be wiped at the end. Whatever belongs to something marked is marked by the database, not by whoever writes it.

create table exercises (
  id uuid primary key,
  title text not null check (length(title) between 1 and 200),
  aim text not null default '' check (length(aim) <= 4000),
  -- The scenario as it was when the exercise was made: a later file changes none.
  scenario_id text not null check (scenario_id ~ '^[a-z][a-z0-9_-]{0,59}$'),
  scenario_sha256 text not null check (scenario_sha256 ~ '^[0-9a-f]{64}$'),
  definition jsonb not null,
  language text not null check (language in ('fr', 'en', 'mn')),
  state text not null default 'planned' check (state in ('planned', 'running', 'paused', 'ended')),
  planned_at timestamptz not null,
  started_at timestamptz,
  paused_at timestamptz,
  -- [[from, to], …]: while it stood still, neither injects nor what is expected came nearer.
  pauses jsonb not null default '[]',
  ended_at timestamptz,
  -- What was measured, frozen at the end.
  measured jsonb,
  wiped_at timestamptz,
  wiped_by uuid references people (id),
  -- How many rows of which table were wiped.
  wiped jsonb,
  created_by uuid references people (id),
  created_at timestamptz not null,
  version integer not null default 1,
  check ((state = 'paused') = (paused_at is not null)),
  check ((state = 'ended') = (ended_at is not null) and (state = 'ended') = (measured is not null)),
  check (state = 'planned' or state = 'ended' or started_at is not null),
  check (wiped_at is null or state = 'ended')
);

create table exercise_people (
  exercise_id uuid not null references exercises (id),
  person_id uuid not null references people (id),
  -- Who leads sees what is to come; who plays does not.
  part text not null check (part in ('leader', 'observer', 'player')),
  primary key (exercise_id, person_id)
);
create index exercise_people_person on exercise_people (person_id);

create table exercise_injects (
  id uuid primary key,
  exercise_id uuid not null references exercises (id),
  inject_id text not null,
  position integer not null,
  due_minutes integer not null check (due_minutes >= 0),
  state text not null default 'waiting' check (state in ('waiting', 'played', 'left_out')),
  played_at timestamptz,
  -- Null: the clock.
  played_by uuid references people (id),
  note text not null default '' check (length(note) <= 2000),
  -- What it made.
  report_id uuid references reports (id) on delete set null,
  incoming_id uuid references incoming_mails (id) on delete set null,
  list_id uuid references findings_lists (id) on delete set null,
  unique (exercise_id, inject_id),
  check ((state = 'waiting') = (played_at is null))
);
create index exercise_injects_report on exercise_injects (report_id) where report_id is not null;

-- What an observer saw with the own eyes, of an action that the platform cannot see.
create table exercise_sightings (
  exercise_id uuid not null references exercises (id),
  expectation_id text not null,
  seen_at timestamptz not null,
  note text not null default '' check (length(note) <= 2000),
  seen_by uuid references people (id),
  primary key (exercise_id, expectation_id)
);

-- The review afterwards; one an exercise.
create table exercise_reviews (
  exercise_id uuid primary key references exercises (id),
  held_at timestamptz,
  participants text not null default '' check (length(participants) <= 2000),
  went_well text not null default '' check (length(went_well) <= 20000),
  went_badly text not null default '' check (length(went_badly) <= 20000),
  conclusion text not null default '' check (length(conclusion) <= 20000),
  is_without_improvements boolean not null default false,
  finished_at timestamptz,
  finished_by uuid references people (id),
  changed_by uuid references people (id),
  changed_at timestamptz not null,
  version integer not null default 1,
  check (finished_by is null or finished_at is not null)
);

-- An improvement came of a case or of an exercise, and is followed up in the same place.
alter table case_improvements
  alter column case_id drop not null,
  add column exercise_id uuid references exercises (id),
  add constraint case_improvements_of_one check (num_nonnulls(case_id, exercise_id) = 1);
create index case_improvements_exercise on case_improvements (exercise_id) where exercise_id is not null;

do $$ declare t text; begin
  foreach t in array array['exercises', 'exercise_people', 'exercise_injects', 'exercise_sightings', 'exercise_reviews'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I using ((select toguna_is_desk()))', t || '_scope', t);
  end loop;
end $$;

call toguna_guard('exercise_injects', 'reports', 'report_id');

-- The mark. `is_exercise` is asked everywhere; `exercise_id` says of which exercise it is.
alter table reports add column exercise_id uuid references exercises (id), add constraint reports_exercise check (exercise_id is null or is_exercise);
do $$ declare t text; begin
  foreach t in array array['cases', 'messages', 'outgoing_mails', 'incoming_mails', 'case_tasks', 'conversations', 'conversation_messages', 'secure_links',
    'text_messages', 'call_backs', 'takedowns', 'findings_lists', 'notification_runs'] loop
    execute format('alter table %I add column is_exercise boolean not null default false, add column exercise_id uuid references exercises (id),
      add constraint %I check (exercise_id is null or is_exercise)', t, t || '_exercise');
  end loop;
  foreach t in array array['reports', 'cases', 'messages', 'outgoing_mails', 'incoming_mails', 'case_tasks', 'conversations', 'conversation_messages', 'secure_links',
    'text_messages', 'call_backs', 'takedowns', 'findings_lists', 'notification_runs'] loop
    execute format('create index %I on %I (exercise_id) where exercise_id is not null', t || '_of_exercise', t);
  end loop;
end $$;

-- Whatever belongs to something marked is marked. Arguments: column, table of what it belongs to, column, table …
create function toguna_mark_exercise() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
declare at integer := 0; parent uuid; is_marked boolean; mark uuid;
begin
  if tg_op = 'UPDATE' and old.is_exercise and (not new.is_exercise or new.exercise_id is distinct from old.exercise_id) then
    raise exception 'what was made in an exercise stays marked as such' using errcode = 'insufficient_privilege';
  end if;
  if new.is_exercise then return new; end if;
  while at < tg_nargs loop
    execute format('select ($1).%I', tg_argv[at]) into parent using new;
    if parent is not null then
      execute format('select is_exercise, exercise_id from %I where id = $1', tg_argv[at + 1]) into is_marked, mark using parent;
      if is_marked then
        new.is_exercise := true;
        new.exercise_id := mark;
        return new;
      end if;
    end if;
    at := at + 2;
  end loop;
  return new;
end $$;
create trigger reports_marked before update of is_exercise, exercise_id on reports for each row execute function toguna_mark_exercise();
create trigger cases_marked before update of is_exercise, exercise_id on cases for each row execute function toguna_mark_exercise();
create trigger findings_lists_marked before update of is_exercise, exercise_id on findings_lists for each row execute function toguna_mark_exercise();
create trigger notification_runs_marked before update of is_exercise, exercise_id on notification_runs for each row execute function toguna_mark_exercise();
create trigger messages_marked before insert or update of report_id, is_exercise on messages for each row execute function toguna_mark_exercise('report_id', 'reports');
create trigger outgoing_mails_marked before insert or update of report_id, case_id, is_exercise on outgoing_mails
  for each row execute function toguna_mark_exercise('report_id', 'reports', 'case_id', 'cases', 'conversation_message_id', 'conversation_messages');
create trigger incoming_mails_marked before insert or update of report_id, case_id, is_exercise on incoming_mails
  for each row execute function toguna_mark_exercise('report_id', 'reports', 'case_id', 'cases');
create trigger case_tasks_marked before insert or update of is_exercise on case_tasks for each row execute function toguna_mark_exercise('case_id', 'cases');
create trigger conversations_marked before insert or update of is_exercise on conversations for each row execute function toguna_mark_exercise('case_id', 'cases');
create trigger conversation_messages_marked before insert or update of is_exercise on conversation_messages
  for each row execute function toguna_mark_exercise('case_id', 'cases', 'conversation_id', 'conversations');
create trigger secure_links_marked before insert or update of is_exercise on secure_links for each row execute function toguna_mark_exercise('case_id', 'cases');
create trigger text_messages_marked before insert or update of is_exercise on text_messages for each row execute function toguna_mark_exercise('link_id', 'secure_links');
create trigger call_backs_marked before insert or update of is_exercise on call_backs for each row execute function toguna_mark_exercise('case_id', 'cases');
create trigger takedowns_marked before insert or update of is_exercise on takedowns
  for each row execute function toguna_mark_exercise('report_id', 'reports', 'case_id', 'cases');

-- A report that came by a marked mail is marked, and a case that is opened from a marked report; an exercise and real work never share a case, a link or a run.
create function toguna_mark_case() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
declare r record; k record;
begin
  select is_exercise, exercise_id into r from reports where id = new.report_id;
  select is_exercise, exercise_id, xmin = pg_current_xact_id()::xid as is_new into k from cases where id = new.case_id;
  if r.is_exercise and not k.is_exercise and k.is_new and not exists (select 1 from case_reports c where c.case_id = new.case_id) then
    update cases set is_exercise = true, exercise_id = r.exercise_id where id = new.case_id;
  elsif r.is_exercise <> k.is_exercise or r.exercise_id is distinct from k.exercise_id then
    raise exception 'an exercise and real work never share a case' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger case_reports_marked before insert or update on case_reports for each row execute function toguna_mark_case();

create function toguna_mark_report_of_mail() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if new.is_exercise and new.report_id is not null then
    update reports set is_exercise = true, exercise_id = new.exercise_id where id = new.report_id and not is_exercise and xmin = pg_current_xact_id()::xid;
    if not exists (select 1 from reports r where r.id = new.report_id and r.exercise_id is not distinct from new.exercise_id and r.is_exercise) then
      raise exception 'a mail of an exercise answers no real report' using errcode = 'insufficient_privilege';
    end if;
  end if;
  return null;
end $$;
create trigger incoming_mails_mark_report after update of report_id on incoming_mails for each row execute function toguna_mark_report_of_mail();

create function toguna_refuse_mixed() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
declare one boolean; other boolean;
begin
  if tg_table_name = 'case_links' then
    select is_exercise into one from cases where id = new.case_id;
    select is_exercise into other from cases where id = new.other_id;
  elsif tg_table_name = 'case_merges' then
    select is_exercise into one from cases where id = new.source_id;
    select is_exercise into other from cases where id = new.target_id;
  else
    select is_exercise into one from notification_runs where id = new.run_id;
    select is_exercise into other from findings_lists where id = new.list_id;
  end if;
  if one <> other then
    raise exception 'an exercise and real work are never joined' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger case_links_unmixed before insert on case_links for each row execute function toguna_refuse_mixed();
create trigger case_merges_unmixed before insert on case_merges for each row execute function toguna_refuse_mixed();
create trigger notification_rows_unmixed before insert on notification_rows for each row execute function toguna_refuse_mixed();

-- The gate: nothing that is marked leaves, on whichever way. A mail or a text of an exercise is written and kept; what has no such outbox is refused.
-- The second argument of a way without a mark of its own: the column and the table that it belongs to.
create function toguna_stay_inside() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
declare is_marked boolean := false; parent uuid; at integer := 0;
begin
  if tg_argv[0] = 'sent' then
    if new.is_exercise and new.state = 'sent' then
      raise exception 'what was made in an exercise never leaves' using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;
  while at < tg_nargs loop
    execute format('select ($1).%I', tg_argv[at]) into parent using new;
    if parent is not null then
      execute format('select is_exercise from %I where id = $1', tg_argv[at + 1]) into is_marked using parent;
      if is_marked then
        raise exception 'what was made in an exercise never leaves' using errcode = 'insufficient_privilege';
      end if;
    end if;
    at := at + 2;
  end loop;
  return new;
end $$;
create trigger outgoing_mails_stay_inside before insert or update of state on outgoing_mails for each row execute function toguna_stay_inside('sent');
create trigger text_messages_stay_inside before insert or update of state on text_messages for each row execute function toguna_stay_inside('sent');
create trigger shares_stay_inside before insert on shares for each row execute function toguna_stay_inside('report_id', 'reports', 'case_id', 'cases');
create trigger freeze_requests_stay_inside before insert on freeze_requests for each row execute function toguna_stay_inside('report_id', 'reports');
create trigger disclosure_editions_stay_inside before insert on disclosure_editions for each row execute function toguna_stay_inside('case_id', 'cases');
create trigger case_transfers_stay_inside before insert on case_transfers for each row execute function toguna_stay_inside('case_id', 'cases');
create trigger lessons_stay_inside before insert on lessons for each row execute function toguna_stay_inside('case_id', 'cases');

-- Nobody but the team sees what is marked: no constituent in its room, no authority, no focal point, no reporter.
create function toguna_is_at_exercise() returns boolean language sql stable parallel safe as
  $$ select toguna_scope() in ('system', 'staff', 'mailer') $$;
do $$ declare t text; begin
  foreach t in array array['reports', 'cases', 'messages', 'outgoing_mails', 'incoming_mails', 'case_tasks', 'conversations', 'conversation_messages', 'secure_links',
    'text_messages', 'call_backs', 'takedowns', 'findings_lists', 'notification_runs'] loop
    execute format('create policy %I on %I as restrictive using (not is_exercise or (select toguna_is_at_exercise()))', t || '_exercise', t);
  end loop;
end $$;

-- Wipes all that was made in an exercise which has ended: what bears its mark and whatever hangs on that, wherever it stands. The log stays, and the exercise
-- with what was measured. Returns the stored files that nothing names any more, to be removed from the disk.
create function toguna_wipe_exercise(of_exercise uuid) returns table (object_id uuid, counts jsonb) language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare own text[] := array['exercises', 'exercise_people', 'exercise_injects', 'exercise_sightings', 'exercise_reviews', 'case_improvements'];
  c record; t record; added bigint; step integer := 0; left_over bigint; n bigint; result jsonb; quieted regclass[] := '{}'; one regclass;
begin
  if toguna_scope() is distinct from 'staff' or not exists (select 1 from exercises e where e.id = of_exercise and e.state = 'ended' and e.wiped_at is null) then
    raise exception 'an exercise is wiped once it has ended, by the team' using errcode = 'insufficient_privilege';
  end if;
  create temp table toguna_wipe (tab regclass not null, at tid not null, round integer not null, primary key (tab, at)) on commit drop;
  create temp table toguna_wipe_objects (id uuid primary key) on commit drop;
  for c in select k.conrelid::regclass as tab from pg_constraint k where k.contype = 'f' and k.confrelid = 'exercises'::regclass
      and not (k.conrelid::regclass::text = any (own)) loop
    execute format('insert into toguna_wipe select %L::regclass, t.ctid, 0 from %s t where t.exercise_id = $1 on conflict do nothing', c.tab, c.tab) using of_exercise;
  end loop;
  loop
    added := 0;
    for c in select k.conrelid::regclass as tab, k.confrelid::regclass as of_tab,
        (select string_agg(format('t.%I = p.%I', a.attname, b.attname), ' and ') from unnest(k.conkey, k.confkey) as x (a, b)
          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = x.a join pg_attribute b on b.attrelid = k.confrelid and b.attnum = x.b) as matches
      from pg_constraint k where k.contype = 'f' and k.confdeltype <> 'n' and k.conrelid::regclass::text <> 'exercises'
        and exists (select 1 from toguna_wipe w where w.tab = k.confrelid and w.round = step) loop
      execute format('insert into toguna_wipe select %L::regclass, t.ctid, $1 + 1 from %s t where exists (select 1 from %s p join toguna_wipe w on w.tab = %L::regclass and w.at = p.ctid
        and w.round = $1 where %s) on conflict do nothing', c.tab, c.tab, c.of_tab, c.of_tab, c.matches) using step;
      get diagnostics n = row_count;
      added := added + n;
    end loop;
    exit when added = 0;
    step := step + 1;
  end loop;
  -- The files that these rows name.
  for c in select k.conrelid::regclass as tab, a.attname as col from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
      where k.contype = 'f' and k.confrelid = 'objects'::regclass loop
    execute format('insert into toguna_wipe_objects select t.%I from %s t join toguna_wipe w on w.tab = %L::regclass and w.at = t.ctid where t.%I is not null on conflict do nothing',
      c.col, c.tab, c.tab, c.col);
  end loop;
  -- Second persons were asked about runs and the like by id alone.
  delete from four_eyes f using notification_runs n where n.exercise_id = of_exercise and f.subject_id = n.id;
  select jsonb_object_agg(s.tab::text, s.n) into result from (select w.tab, count(*) as n from toguna_wipe w group by w.tab) s;
  for t in select distinct w.tab from toguna_wipe w where exists (select 1 from pg_trigger g where g.tgrelid = w.tab and not g.tgisinternal and g.tgtype & 8 = 8) loop
    execute format('alter table %s disable trigger user', t.tab);
    quieted := quieted || t.tab::regclass;
  end loop;
  -- What others hang on goes last: a table whose turn has not come is tried again.
  loop
    select count(*) into n from toguna_wipe;
    for t in select w.tab from toguna_wipe w group by w.tab order by max(w.round) desc loop
      begin
        execute format('delete from %s t using toguna_wipe w where w.tab = %L::regclass and w.at = t.ctid', t.tab, t.tab);
        delete from toguna_wipe w where w.tab = t.tab;
      exception when foreign_key_violation then null;
      end;
    end loop;
    select count(*) into left_over from toguna_wipe;
    exit when left_over = 0;
    if left_over = n then
      raise exception 'something that is no part of the exercise hangs on it' using errcode = 'foreign_key_violation';
    end if;
  end loop;
  set constraints all immediate;
  foreach one in array quieted loop
    execute format('alter table %s enable trigger user', one);
  end loop;
  for c in select k.conrelid::regclass as tab, a.attname as col from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
      where k.contype = 'f' and k.confrelid = 'objects'::regclass loop
    execute format('delete from toguna_wipe_objects o using %s t where t.%I = o.id', c.tab, c.col);
  end loop;
  delete from objects o using toguna_wipe_objects w where w.id = o.id;
  return query select w.id, null::jsonb from toguna_wipe_objects w union all select null::uuid, coalesce(result, '{}'::jsonb);
end $$;
do $$ declare f text; begin
  foreach f in array array['toguna_wipe_exercise(uuid)', 'toguna_is_at_exercise()'] loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to toguna_app', f);
  end loop;
end $$;

-- Places for links in a mail's body that its writer put there, beside those of the thing that its cause names: no other is ever filled.
alter table outgoing_mails add column places text[] not null default '{}';

-- An export of reports, cases or people waits for a second person (four_eyes, kind "export"): which list with which filter, for whom, and why.
create table export_requests (
  id uuid primary key,
  list text not null check (list in ('reports', 'cases', 'people')),
  filter jsonb not null,
  reason text not null check (length(reason) between 3 and 2000),
  asked_by uuid not null references people (id),
  asked_at timestamptz not null
);
create index export_requests_asked on export_requests (asked_by, list, asked_at);
alter table export_requests enable row level security;
create policy export_requests_scope on export_requests using ((select toguna_is_desk()));

-- A published advisory that is asked to be withdrawn: its next edition says so, with the words of the one before.
alter table advisories add column is_withdrawing boolean not null default false, add constraint advisories_withdrawing check (not is_withdrawing or state = 'waiting');
