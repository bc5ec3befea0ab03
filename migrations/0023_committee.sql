-- The national committee: targets of a strategy and what was measured, yearly reviews that two sign and nobody changes after, what ministries were asked,
-- how far each law is carried out, campaigns and trainings, surveys of citizens, and the figures that were frozen.

-- The committee's own people; the public sees what was published by policies of its own.
create function toguna_is_committee() returns boolean language sql stable set search_path = pg_catalog, public as
  $$ select toguna_scope() = 'system' or (toguna_scope() = 'person' and toguna_has_role('committee_member')) $$;

create table strategy_targets (
  id uuid primary key,
  -- Null where the committee wrote the target itself; else the shipped strategy with version and hash that it was taken from.
  strategy_id text,
  strategy_version text,
  strategy_sha256 text check (strategy_sha256 ~ '^[0-9a-f]{64}$'),
  key text not null check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  names jsonb not null,
  unit text not null check (length(unit) between 1 and 60),
  target numeric,
  by_year integer check (by_year between 1990 and 2200),
  baseline numeric,
  baseline_on date,
  source text not null default '',
  verification text not null check (verification in ('verified', 'primary', 'secondary', 'from_programme', 'background', 'unverified')),
  -- A figure that Toguna can count itself.
  figure text,
  -- Its place in the strategy.
  place integer not null default 0,
  added_by uuid references people (id),
  added_at timestamptz not null,
  ended_at timestamptz
);
create unique index strategy_targets_key on strategy_targets (coalesce(strategy_id, ''), key) where ended_at is null;

create table figure_snapshots (
  id uuid primary key,
  year integer not null check (year between 2000 and 2200),
  taken_at timestamptz not null,
  taken_by uuid references people (id),
  -- [{"name", "value", "query", "unit"}]: each number beside the text of the query that made it.
  figures jsonb not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$')
);

create table data_requests (
  id uuid primary key,
  year integer not null check (year between 2000 and 2200),
  body text not null check (length(body) between 1 and 200),
  email text not null check (length(email) between 3 and 320),
  language text not null check (language in ('fr', 'en', 'mn')),
  target_ids uuid[] not null check (cardinality(target_ids) between 1 and 100),
  message text not null default '' check (length(message) <= 4000),
  due_on date not null,
  -- The link is made from the id with a key of the installation, so that a reminder can repeat it and the database alone cannot.
  asked_at timestamptz not null,
  asked_by uuid references people (id),
  reminded_at timestamptz,
  reminders integer not null default 0,
  answered_at timestamptz,
  answered_by text check (length(answered_by) between 1 and 200),
  withdrawn_at timestamptz
);

create table measurements (
  id uuid primary key,
  target_id uuid not null references strategy_targets (id),
  year integer not null check (year between 1990 and 2200),
  value numeric not null,
  measured_on date not null,
  source text not null check (length(source) between 1 and 500),
  -- Where it came from: typed by a member, answered by link, brought in with a sheet, counted by Toguna.
  origin text not null check (origin in ('member', 'request', 'import', 'figure')),
  request_id uuid references data_requests (id),
  snapshot_id uuid references figure_snapshots (id),
  import_id uuid,
  entered_by uuid references people (id),
  entered_at timestamptz not null,
  -- A correction is a new row; the old one stays and says which replaced it.
  replaced_by uuid references measurements (id) deferrable initially deferred,
  check ((origin = 'request') = (request_id is not null)),
  check ((origin = 'figure') = (snapshot_id is not null)),
  check ((origin = 'import') = (import_id is not null))
);
create unique index measurements_one on measurements (target_id, year) where replaced_by is null;

create table reviews (
  id uuid primary key,
  year integer not null unique check (year between 2000 and 2200),
  state text not null default 'draft' check (state in ('draft', 'submitted', 'frozen', 'published')),
  summary jsonb not null default '{}',
  version integer not null default 1,
  begun_at timestamptz not null,
  submitted_by uuid references people (id),
  submitted_at timestamptz,
  signed_by uuid references people (id),
  signed_at timestamptz,
  -- What was signed, whole: nothing of it changes when later figures do.
  frozen jsonb,
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  published_by uuid references people (id),
  published_at timestamptz,
  -- Whoever submits does not sign.
  check (signed_by is null or signed_by <> submitted_by),
  check ((state in ('frozen', 'published')) = (frozen is not null and sha256 is not null and signed_by is not null)),
  check ((state = 'published') = (published_at is not null))
);

create table review_narratives (
  review_id uuid not null references reviews (id),
  target_id uuid not null references strategy_targets (id),
  text jsonb not null,
  outlook text not null check (outlook in ('reached', 'on_track', 'late', 'stopped', 'unknown')),
  version integer not null default 1,
  changed_by uuid references people (id),
  changed_at timestamptz not null,
  primary key (review_id, target_id)
);

