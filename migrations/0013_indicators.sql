-- Indicator lists that are brought in whole, the text of pictures, and hunts through everything that is stored.

-- A list from somebody else, under one name over all its editions: indicators, or a warning list that holds findings back.
create table indicator_feeds (
  id uuid primary key,
  name text not null unique check (name ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
  -- The edition that is in force; null: kept, and hits nothing.
  active_import uuid,
  created_at timestamptz not null,
  ended_by uuid references people (id),
  ended_at timestamptz,
  end_reason text not null default ''
);

-- Each file that was brought in, as it came; what the search needs is made from it and can be made again.
create table indicator_imports (
  id uuid primary key,
  feed_id uuid not null references indicator_feeds (id),
  title text not null check (length(title) between 1 and 200),
  marking text not null check (marking in ('TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED')),
  licence text not null check (length(licence) between 1 and 200),
  author text not null default '',
  source text not null default '',
  -- 0 to 100, for entries that give none.
  confidence integer not null check (confidence between 0 and 100),
  -- Null until the file's first look tells it.
  format text check (format in ('misp', 'csv', 'plain', 'list', 'warninglist')),
  file_name text not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  size bigint not null,
  object_id uuid not null unique references objects (id),
  is_hunted boolean not null,
  asked_by uuid references people (id),
  asked_at timestamptz not null,
  state text not null check (state in ('waiting', 'done', 'refused')),
  error text not null default '',
  entries integer not null default 0,
  refused_count integer not null default 0,
  -- The first of them: [{"field", "reason"}].
  refused jsonb not null default '[]',
  -- How many entries are of kinds that are no observables here, by their type.
  skipped jsonb not null default '{}',
  finished_at timestamptz,
  unique (feed_id, id)
);
create index indicator_imports_feed on indicator_imports (feed_id, asked_at);
alter table indicator_feeds add foreign key (id, active_import) references indicator_imports (feed_id, id) deferrable initially deferred;

create function refuse_import_change() returns trigger language plpgsql as $$
begin
  if old.state = 'waiting' and tg_op = 'UPDATE' then return new; end if;
  raise exception 'an edition of a list cannot be changed: % on % refused', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger indicator_imports_stay before update or delete on indicator_imports for each row execute function refuse_import_change();

-- Which files were looked through for pictures, and what was read from each picture.
create table picture_readings (
  file_id uuid primary key references report_files (id) on delete cascade,
  report_id uuid not null references reports (id) on delete cascade,
  -- The languages that were there, so that a reading can be told from a better one.
  languages text[] not null,
  read_at timestamptz not null
);
create index picture_readings_report on picture_readings (report_id);
create table picture_texts (
  id uuid primary key,
  report_id uuid not null references reports (id) on delete cascade,
  file_id uuid not null references picture_readings (file_id) on delete cascade,
  part text not null,
  text text not null,
  confidence real not null,
  width integer not null,
  height integer not null,
  -- Why it was not read; null when it was.
  problem text,
  unique (file_id, part)
);
create index picture_texts_report on picture_texts (report_id);

-- A hunt: one walk over what is stored, for a value, a list or a rule.
create table hunts (
  id uuid primary key,
  kind text not null check (kind in ('value', 'list', 'rule')),
  -- {"kind", "value"}, {"feedId", "importId"} or {"ruleId", "version"}.
  subject jsonb not null,
  title text not null,
  asked_by uuid references people (id),
  asked_at timestamptz not null,
  -- Null: everything that is stored.
  since_at timestamptz,
  until_at timestamptz not null,
  state text not null check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
  is_cancel_asked boolean not null default false,
  reports_total integer not null default 0,
  reports_done integer not null default 0,
  files_done integer not null default 0,
  events_done bigint not null default 0,
  values_done bigint not null default 0,
  -- Past the limit matches are counted and not kept; readers count what they may see.
  matches integer not null default 0,
  -- [{"reportId", "text"}]: said to whoever may see the report.
  problems jsonb not null default '[]',
  started_at timestamptz,
  finished_at timestamptz,
  error text not null default ''
);
create index hunts_asked on hunts (asked_at);
create table hunt_matches (
  id uuid primary key,
  hunt_id uuid not null references hunts (id) on delete cascade,
  report_id uuid not null references reports (id) on delete cascade,
  kind text not null check (kind in ('value', 'event', 'file')),
  title text not null,
  level text not null,
  source text not null,
  at bigint,
  matched text not null,
  why text not null,
  locations jsonb not null default '[]'
);
create index hunt_matches_hunt on hunt_matches (hunt_id, report_id);
create index hunt_matches_report on hunt_matches (report_id);
-- Whom each report touches, as the register held it at the time of the incident.
create table hunt_holders (
  hunt_id uuid not null references hunts (id) on delete cascade,
  report_id uuid not null references reports (id) on delete cascade,
  constituent_id uuid not null references constituents (id),
  via text not null,
  value text not null,
  primary key (hunt_id, report_id, constituent_id)
);
create index hunt_holders_constituent on hunt_holders (constituent_id);

do $$ declare name text; begin
  foreach name in array array['indicator_feeds', 'indicator_imports'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy %I on %I using ((select toguna_of_cert()))', name || '_scope', name);
  end loop;
end $$;
alter table hunts enable row level security;
create policy hunts_scope on hunts using ((select toguna_scope()) in ('system', 'staff'));
-- Who may see a report sees what was read from its pictures and what a hunt found in it.
do $$ declare name text; begin
  foreach name in array array['picture_readings', 'picture_texts', 'hunt_matches', 'hunt_holders'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy %I on %I using ((select toguna_scope()) = ''system'' or ((select toguna_scope()) = ''staff''
      and exists (select 1 from reports r where r.id = report_id)))', name || '_scope', name);
  end loop;
end $$;
