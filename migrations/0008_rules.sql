-- Rules have a life: versions that never change, gates, two persons who publish, back-tests, costs, packs and the allow-list.

-- People of the national CERT, whatever their role there: rules are theirs, reports are not.
create function toguna_of_cert() returns boolean language sql stable as $$
  select toguna_scope() in ('system', 'staff')
    or (toguna_scope() = 'person' and exists (select 1 from organisations o where o.id = toguna_organisation() and o.kind = 'cert')) $$;

create table rule_packs (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  licence text not null check (length(licence) between 1 and 200),
  author text not null default '',
  source text not null default '',
  file_name text not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  imported_by uuid references people (id),
  imported_at timestamptz not null
);

create table rules (
  id uuid primary key,
  kind text not null check (kind in ('sigma', 'yara', 'indicator')),
  origin text not null check (origin in ('shipped', 'desk', 'pack')),
  pack_id uuid references rule_packs (id),
  -- Where it lies in the rules folder or in its pack; one rule a place.
  path text,
  title text not null,
  state text not null check (state in ('draft', 'test', 'active', 'quarantined', 'retired')),
  state_reason text not null default '',
  state_at timestamptz not null,
  active_version integer,
  -- The version that was in force before it was quarantined or retired.
  former_version integer,
  created_by uuid references people (id),
  created_at timestamptz not null,
  version integer not null default 1,
  check ((state = 'active') = (active_version is not null)),
  check (origin <> 'shipped' or (created_by is null and path is not null)),
  check ((origin = 'pack') = (pack_id is not null))
);
create unique index rules_shipped_path on rules (path) where origin = 'shipped';
create index rules_state on rules (state, kind);
create index rules_pack on rules (pack_id);
create index rules_title on rules using gin (title gin_trgm_ops);

-- What somebody is writing: the only part of a rule that changes in place.
create table rule_drafts (
  rule_id uuid primary key references rules (id),
  source text not null check (length(source) between 1 and 8000000),
  samples jsonb not null default '[]',
  note text not null default '',
  -- Everybody who wrote at it: none of them may approve what becomes of it.
  written_by uuid[] not null check (cardinality(written_by) > 0),
  edited_at timestamptz not null,
  version integer not null default 1
);

create table rule_versions (
  rule_id uuid not null references rules (id),
  version integer not null check (version > 0),
  origin text not null check (origin in ('shipped', 'desk', 'pack')),
  source text not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  samples jsonb not null,
  samples_sha256 bytea not null check (octet_length(samples_sha256) = 32),
  title text not null,
  level text not null,
  author text not null default '',
  licence text not null default '',
  description text not null default '',
  -- What its findings carry as rule id: one a document of a Sigma file or a rule of a YARA file.
  names text[] not null,
  note text not null default '',
  written_by uuid[] not null,
  created_at timestamptz not null,
  primary key (rule_id, version),
  unique (rule_id, version, written_by),
  -- A pack may be brought in at the server's own console, where nobody has signed in.
  check (origin <> 'desk' or cardinality(written_by) > 0)
);
alter table rules add foreign key (id, active_version) references rule_versions (rule_id, version) deferrable initially deferred;

create function refuse_rule_change() returns trigger language plpgsql as $$
begin
  raise exception 'a version of a rule cannot be changed: % on % refused', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger rule_versions_never_change before update or delete on rule_versions for each row execute function refuse_rule_change();
create trigger rule_versions_no_truncate before truncate on rule_versions for each statement execute function refuse_rule_change();

-- Under which names active rules fire: two that are active never share one.
create table rule_names (
  kind text not null,
  name text not null,
  rule_id uuid not null references rules (id),
  primary key (kind, name)
);
create index rule_names_rule on rule_names (rule_id);

-- Form and samples of one version; the back-test stands in rule_trials.
create table rule_checks (
  rule_id uuid not null,
  version integer not null,
  gate text not null check (gate in ('form', 'samples')),
  state text not null check (state in ('waiting', 'running', 'passed', 'failed')),
  problems jsonb not null default '[]',
  checked_at timestamptz,
  primary key (rule_id, version, gate),
  foreign key (rule_id, version) references rule_versions (rule_id, version)
);

