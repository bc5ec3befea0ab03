-- Charts and public statistics: the cubes that a job counts, the releases that four eyes let out, and indicators of others that are shown beside.

-- A chart's numbers as a job counted them, so that no view counts a million rows. What is kept apart (restricted cases) is never in them.
create table chart_cubes (
  chart text not null check (chart ~ '^[a-z_]{2,40}$'),
  -- The desk's own; the committee's has no small numbers.
  audience text not null check (audience in ('desk', 'committee')),
  content jsonb not null,
  counted_at timestamptz not null,
  primary key (chart, audience)
);
alter table chart_cubes enable row level security;
create policy chart_cubes_system on chart_cubes using ((select toguna_scope()) = 'system');
-- Who has a conflict of interest counts anew, without what concerns it.
create policy chart_cubes_desk on chart_cubes for select using ((select toguna_scope()) = 'staff' and audience = 'desk'
  and not exists (select 1 from conflicts c where c.person_id = (select toguna_person()) and c.ended_at is null));
create policy chart_cubes_committee on chart_cubes for select using ((select toguna_scope()) = 'person' and audience = 'committee'
  and (select toguna_has_role('committee_member')));

-- What the public is told of a year: counted once, small numbers taken out once, looked at by two, and never rewritten.
create table statistics_releases (
  id uuid primary key,
  year integer not null check (year between 2000 and 2200),
  revision integer not null check (revision > 0),
  -- Why there is another one of the same year; null for the first.
  reason text check (length(reason) between 3 and 2000),
  -- The first day that is not in it any more.
  until_day date not null,
  state text not null check (state in ('counting', 'draft', 'waiting', 'published')),
  -- The rules by which small numbers were taken out, as they stood.
  thresholds jsonb not null,
  content jsonb,
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  made_by uuid not null references people (id),
  made_at timestamptz not null,
  counted_at timestamptz,
  four_eyes_id uuid references four_eyes (id),
  published_at timestamptz,
  version integer not null default 1,
  unique (year, revision),
  check ((revision = 1) = (reason is null)),
  check ((content is null) = (sha256 is null) and (content is null) = (counted_at is null) and (content is null) = (state = 'counting')),
  check ((state = 'published') = (published_at is not null) and (published_at is null) = (four_eyes_id is null)),
  check (extract(year from until_day - 1) = year)
);
create unique index statistics_releases_open on statistics_releases (year) where state <> 'published';
create index statistics_releases_public on statistics_releases (published_at desc) where state = 'published';
alter table statistics_releases enable row level security;
create policy statistics_releases_desk on statistics_releases using ((select toguna_is_desk()));
create policy statistics_releases_public on statistics_releases for select using (state = 'published');

alter table four_eyes drop constraint four_eyes_kind_check;
alter table four_eyes add constraint four_eyes_kind_check check (kind ~ '^[a-z_]{3,40}$');

create function toguna_judge_statistics() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if current_setting('toguna.is_restoring', true) = 'yes' then return case when tg_op = 'DELETE' then old else new end; end if;
  if tg_op <> 'INSERT' and old.state = 'published' then
    raise exception 'what was published stays as it was; a revision is a release of its own' using errcode = 'insufficient_privilege';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  if tg_op = 'UPDATE' and old.content is not null and (new.content, new.sha256, new.thresholds, new.until_day) is distinct from (old.content, old.sha256, old.thresholds, old.until_day) then
    raise exception 'what was counted stays as it was' using errcode = 'insufficient_privilege';
  end if;
  -- Nobody lets numbers out alone: there is no emergency in them.
  if new.state = 'published' and not exists (select 1 from four_eyes f where f.id = new.four_eyes_id and f.kind = 'statistics'
      and f.subject_id = new.id and f.version = new.version and f.state = 'approved') then
    raise exception 'statistics are published after four eyes on this version' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger statistics_releases_judged before insert or update or delete on statistics_releases for each row execute function toguna_judge_statistics();

-- Indicators of others, a value a row, with where it comes from and under which licence; shown beside our numbers, never added to them.
create table sector_indicators (
  id uuid primary key,
  name text not null check (length(name) between 1 and 300),
  period text not null check (period ~ '^[0-9]{4}(-(0[1-9]|1[0-2]|Q[1-4]))?$'),
  value numeric(20, 4) not null,
  unit text not null check (length(unit) between 1 and 60),
  source text not null check (length(source) between 1 and 300),
  source_on date not null,
  licence text not null check (length(licence) between 1 and 200),
  imported_by uuid references people (id),
  imported_at timestamptz not null,
  unique (name, period, source)
);
alter table sector_indicators enable row level security;
create policy sector_indicators_desk on sector_indicators using ((select toguna_is_desk()));

-- Counting a year reads reports by their day.
create index if not exists cases_opened on cases (opened_at);