create table law_steps (
  id uuid primary key,
  -- A pack of law, or a bill's name where no pack exists.
  instrument text not null check (length(instrument) between 1 and 200),
  step text not null check (step in ('adopted', 'decree_issued', 'body_running', 'entities_filing', 'sanction_used')),
  state text not null check (state in ('yes', 'partly', 'no', 'unknown')),
  reached_on date,
  source text not null check (length(source) between 1 and 500),
  said_by uuid references people (id),
  said_at timestamptz not null,
  replaced_by uuid references law_steps (id) deferrable initially deferred
);
create unique index law_steps_one on law_steps (instrument, step) where replaced_by is null;

create table campaigns (
  id uuid primary key,
  kind text not null check (kind in ('campaign', 'training')),
  name text not null check (length(name) between 1 and 200),
  area_id text references areas (id),
  starts_on date not null,
  ends_on date not null check (ends_on >= starts_on),
  wanted integer check (wanted > 0),
  note text not null default '' check (length(note) <= 4000),
  added_by uuid references people (id),
  added_at timestamptz not null,
  ended_at timestamptz
);

create table campaign_attendances (
  id uuid primary key,
  campaign_id uuid not null references campaigns (id),
  held_on date not null,
  audience text not null check (audience in ('citizens', 'pupils', 'students', 'teachers', 'women_organisations', 'youth_organisations', 'displaced_people', 'civil_servants', 'businesses', 'elected_officials', 'journalists', 'other')),
  women integer not null default 0 check (women >= 0),
  men integer not null default 0 check (men >= 0),
  -- Where it was not asked or may not be.
  unsaid integer not null default 0 check (unsaid >= 0),
  source text not null check (length(source) between 1 and 500),
  counted_by uuid references people (id),
  counted_at timestamptz not null,
  check (women + men + unsaid > 0)
);
create index campaign_attendances_campaign on campaign_attendances (campaign_id);

create table surveys (
  id uuid primary key,
  names jsonb not null,
  -- [{"key", "names", "kind": "one"|"many"|"text", "options": [{"key", "names"}]}]
  questions jsonb not null,
  opens_on date not null,
  closes_on date not null check (closes_on >= opens_on),
  made_by uuid references people (id),
  made_at timestamptz not null,
  closed_at timestamptz
);

-- Answers know no person, no address and no hour: a day, a way, and an area if it was given.
create table survey_answers (
  id uuid primary key,
  survey_id uuid not null references surveys (id),
  answers jsonb not null,
  way text not null check (way in ('online', 'paper')),
  area_id text references areas (id),
  answered_on date not null,
  -- Of a paper, who typed it in.
  typed_by uuid references people (id),
  check ((way = 'paper') = (typed_by is not null))
);
create index survey_answers_survey on survey_answers (survey_id);

-- What was signed stays as it was signed.
create function toguna_keep_signed() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  if tg_op = 'DELETE' then raise exception 'a review is not deleted' using errcode = 'check_violation'; end if;
  if old.frozen is not null and (new.frozen is distinct from old.frozen or new.sha256 is distinct from old.sha256 or new.year <> old.year
      or new.signed_by is distinct from old.signed_by or new.signed_at is distinct from old.signed_at or new.summary is distinct from old.summary
      or new.state not in ('frozen', 'published') or (old.state = 'published' and new.state <> 'published')) then
    raise exception 'a signed review does not change' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger reviews_keep_signed before update or delete on reviews for each row execute function toguna_keep_signed();
create function toguna_keep_narrative() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  if exists (select 1 from reviews r where r.id = coalesce(new.review_id, old.review_id) and r.frozen is not null) then
    raise exception 'a signed review does not change' using errcode = 'check_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger review_narratives_keep before insert or update or delete on review_narratives for each row execute function toguna_keep_narrative();
create function toguna_keep_figures() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  raise exception 'frozen figures do not change' using errcode = 'check_violation';
end $$;
create trigger figure_snapshots_keep before update or delete on figure_snapshots for each row execute function toguna_keep_figures();

do $$ declare t text; begin
  foreach t in array array['strategy_targets', 'figure_snapshots', 'data_requests', 'measurements', 'reviews', 'review_narratives', 'law_steps', 'campaigns',
    'campaign_attendances', 'surveys', 'survey_answers'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I using ((select toguna_is_committee()))', t || '_committee', t);
  end loop;
end $$;
-- The public: frozen reviews that were published, trainings, surveys that are open.
create policy reviews_public on reviews for select using (state = 'published');
create policy campaigns_public on campaigns for select using (ended_at is null);
create policy surveys_public on surveys for select using (closed_at is null);