-- A back-test: one walk over what is stored, with one rule or a pack.
create table rule_trials (
  id uuid primary key,
  pack_id uuid references rule_packs (id),
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
  started_at timestamptz,
  finished_at timestamptz,
  error text not null default ''
);
create table rule_trial_rules (
  trial_id uuid not null references rule_trials (id) on delete cascade,
  rule_id uuid not null,
  version integer not null,
  hits integer not null default 0,
  reports integer not null default 0,
  -- Of these reports, those on which the rule's version in force had not fired.
  new_reports integer not null default 0,
  time_ms real not null default 0,
  problem text not null default '',
  primary key (trial_id, rule_id),
  foreign key (rule_id, version) references rule_versions (rule_id, version)
);
create index rule_trial_rules_rule on rule_trial_rules (rule_id, version);
create table rule_trial_hits (
  id uuid primary key,
  trial_id uuid not null references rule_trials (id) on delete cascade,
  rule_id uuid not null,
  report_id uuid not null references reports (id) on delete cascade,
  name text not null,
  title text not null,
  level text not null,
  source text not null,
  at bigint,
  locations jsonb not null default '[]',
  has_fired_before boolean not null
);
create index rule_trial_hits_trial on rule_trial_hits (trial_id, rule_id);
create index rule_trial_hits_report on rule_trial_hits (report_id);

create table rule_publications (
  id uuid primary key,
  rule_id uuid not null,
  version integer not null,
  written_by uuid[] not null,
  way text not null check (way in ('two_persons', 'alone')),
  state text not null check (state in ('waiting', 'live', 'refused', 'withdrawn', 'ended')),
  asked_by uuid not null references people (id),
  asked_at timestamptz not null,
  reason text not null check (length(reason) >= 3),
  approved_by uuid references people (id),
  approved_at timestamptz,
  -- Alone: withdrawn then, unless somebody else has countersigned.
  expires_at timestamptz,
  previous_version integer,
  ended_by uuid references people (id),
  ended_at timestamptz,
  end_reason text not null default '',
  foreign key (rule_id, version, written_by) references rule_versions (rule_id, version, written_by),
  constraint rule_publications_two_persons check (approved_by is null or (approved_by <> asked_by and approved_by <> all (written_by))),
  constraint rule_publications_alone_ends check ((way = 'alone') = (expires_at is not null)),
  constraint rule_publications_live check (state <> 'live' or way = 'alone' or approved_by is not null),
  check ((approved_by is null) = (approved_at is null))
);
create unique index rule_publications_waiting on rule_publications (rule_id) where state = 'waiting';
create unique index rule_publications_live_one on rule_publications (rule_id) where state = 'live';
create index rule_publications_rule on rule_publications (rule_id, asked_at);
create index rule_publications_expiry on rule_publications (expires_at) where state = 'live' and approved_by is null;

-- The last wall: a version comes into force only when it shipped or was published.
create function refuse_unpublished() returns trigger language plpgsql as $$
begin
  if new.active_version is not null
    and not exists (select 1 from rule_versions v where v.rule_id = new.id and v.version = new.active_version and v.origin = 'shipped')
    and not exists (select 1 from rule_publications p where p.rule_id = new.id and p.version = new.active_version
      and (p.approved_by is not null or (p.way = 'alone' and p.state = 'live'))) then
    raise exception 'version % of rule % was not published', new.active_version, new.id using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
-- Looked at when the transaction ends, since a backup brings rules before their versions and publications.
create constraint trigger rules_only_published after insert or update of active_version on rules
  deferrable initially deferred for each row execute function refuse_unpublished();

-- What each rule cost, by day; `name` as in its findings.
create table rule_costs (
  kind text not null,
  name text not null,
  day date not null,
  evaluations bigint not null default 0,
  matches bigint not null default 0,
  time_ms double precision not null default 0,
  primary key (kind, name, day)
);

create table rule_imports (
  id uuid primary key,
  file_name text not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  -- Files as they came: [{"name", "objectId"}]; empty once they were read.
  files jsonb not null default '[]',
  state text not null check (state in ('reading', 'ready', 'failed', 'accepted')),
  error text not null default '',
  asked_by uuid references people (id),
  asked_at timestamptz not null,
  accepted_at timestamptz,
  pack_id uuid references rule_packs (id),
  -- What the pack says of itself, where it does (its LICENSE file's first line, a feed's organisation).
  licence text not null default '',
  author text not null default ''
);
create table rule_import_items (
  import_id uuid not null references rule_imports (id) on delete cascade,
  number integer not null,
  path text not null,
  kind text not null,
  source text not null,
  samples jsonb not null default '[]',
  title text not null,
  level text not null default '',
  author text not null default '',
  licence text not null default '',
  description text not null default '',
  names text[] not null default '{}',
  status text not null check (status in ('new', 'changed', 'same', 'refused')),
  problems jsonb not null default '[]',
  rule_id uuid references rules (id),
  primary key (import_id, number)
);

