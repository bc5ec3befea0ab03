-- How the desk is worked: tags, sleeps that an event ends, who holds a thing for ten minutes, internal notes on reports, drafts, and what a person keeps for oneself.

alter table reports
  add column tags text[] not null default '{}' check (cardinality(tags) <= 20),
  -- What ends a sleep before its time: the reporter's answer, or so many more reports that share a value.
  add column wakes_on text check (wakes_on in ('answer', 'alike')),
  add column wakes_after integer check (wakes_after between 1 and 1000),
  add column slept_at timestamptz,
  -- Why it woke before its time; the time itself needs no row.
  add column woken_at timestamptz,
  add column woken_by text check (woken_by in ('answer', 'alike')),
  add column held_by uuid references people (id),
  add column held_until timestamptz,
  add constraint reports_wakes check ((wakes_on is not distinct from 'alike') = (wakes_after is not null)),
  add constraint reports_held check ((held_by is null) = (held_until is null));
alter table cases
  add column tags text[] not null default '{}' check (cardinality(tags) <= 20),
  add column held_by uuid references people (id),
  add column held_until timestamptz,
  add constraint cases_held check ((held_by is null) = (held_until is null));
create index reports_tags on reports using gin (tags) where tags <> '{}';
create index cases_tags on cases using gin (tags) where tags <> '{}';
create index reports_asleep on reports (wakes_on, snoozed_until) where wakes_on is not null;
create index reports_held_by on reports (held_until) where held_by is not null;
create index cases_held_by on cases (held_until) where held_by is not null;

-- Under a policy a query may not use these indexes (the operator is not leakproof); the ids that come back are asked for under the policy again.
create function toguna_tagged(kind text, asked text) returns setof uuid language plpgsql stable security definer rows 200 set search_path = pg_catalog, public as $$
begin
  if toguna_scope() not in ('system', 'staff') then return; end if;
  if kind = 'report' then return query select r.id from reports r where r.tags @> array[asked] and r.tags <> '{}' order by r.received_at desc limit 5000;
  elsif kind = 'case' then return query select k.id from cases k where k.tags @> array[asked] and k.tags <> '{}' order by k.opened_at desc limit 5000; end if;
end $$;
revoke all on function toguna_tagged(text, text) from public;
grant execute on function toguna_tagged(text, text) to toguna_app;

-- Notes on a report that is in no case yet. They never leave the desk and are never rewritten.
create table report_notes (
  id uuid primary key,
  report_id uuid not null references reports (id),
  author_id uuid references people (id),
  body text not null check (length(body) between 1 and 20000),
  at timestamptz not null
);
create index report_notes_report on report_notes (report_id, at);
alter table report_notes enable row level security;
create policy report_notes_scope on report_notes using ((select toguna_is_desk()));
call toguna_guard('report_notes', 'reports', 'report_id');

-- What somebody is writing and has not sent, for that person's next machine. Nobody else reads it, and no job but the one that forgets old ones.
create table desk_drafts (
  person_id uuid not null references people (id) on delete cascade,
  place text not null check (length(place) between 3 and 120),
  body text not null check (length(body) between 1 and 20000),
  updated_at timestamptz not null,
  primary key (person_id, place)
);
create index desk_drafts_old on desk_drafts (updated_at);
alter table desk_drafts enable row level security;
create policy desk_drafts_own on desk_drafts for all using ((select toguna_scope()) in ('staff', 'person') and person_id = (select toguna_person()));
create policy desk_drafts_forget on desk_drafts for delete using ((select toguna_scope()) = 'system' and updated_at < now() - interval '60 days');
create policy desk_drafts_find_old on desk_drafts for select using ((select toguna_scope()) = 'system' and updated_at < now() - interval '60 days');

alter table desk_settings
  -- Sectors of "my sector".
  add column sectors text[] not null default '{}' check (cardinality(sectors) <= 30),
  -- Whether the keys were ever chosen: pins, sectors and marks make a row too.
  add column are_keys_kept boolean not null default false,
  -- Reports that one marked to read again; nobody else sees the mark.
  add column unread uuid[] not null default '{}' check (cardinality(unread) <= 500);
update desk_settings set are_keys_kept = true;

-- Nothing asked it any more: the search of 0040 took its place.
drop function toguna_find_reports(text, text);
