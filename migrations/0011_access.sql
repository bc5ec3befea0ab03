-- Who may see what, in the database itself: organisations as tenants, restricted cases and their members, conflicts of interest,
-- the broken glass, shares and filings, markings, and releases that one person alone may give for a day.

-- The roles of who asks, set with the scope at the start of every transaction.
create function toguna_has_role(wanted text) returns boolean language sql stable parallel safe as
  $$ select wanted = any (string_to_array(current_setting('toguna.roles', true), ',')) $$;

alter table cases
  add column pap text not null default 'amber' check (pap in ('red', 'amber', 'green', 'clear')),
  add column is_restricted boolean not null default false;
create index cases_restricted on cases (id) where is_restricted;
-- Set when somebody of a constituent's own organisation hands it in, signed in.
alter table reports add column filed_by_organisation_id uuid references organisations (id);
create index reports_filed_by on reports (filed_by_organisation_id) where filed_by_organisation_id is not null;

-- The queue's order as columns: under a policy an index is read from a cursor on only where every operator is leakproof, and a minus is not.
alter table reports
  add column severity_order integer generated always as (-severity_rank(severity)) stored,
  add column priority_order integer generated always as (-priority) stored;
create index reports_in_order on reports (severity_order, priority_order, received_at, id);
drop index reports_by_weight;

create table case_members (
  case_id uuid not null references cases (id),
  person_id uuid not null references people (id),
  added_by uuid references people (id),
  added_at timestamptz not null,
  primary key (case_id, person_id)
);
create index case_members_person on case_members (person_id);

-- Somebody who must not work on a constituent's matters, or on one case, and why.
create table conflicts (
  id uuid primary key,
  person_id uuid not null references people (id),
  constituent_id uuid references constituents (id),
  case_id uuid references cases (id),
  reason text not null check (length(reason) between 3 and 2000),
  declared_by uuid not null references people (id),
  declared_at timestamptz not null,
  ended_by uuid references people (id),
  ended_at timestamptz,
  check ((constituent_id is null) <> (case_id is null)),
  -- Who stands on the list does not take the own name off it.
  constraint conflicts_ended_by_another check (ended_by is null or ended_by <> person_id)
);
create unique index conflicts_once on conflicts (person_id, constituent_id, case_id) nulls not distinct where ended_at is null;

-- A restricted case opened without being asked: for a few hours, with a reason, told to others, looked at afterwards by somebody else.
create table glass_openings (
  id uuid primary key,
  case_id uuid not null references cases (id),
  person_id uuid not null references people (id),
  reason text not null check (length(reason) between 10 and 2000),
  opened_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > opened_at),
  reviewed_by uuid references people (id),
  reviewed_at timestamptz,
  finding text check (finding in ('justified', 'not_justified')),
  constraint glass_reviewed_by_another check (reviewed_by is null or reviewed_by <> person_id)
);
create index glass_openings_person on glass_openings (person_id, expires_at);
create index glass_openings_open on glass_openings (opened_at) where reviewed_at is null;

-- What another organisation was given: by its entity as a filing to an authority, or by the desk to a constituent or a peer.
create table shares (
  id uuid primary key,
  report_id uuid references reports (id),
  case_id uuid references cases (id),
  organisation_id uuid not null references organisations (id),
  basis text not null check (basis in ('filing', 'desk')),
  reason text not null check (length(reason) between 3 and 2000),
  shared_by uuid references people (id),
  shared_at timestamptz not null,
  ended_by uuid references people (id),
  ended_at timestamptz,
  check ((report_id is null) <> (case_id is null)),
  check (basis <> 'filing' or report_id is not null)
);
create unique index shares_once on shares (report_id, case_id, organisation_id) nulls not distinct where ended_at is null;
create index shares_organisation on shares (organisation_id) where ended_at is null;

-- An act of two persons, or of the one on call alone for a day: undone then, unless another has countersigned.
create table releases (
  id uuid primary key,
  act text not null,
  object_type text not null,
  object_id uuid not null,
  detail jsonb not null default '{}',
  reason text not null check (length(reason) between 3 and 2000),
  asked_by uuid not null references people (id),
  asked_at timestamptz not null,
  way text not null check (way in ('two_persons', 'alone')),
  state text not null check (state in ('waiting', 'live', 'refused', 'withdrawn')),
  expires_at timestamptz,
  countersigned_by uuid references people (id),
  countersigned_at timestamptz,
  ended_by uuid references people (id),
  ended_at timestamptz,
  constraint releases_two_persons check (countersigned_by is null or countersigned_by <> asked_by),
  constraint releases_alone_ends check ((way = 'alone') = (expires_at is not null)),
  constraint releases_live check (state <> 'live' or way = 'alone' or countersigned_by is not null),
  check ((countersigned_by is null) = (countersigned_at is null))
);
create unique index releases_open on releases (act, object_id) where state = 'waiting' or (state = 'live' and countersigned_by is null);
create index releases_expiry on releases (expires_at) where state = 'live' and countersigned_by is null;