-- What is known to be harmless here: triage keeps such findings aside, with the entry named.
create table allow_entries (
  id uuid primary key,
  -- A value ("domain", "backup.example"), a rule as a whole, or a rule on a value.
  engine text,
  rule_name text,
  value_kind text,
  value text,
  reason text not null check (length(reason) >= 3),
  owner_id uuid not null references people (id),
  created_by uuid not null references people (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  ended_by uuid references people (id),
  end_reason text not null default '',
  version integer not null default 1,
  check (rule_name is not null or value is not null),
  check ((rule_name is null) = (engine is null)),
  check ((value is null) = (value_kind is null)),
  check (expires_at > created_at)
);
create index allow_entries_live on allow_entries (expires_at) where ended_at is null;

-- Findings that a warning list or the allow-list held back: kept, shown apart, counted in nothing.
create table suppressed_findings (
  id uuid primary key,
  report_id uuid not null references reports (id) on delete cascade,
  engine text not null,
  rule_id text not null,
  rule_version text not null,
  title text not null,
  level text not null,
  source text not null,
  at bigint,
  locations jsonb not null,
  why text not null,
  reference_links text[] not null default '{}',
  author text,
  -- {"kind": "warninglist", "names": […]} or {"kind": "allow_list", "entryId", "reason", "ownerName", "expiresAt"}.
  held_by jsonb not null,
  found_at timestamptz not null
);
create index suppressed_findings_report on suppressed_findings (report_id);

alter table findings add column verdict_by uuid references people (id);
alter table findings add column verdict_at timestamptz;

-- Each rule's record in numbers alone, for people who read rules and no reports; of the names given, or of all of them.
create function rule_records(only_names text[]) returns table (
  engine text, name text, hits bigint, reports bigint, true_count bigint, false_count bigint, benign_count bigint, last_hit_at timestamptz
) language sql stable security definer set search_path = public, pg_temp as $$
  select g.engine, g.rule_id, sum(g.n)::bigint, count(*), sum(g.t)::bigint, sum(g.f)::bigint, sum(g.b)::bigint, max(g.last) from (
    select f.engine, f.rule_id, f.report_id, count(*) as n, count(*) filter (where f.verdict = 'true') as t, count(*) filter (where f.verdict = 'false') as f,
      count(*) filter (where f.verdict = 'benign') as b, max(f.found_at) as last
    from findings f where toguna_of_cert() and f.engine <> 'unpack' and f.rule_id = any(only_names) group by f.engine, f.rule_id, f.report_id) g
  group by g.engine, g.rule_id $$;
create function rule_records() returns table (
  engine text, name text, hits bigint, reports bigint, true_count bigint, false_count bigint, benign_count bigint, last_hit_at timestamptz
) language sql stable security definer set search_path = public, pg_temp as $$
  select g.engine, g.rule_id, sum(g.n)::bigint, count(*), sum(g.t)::bigint, sum(g.f)::bigint, sum(g.b)::bigint, max(g.last) from (
    select f.engine, f.rule_id, f.report_id, count(*) as n, count(*) filter (where f.verdict = 'true') as t, count(*) filter (where f.verdict = 'false') as f,
      count(*) filter (where f.verdict = 'benign') as b, max(f.found_at) as last
    from findings f where toguna_of_cert() and f.engine <> 'unpack' group by f.engine, f.rule_id, f.report_id) g
  group by g.engine, g.rule_id $$;
revoke all on function rule_records(), rule_records(text[]) from public;
grant execute on function rule_records(), rule_records(text[]) to toguna_app;

-- How many findings each entry of the allow-list has held back, in numbers alone.
create function allow_entry_counts() returns table (entry_id text, held bigint) language sql stable security definer set search_path = public, pg_temp as $$
  select s.held_by->>'entryId', count(*) from suppressed_findings s where toguna_of_cert() and s.held_by->>'kind' = 'allow_list' group by 1 $$;
revoke all on function allow_entry_counts() from public;
grant execute on function allow_entry_counts() to toguna_app;

do $$ declare name text; begin
  foreach name in array array['rule_packs', 'rules', 'rule_drafts', 'rule_versions', 'rule_names', 'rule_checks', 'rule_trials', 'rule_trial_rules',
    'rule_publications', 'rule_costs', 'rule_imports', 'rule_import_items', 'allow_entries'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy %I on %I using ((select toguna_of_cert()))', name || '_scope', name);
  end loop;
end $$;
-- Only the installation itself takes in what ships.
create policy rule_versions_shipped on rule_versions as restrictive for insert with check (origin <> 'shipped' or (select toguna_scope()) = 'system');
-- Who may see a report sees what would have fired on it.
alter table rule_trial_hits enable row level security;
create policy rule_trial_hits_scope on rule_trial_hits using ((select toguna_scope()) = 'system'
  or ((select toguna_scope()) = 'staff' and exists (select 1 from reports r where r.id = report_id)));
alter table suppressed_findings enable row level security;
create policy suppressed_findings_scope on suppressed_findings using ((select toguna_scope()) = 'system'
  or ((select toguna_scope()) = 'staff' and exists (select 1 from reports r where r.id = report_id)));