-- Which constituents a report concerns by its latest assessment: what conflicts of interest are keyed by.
create table report_constituents (
  report_id uuid not null references reports (id) on delete cascade,
  constituent_id uuid not null references constituents (id),
  primary key (constituent_id, report_id)
);
create index report_constituents_report on report_constituents (report_id);

create function toguna_keep_concerned() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  -- A restored backup brings the list itself.
  if current_setting('toguna.is_restoring', true) = 'yes' then return new; end if;
  if exists (select 1 from assessments a where a.report_id = new.report_id and (a.at, a.id) > (new.at, new.id)) then return new; end if;
  delete from report_constituents where report_id = new.report_id;
  insert into report_constituents (report_id, constituent_id)
    select new.report_id, c.id from constituents c
      where c.id::text in (select lower(e ->> 'constituentId') from jsonb_array_elements(new.constituents) e);
  return new;
end $$;
create trigger assessments_concern after insert on assessments for each row execute function toguna_keep_concerned();
insert into report_constituents (report_id, constituent_id)
  select distinct a.report_id, c.id from assessments a cross join lateral jsonb_array_elements(a.constituents) e
    join constituents c on c.id::text = lower(e ->> 'constituentId')
  where not exists (select 1 from assessments l where l.report_id = a.report_id and (l.at, l.id) > (a.at, a.id));

-- The reviewed functions: they pass the policies by (their owner is the tables' owner) and give ids only, of what the asker is shown or not.
-- Each is asked once a query, as an uncorrelated set, so that lists keep their indexes (migrations/0011_access.sql is measured by `npm run bench -- access`).

-- Cases that somebody of the desk may not see: restricted without membership, or a conflict of interest, which no broken glass opens.
create function toguna_hidden_cases() returns setof uuid language plpgsql stable security definer rows 20 set search_path = pg_catalog, public as $$
declare me uuid := toguna_person();
begin
  if toguna_scope() is distinct from 'staff' then return; end if;
  return query
    select k.id from cases k where k.is_restricted
      and not exists (select 1 from case_members m where m.case_id = k.id and m.person_id = me)
      and not exists (select 1 from glass_openings g where g.case_id = k.id and g.person_id = me and g.expires_at > now())
    union
    select c.case_id from conflicts c where c.person_id = me and c.case_id is not null and c.ended_at is null
    union
    select cr.case_id from conflicts c join report_constituents rc on rc.constituent_id = c.constituent_id
      join case_reports cr on cr.report_id = rc.report_id where c.person_id = me and c.ended_at is null;
end $$;

create function toguna_hidden_reports() returns setof uuid language plpgsql stable security definer rows 100 set search_path = pg_catalog, public as $$
declare me uuid := toguna_person();
begin
  if toguna_scope() is distinct from 'staff' then return; end if;
  return query
    select cr.report_id from case_reports cr where cr.case_id in (select toguna_hidden_cases())
    union
    select rc.report_id from conflicts c join report_constituents rc on rc.constituent_id = c.constituent_id
      where c.person_id = me and c.ended_at is null;
end $$;

-- The four sets of what is hidden, worked out once a transaction and kept in its settings under who asks.
create function toguna_hidden(kind text) returns text[] language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare
  me text := coalesce(toguna_person()::text, 'nobody');
  kept text := current_setting('toguna.hidden_' || kind, true);
  found text[];
  reports uuid[];
begin
  if toguna_scope() is distinct from 'staff' then return '{}'; end if;
  if kept like me || ':%' then return substr(kept, length(me) + 2)::text[]; end if;
  -- One branch at a time: planning them together would ask this function again while it is asked.
  if kind = 'cases' then
    found := array(select h::text from toguna_hidden_cases() h);
  elsif kind = 'reports' then
    found := array(select h::text from toguna_hidden_reports() h);
  else
    reports := toguna_hidden('reports');
    if kind = 'files' then
      found := array(select f.object_id::text from report_files f where f.report_id = any (reports));
    else
      -- What the log names: with what hangs on reports.
      found := toguna_hidden('cases') || reports::text[] || array(select m.id::text from outgoing_mails m where m.report_id = any (reports))
        || array(select m.id::text from incoming_mails m where m.report_id = any (reports));
    end if;
  end if;
  perform set_config('toguna.hidden_' || kind, me || ':' || found::text, true);
  return found;
end $$;

-- Whether anything is hidden at all: for most people, most of the time, a policy is then a constant that costs a query nothing.
create function toguna_sees_all(kind text) returns boolean language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare
  me text := coalesce(toguna_person()::text, 'nobody');
  kept text := current_setting('toguna.hidden_' || kind, true);
begin
  if toguna_scope() is distinct from 'staff' then return true; end if;
  -- Without reading a long list only to see that it is one.
  return case when kept like me || ':%' then kept = me || ':{}' else toguna_hidden(kind) = '{}' end;
end $$;
create function toguna_is_desk() returns boolean language sql stable parallel safe as
  $$ select toguna_scope() in ('system', 'staff') $$;
create function toguna_is_tenant() returns boolean language sql stable parallel safe as
  $$ select toguna_scope() in ('constituent', 'authority', 'peer') $$;

-- Reports that another organisation may see: those that its own people filed, and those that it was given. TLP:RED is for persons, never for an organisation.
create function toguna_shared_reports() returns setof uuid language plpgsql stable security definer rows 100 set search_path = pg_catalog, public as $$
declare mine uuid := toguna_organisation(); scope text := toguna_scope();
begin
  if mine is null or scope not in ('constituent', 'authority', 'peer') then return; end if;
  return query
    select r.id from reports r where scope = 'constituent' and r.filed_by_organisation_id = mine
    union
    select s.report_id from shares s join reports r on r.id = s.report_id
      where s.organisation_id = mine and s.ended_at is null and r.marking <> 'red'
        and (s.basis = 'filing') = (scope = 'authority');
end $$;

create function toguna_own_reports() returns setof uuid language plpgsql stable security definer rows 100 set search_path = pg_catalog, public as $$
begin
  if toguna_scope() is distinct from 'constituent' then return; end if;
  return query select r.id from reports r where r.filed_by_organisation_id = toguna_organisation();
end $$;

create function toguna_shared_cases() returns setof uuid language plpgsql stable security definer rows 100 set search_path = pg_catalog, public as $$
declare mine uuid := toguna_organisation();
begin
  if mine is null or toguna_scope() not in ('constituent', 'peer') then return; end if;
  return query select s.case_id from shares s join cases k on k.id = s.case_id
    where s.organisation_id = mine and s.ended_at is null and k.marking <> 'red' and not k.is_restricted;
end $$;

create function toguna_colleagues() returns setof uuid language plpgsql stable security definer rows 100 set search_path = pg_catalog, public as $$
begin
  return query select g.person_id from role_grants g where g.organisation_id = toguna_organisation() and g.revoked_at is null;
end $$;

-- What was typed into the search, looked for with the indexes that a policy would keep a query from using, and without what is hidden.
-- `words` is lower case with like's wildcards escaped; `plain` the same without the brackets of a defanged value.
create function toguna_find_reports(words text, plain text) returns setof uuid language plpgsql stable security definer rows 1000 set search_path = pg_catalog, public as $$
begin
  if toguna_scope() not in ('staff', 'system') then return; end if;
  return query
    select f.id from (
      select r.id from reports r where r.reference like upper(words) || '%'
      union select r.id from reports r where r.subject <> '' and lower(r.subject) like '%' || words || '%'
      union select r.id from reports r where lower(r.description) like '%' || words || '%'
      union select o.report_id from observables o where lower(o.value) like '%' || plain || '%'
      union select o.report_id from observables o where o.raw <> o.value and lower(o.raw) like '%' || words || '%'
      union select b.report_id from report_files b where lower(b.name) like '%' || words || '%'
      union select b.report_id from objects x join report_files b on b.object_id = x.id
        where words ~ '^[0-9a-f]{64}$' and x.sha256 = decode(case when words ~ '^[0-9a-f]{64}$' then words else '' end, 'hex')
    ) f (id) where toguna_sees_all('reports') or f.id not in (select unnest(toguna_hidden('reports')::uuid[]));
end $$;
create index reports_reference_like on reports (reference text_pattern_ops);
create index reports_subject_trgm on reports using gin (lower(subject) gin_trgm_ops) where subject <> '';
create index observables_value_trgm on observables using gin (lower(value) gin_trgm_ops);
create index observables_raw_trgm on observables using gin (lower(raw) gin_trgm_ops) where raw <> value;
create index report_files_name_trgm on report_files using gin (lower(name) gin_trgm_ops);

do $$ declare f text; begin
  foreach f in array array['toguna_hidden_cases()', 'toguna_hidden_reports()', 'toguna_hidden(text)', 'toguna_sees_all(text)',
    'toguna_shared_reports()', 'toguna_own_reports()', 'toguna_shared_cases()', 'toguna_colleagues()', 'toguna_find_reports(text, text)'] loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to toguna_app', f);
  end loop;
end $$;

-- What is hidden is hidden in every table that belongs to a report or a case; restrictive policies stand beside those that let in.
create procedure toguna_guard(guarded regclass, kind text, id_column text) language plpgsql as $$
begin
  execute format(
    'create policy %I on %s as restrictive using ((select toguna_sees_all(%L)) or %I is null or %I not in (select unnest(toguna_hidden(%L)::uuid[])))',
    guarded::text || '_hidden_' || kind, guarded, kind, id_column, id_column, kind);
end $$;
revoke all on procedure toguna_guard from public;
call toguna_guard('reports', 'reports', 'id');
call toguna_guard('cases', 'cases', 'id');
call toguna_guard('objects', 'files', 'id');
call toguna_guard('releases', 'reports', 'object_id');
call toguna_guard('releases', 'cases', 'object_id');
-- Every table that names a report or a case, those of the migrations before this one as well; a test looks that later ones are guarded too.
do $$ declare t record; begin
  for t in select c.oid::regclass as guarded, a.attname as id_column from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attname in ('report_id', 'case_id') and a.atttypid = 'uuid'::regtype
    order by 1, 2 loop
    call toguna_guard(t.guarded, case t.id_column when 'report_id' then 'reports' else 'cases' end, t.id_column);
  end loop;
end $$;

alter table case_members enable row level security;
create policy case_members_scope on case_members using ((select toguna_scope()) in ('system', 'staff'));
alter table conflicts enable row level security;
create policy conflicts_scope on conflicts using ((select toguna_scope()) in ('system', 'staff'));
alter table glass_openings enable row level security;
create policy glass_openings_scope on glass_openings using ((select toguna_scope()) in ('system', 'staff'));
alter table report_constituents enable row level security;
create policy report_constituents_scope on report_constituents for select using ((select toguna_scope()) in ('system', 'staff'));
alter table releases enable row level security;
create policy releases_scope on releases using ((select toguna_scope()) in ('system', 'staff'));
alter table shares enable row level security;
create policy shares_scope on shares using ((select toguna_scope()) in ('system', 'staff'));
create policy shares_read on shares for select using ((select toguna_scope()) in ('constituent', 'authority', 'peer')
  and (organisation_id = (select toguna_organisation()) or report_id in (select toguna_shared_reports())));
create policy shares_file on shares for insert with check (basis = 'filing' and (
  ((select toguna_scope()) = 'constituent' and report_id in (select toguna_shared_reports()))
  or ((select toguna_scope()) = 'reporter' and report_id = (select toguna_report()))));

-- An authority is given a report by its entity and by nobody else: not by the desk, not by a job, also where both share a roof.
create function toguna_judge_share() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
declare kind_of text := (select o.kind from organisations o where o.id = new.organisation_id); scope text := toguna_scope();
begin
  if (kind_of = 'authority') <> (new.basis = 'filing') then
    raise exception 'an authority sees what its entity files with it, and nothing by another way' using errcode = 'insufficient_privilege';
  end if;
  -- Whoever restores a backup is the owner and files nothing.
  if session_user = 'toguna_app' and new.basis = 'filing' and new.ended_at is null and not coalesce(
      (scope = 'reporter' and new.report_id = toguna_report())
      or (scope = 'constituent' and exists (select 1 from reports r where r.id = new.report_id and r.filed_by_organisation_id = toguna_organisation())), false) then
    raise exception 'only the entity itself files its report with an authority' using errcode = 'insufficient_privilege';
  end if;
  if kind_of not in ('authority', 'constituent', 'peer') then
    raise exception 'the national team needs no share of its own' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger shares_judged before insert or update on shares for each row execute function toguna_judge_share();

-- One person does not sit on both sides: who works reports at the national team holds no office of an authority, whatever the profile of duties.
create function toguna_refuse_two_sides() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if new.revoked_at is null and exists (
    select 1 from role_grants g join organisations o on o.id = g.organisation_id, organisations mine
    where mine.id = new.organisation_id and g.person_id = new.person_id and g.id <> new.id and g.revoked_at is null
      and ((o.kind = 'authority' and mine.kind = 'cert') or (o.kind = 'cert' and mine.kind = 'authority'))) then
    raise exception 'one person does not work for the national team and for an authority' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger role_grants_one_side before insert or update on role_grants for each row execute function toguna_refuse_two_sides();

-- TLP in the outbox: a text leaves by mail only where report and message are marked green or clear; what is marked higher is a word that an answer waits.
create function toguna_judge_mail() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  -- What was sent under an earlier label comes back with a backup as it was.
  if session_user = 'toguna_app' and new.kind = 'answer' and (
      exists (select 1 from messages m where new.cause = 'message:' || m.id and m.marking not in ('green', 'clear'))
      or exists (select 1 from reports r where r.id = new.report_id and r.marking = 'red')) then
    raise exception 'a text above TLP:GREEN does not leave in a mail' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger outgoing_mails_marking before insert on outgoing_mails for each row execute function toguna_judge_mail();

-- The planner takes a comparison of a setting for a rare hit and gives up the indexes that lists are ordered by; a yes or no it takes for even odds.
alter policy reports_scope on reports using ((select toguna_is_desk()) or id = (select toguna_report()));
alter policy report_files_scope on report_files using ((select toguna_is_desk()) or report_id = (select toguna_report()));
alter policy messages_scope on messages using ((select toguna_is_desk()) or report_id = (select toguna_report()));
do $$ declare t text; begin
  foreach t in array array['triage_runs', 'observables', 'findings', 'assessments', 'cases', 'case_reports', 'case_notes', 'case_timeline',
    'outgoing_mails', 'incoming_mails', 'case_members', 'conflicts', 'glass_openings', 'releases', 'shares'] loop
    execute format('alter policy %I on %I using ((select toguna_is_desk()))', t || '_scope', t);
  end loop;
end $$;

-- Constituents, authorities and peers: their own rows, to be read. Writing has its own narrow doors above.
create policy reports_shared on reports for select using ((select toguna_is_tenant()) and id in (select toguna_shared_reports()));
create policy report_files_shared on report_files for select using ((select toguna_is_tenant()) and report_id in (select toguna_shared_reports()));
create policy messages_own on messages for select using ((select toguna_is_tenant()) and report_id in (select toguna_own_reports()));
create policy cases_shared on cases for select using ((select toguna_is_tenant()) and id in (select toguna_shared_cases()));
create policy organisations_known on organisations for select using ((select toguna_scope()) in ('constituent', 'authority', 'peer', 'reporter')
  and (id = (select toguna_organisation()) or kind in ('cert', 'authority')));
create policy people_colleagues on people for select using ((select toguna_scope()) in ('constituent', 'authority', 'peer')
  and (id = (select toguna_person()) or id in (select toguna_colleagues())));
create policy role_grants_colleagues on role_grants for select using ((select toguna_scope()) in ('constituent', 'authority', 'peer')
  and organisation_id = (select toguna_organisation()));
-- The register: the desk and the house's own people as before; a constituent its own entry, to be read.
drop policy constituents_scope on constituents;
create policy constituents_scope on constituents using ((select toguna_scope()) in ('system', 'staff', 'person'));
create policy constituents_own on constituents for select using ((select toguna_scope()) = 'constituent' and organisation_id = (select toguna_organisation()));
create policy contacts_own on contacts for select using ((select toguna_scope()) = 'constituent'
  and constituent_id in (select c.id from constituents c where c.organisation_id = (select toguna_organisation())));
create policy network_claims_own on network_claims for select using ((select toguna_scope()) = 'constituent'
  and constituent_id in (select c.id from constituents c where c.organisation_id = (select toguna_organisation())));

-- The log. An auditor reads all of it; the desk not what is hidden from it; an administrator, who reads no cases, nothing that reports and cases left there.
drop policy audit_read on audit_log;
create policy audit_read on audit_log for select using (
  (select toguna_scope()) = 'system'
  or ((select toguna_scope()) in ('staff', 'person') and (select toguna_has_role('auditor')))
  or ((select toguna_scope()) = 'staff' and ((select toguna_sees_all('names')) or object_id not in (select unnest(toguna_hidden('names')))))
  or ((select toguna_scope()) = 'person' and (select toguna_has_role('administrator')) and object_type not in ('report', 'case', 'mail', 'incoming_mail', 'finding', 'conflict', 'release', 'share'))
  or ((select toguna_scope()) in ('person', 'constituent', 'authority', 'peer') and actor_kind = 'person' and actor_id = (select toguna_person())::text));
