-- Areas that change and are never deleted, who has charge of which, where displaced people come from, lessons between neighbours,
-- fraud desks of banks and operators, and requests to freeze money that a reporter consented to.

alter table areas
  add column tile jsonb,
  add column shape jsonb,
  add column ended_at timestamptz,
  add column end_reason text,
  add column version integer not null default 1;
alter table areas add constraint areas_not_own_parent check (parent_id is distinct from id);
create index areas_parent on areas (parent_id);

-- A split area has several successors, merged ones share one. Reports keep the area that they were given.
create table area_successors (
  area_id text not null references areas (id),
  successor_id text not null references areas (id),
  primary key (area_id, successor_id),
  check (area_id <> successor_id)
);
create index area_successors_successor on area_successors (successor_id);

-- Areas that touch across a region's border, where lessons are shared too; each pair stands both ways.
create table area_borders (
  area_id text not null references areas (id),
  neighbour_id text not null references areas (id),
  primary key (area_id, neighbour_id),
  check (area_id <> neighbour_id)
);

create table area_imports (
  id uuid primary key,
  format text not null check (format in ('csv', 'json', 'geojson', 'xlsx')),
  file_name text not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  added integer not null,
  changed integer not null,
  ended integer not null,
  imported_by uuid references people (id),
  imported_at timestamptz not null
);

-- What an area was before each change.
create table area_history (
  area_id text not null references areas (id),
  version integer not null,
  before jsonb not null,
  import_id uuid references area_imports (id),
  at timestamptz not null,
  primary key (area_id, version)
);

-- Who has charge of an area and all that lies in it.
create table focal_areas (
  id uuid primary key,
  person_id uuid not null references people (id),
  area_id text not null references areas (id),
  given_by uuid references people (id),
  given_at timestamptz not null,
  ended_by uuid references people (id),
  ended_at timestamptz,
  check (given_by is null or given_by <> person_id)
);
create unique index focal_areas_once on focal_areas (person_id, area_id) where ended_at is null;

-- Areas under the given ones, with ended areas whose every successor lies there: a split area's old reports stay with who has charge of all its parts.
create function toguna_area_subtree(roots text[]) returns setof text language plpgsql stable set search_path = pg_catalog, public as $$
declare found text[]; more text[];
begin
  with recursive tree as (select a.id from areas a where a.id = any (roots) union select a.id from areas a join tree t on a.parent_id = t.id)
    select coalesce(array_agg(id), '{}') into found from tree;
  loop
    select coalesce(array_agg(s.area_id), '{}') into more from (
      select x.area_id from area_successors x group by x.area_id having bool_and(x.successor_id = any (found))) s
      where not s.area_id = any (found);
    exit when more = '{}';
    with recursive tree as (select unnest(more) as id union select a.id from areas a join tree t on a.parent_id = t.id)
      select array_agg(distinct id) into found from (select unnest(found) as id union select id from tree) x;
  end loop;
  return query select unnest(found);
end $$;

-- Those of the one who asks. Somebody whose role was taken away has none.
create function toguna_focal_areas() returns setof text language plpgsql stable security definer rows 50 set search_path = pg_catalog, public as $$
declare roots text[];
begin
  if toguna_scope() is distinct from 'focal' then return; end if;
  select coalesce(array_agg(f.area_id), '{}') into roots from focal_areas f where f.person_id = toguna_person() and f.ended_at is null
    and exists (select 1 from role_grants g where g.person_id = f.person_id and g.role = 'focal_point' and g.revoked_at is null);
  return query select toguna_area_subtree(roots);
end $$;

-- Reports whose handling area lies there; nothing above AMBER+STRICT, nothing of a restricted case, nothing that a conflict of interest concerns, nothing held.
create function toguna_focal_reports() returns setof uuid language plpgsql stable security definer rows 100 set search_path = pg_catalog, public as $$
declare mine text[] := array(select toguna_focal_areas());
begin
  if mine = '{}' then return; end if;
  return query select r.id from reports r where r.area_id = any (mine) and r.marking <> 'red' and not r.is_held
    and not exists (select 1 from case_reports cr join cases k on k.id = cr.case_id where cr.report_id = r.id
      and (k.is_restricted or k.marking = 'red'
        or exists (select 1 from conflicts c where c.person_id = toguna_person() and c.case_id = k.id and c.ended_at is null)))
    and not exists (select 1 from report_constituents rc join conflicts c on c.constituent_id = rc.constituent_id
      where rc.report_id = r.id and c.person_id = toguna_person() and c.ended_at is null);
end $$;

create function toguna_focal_cases() returns setof uuid language plpgsql stable security definer rows 100 set search_path = pg_catalog, public as $$
begin
  return query select distinct cr.case_id from case_reports cr join cases k on k.id = cr.case_id
    where cr.report_id in (select toguna_focal_reports()) and not k.is_restricted and k.marking <> 'red';
end $$;

-- The region that an area lies in (itself, where it is one); null for a country.
create function toguna_region_of(area text) returns text language sql stable set search_path = pg_catalog, public as $$
  with recursive up as (select id, parent_id, level from areas where id = area union select a.id, a.parent_id, a.level from areas a join up on up.parent_id = a.id)
  select id from up where level = 'region' limit 1 $$;

-- Regions whose lessons are read: one's own, and those that touch them.
create function toguna_focal_neighbours() returns setof text language plpgsql stable security definer rows 50 set search_path = pg_catalog, public as $$
declare own text[];
begin
  if toguna_scope() is distinct from 'focal' then return; end if;
  select coalesce(array_agg(distinct r.region), '{}') into own from (select toguna_region_of(f) as region from toguna_focal_areas() f) r where r.region is not null;
  return query select unnest(own) union select b.neighbour_id from area_borders b where b.area_id = any (own);
end $$;

-- Where a displaced person comes from. Never for a focal point; where the name is sealed the place is sealed with it, and only that there is one stands here.
create table report_origins (
  report_id uuid primary key references reports (id) on delete cascade,
  area_id text,
  is_sealed boolean not null,
  check (not is_sealed or area_id is null)
);

-- A report's text as a focal point reads it: where its reporter had to leave, the names of the place of origin, and of what holds it, are taken out.
-- Where that place is sealed with the name, the whole text stays with the desk.
create function toguna_focal_text(report uuid, words text) returns text language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare origin report_origins; safe text; place text; veiled text := words;
begin
  if not exists (select 1 from toguna_focal_reports() f where f = report) then return null; end if;
  select * into origin from report_origins o where o.report_id = report;
  if not found or words is null then return words; end if;
  if origin.is_sealed or origin.area_id is null then return null; end if;
  select r.area_id into safe from reports r where r.id = report;
  for place in
    with recursive up as (select a.id, a.parent_id, a.level, a.names from areas a where a.id = origin.area_id
        union select a.id, a.parent_id, a.level, a.names from areas a join up on up.parent_id = a.id),
      kept as (select a.id, a.parent_id from areas a where a.id = safe union select a.id, a.parent_id from areas a join kept on kept.parent_id = a.id)
    select distinct n.value from up cross join lateral jsonb_each_text(up.names) n where up.level <> 'country' and up.id not in (select id from kept)
    union select origin.area_id where not exists (select 1 from areas a where a.id = origin.area_id) order by 1 desc
  loop
    if length(place) >= 2 then
      veiled := regexp_replace(veiled, regexp_replace(place, '([\\.^$|()\[\]{}*+?-])', '\\\1', 'g'), '[…]', 'gi');
    end if;
  end loop;
  return veiled;
end $$;

-- What focal points write at a report: notes, questions to the desk, and assessments that the desk takes over or not.
create table focal_entries (
  id uuid primary key,
  report_id uuid not null references reports (id),
  kind text not null check (kind in ('note', 'question', 'proposal')),
  body text not null check (length(body) between 1 and 4000),
  proposal jsonb,
  author_id uuid not null references people (id),
  at timestamptz not null,
  answer text check (length(answer) between 1 and 4000),
  outcome text check (outcome in ('answered', 'accepted', 'refused')),
  answered_by uuid references people (id),
  answered_at timestamptz,
  check ((kind = 'proposal') = (proposal is not null)),
  check ((outcome is null) = (answered_by is null) and (outcome is null) = (answered_at is null)),
  constraint focal_entries_answered_by_another check (answered_by is null or answered_by <> author_id)
);
create index focal_entries_report on focal_entries (report_id, at);
create index focal_entries_waiting on focal_entries (at) where outcome is null and kind <> 'note';

create table lessons (
  id uuid primary key,
  case_id uuid not null references cases (id),
  title text not null check (length(title) between 3 and 200),
  happened text not null check (length(happened) between 10 and 4000),
  helped text not null check (length(helped) between 10 and 4000),
  region_id text not null references areas (id),
  tags text[] not null default '{}',
  marking text not null default 'green' check (marking in ('green', 'clear')),
  state text not null default 'waiting' check (state in ('waiting', 'shown', 'refused', 'withdrawn')),
  author_id uuid not null references people (id),
  written_at timestamptz not null,
  decided_by uuid references people (id),
  decided_at timestamptz,
  decision_reason text,
  check ((decided_by is null) = (decided_at is null)),
  check (state in ('waiting', 'withdrawn') or decided_by is not null),
  constraint lessons_decided_by_another check (decided_by is null or decided_by <> author_id)
);
create index lessons_state on lessons (state, written_at);

create table lesson_posts (
  id uuid primary key,
  lesson_id uuid not null references lessons (id),
  -- An answer stands under its question.
  question_id uuid references lesson_posts (id),
  body text not null check (length(body) between 3 and 2000),
  region_id text references areas (id),
  author_id uuid not null references people (id),
  at timestamptz not null
);
create index lesson_posts_lesson on lesson_posts (lesson_id, at);

-- A fraud desk of a bank or operator: who is asked to freeze, what they can freeze, what they need to know.
create table partner_bodies (
  id uuid primary key,
  constituent_id uuid not null references constituents (id),
  kind text not null check (kind in ('bank', 'operator')),
  contact_name text not null check (length(contact_name) between 1 and 200),
  email text,
  phone text,
  hours text,
  channel text not null check (channel in ('mail', 'phone')),
  freezes text[] not null check (freezes <@ '{mobile_money,bank_account,card}' and cardinality(freezes) > 0),
  needs text[] not null default '{}',
  answer_minutes integer not null check (answer_minutes between 5 and 43200),
  language text not null default 'fr' check (language in ('fr', 'en', 'mn')),
  version integer not null default 1,
  created_at timestamptz not null,
  ended_at timestamptz,
  check (channel <> 'mail' or email is not null),
  check (channel <> 'phone' or phone is not null)
);
create index partner_bodies_constituent on partner_bodies (constituent_id);

-- Whom the reporter let us tell about the money, in the words of which version of the form.
create table freeze_consents (
  report_id uuid primary key references reports (id) on delete cascade,
  bodies text[] not null check (bodies <@ '{bank,operator}' and cardinality(bodies) > 0),
  text_version text not null,
  language text not null,
  given_at timestamptz not null,
  withdrawn_at timestamptz
);

create sequence freeze_number;
create table freeze_requests (
  id uuid primary key,
  reference text not null unique,
  report_id uuid not null references reports (id),
  partner_id uuid not null references partner_bodies (id),
  target text not null check (target in ('mobile_money', 'bank_account', 'card')),
  fields jsonb not null,
  -- Exactly what the partner is shown.
  body text not null,
  language text not null,
  channel text not null check (channel in ('mail', 'phone')),
  released_by uuid not null references people (id),
  released_at timestamptz not null,
  expires_at timestamptz not null,
  reminded_at timestamptz,
  answer text check (answer in ('frozen', 'partly', 'too_late', 'cannot', 'need_more')),
  answer_note text check (length(answer_note) <= 2000),
  answered_via text check (answered_via in ('link', 'desk')),
  answered_by uuid references people (id),
  answered_at timestamptz,
  check ((answer is null) = (answered_at is null) and (answer is null) = (answered_via is null)),
  check (answered_via is distinct from 'desk' or answered_by is not null)
);
create index freeze_requests_report on freeze_requests (report_id, released_at);
create index freeze_requests_partner on freeze_requests (partner_id, released_at);
create index freeze_requests_open on freeze_requests (released_at) where answer is null;

-- Without consent nothing leaves, whatever a handler forgets; nor from a report for named persons only, nor to a body that was not named.
create function toguna_judge_freeze() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
declare kind_of text := (select p.kind from partner_bodies p where p.id = new.partner_id);
begin
  if current_setting('toguna.is_restoring', true) = 'yes' then return new; end if;
  if tg_op = 'UPDATE' then
    if (new.report_id, new.partner_id, new.fields, new.body, new.released_by, new.released_at) is distinct from
       (old.report_id, old.partner_id, old.fields, old.body, old.released_by, old.released_at) then
      raise exception 'what was asked of a partner stays as it was released' using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;
  if not exists (select 1 from freeze_consents c where c.report_id = new.report_id and c.withdrawn_at is null and kind_of = any (c.bodies)) then
    raise exception 'the reporter has not consented that this kind of body is told' using errcode = 'insufficient_privilege';
  end if;
  if exists (select 1 from reports r where r.id = new.report_id and r.marking in ('red', 'amber+strict')) then
    raise exception 'a report above TLP:AMBER does not leave to a partner' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger freeze_requests_judged before insert or update on freeze_requests for each row execute function toguna_judge_freeze();

do $$ declare f text; begin
  foreach f in array array['toguna_area_subtree(text[])', 'toguna_focal_areas()', 'toguna_focal_reports()', 'toguna_focal_cases()', 'toguna_region_of(text)', 'toguna_focal_neighbours()', 'toguna_focal_text(uuid, text)'] loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to toguna_app', f);
  end loop;
end $$;

-- What is hidden at the desk is hidden here as well.
call toguna_guard('report_origins', 'reports', 'report_id');
call toguna_guard('focal_entries', 'reports', 'report_id');
call toguna_guard('lessons', 'cases', 'case_id');
call toguna_guard('freeze_consents', 'reports', 'report_id');
call toguna_guard('freeze_requests', 'reports', 'report_id');

-- Names, shapes and borders of places are no secrets.
do $$ declare t text; begin
  foreach t in array array['area_successors', 'area_borders'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I for select using (true)', t || '_read', t);
    execute format('create policy %I on %I for all using ((select toguna_scope()) in (''system'', ''staff'', ''person''))', t || '_write', t);
  end loop;
  foreach t in array array['area_imports', 'area_history', 'focal_areas', 'partner_bodies'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I using ((select toguna_scope()) in (''system'', ''staff'', ''person''))', t || '_scope', t);
  end loop;
  foreach t in array array['report_origins', 'focal_entries', 'lessons', 'lesson_posts', 'freeze_consents', 'freeze_requests'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I using ((select toguna_is_desk()))', t || '_scope', t);
  end loop;
end $$;
create policy report_origins_intake on report_origins for insert with check ((select toguna_scope()) = 'intake' and report_id = (select toguna_report()));
create policy freeze_consents_intake on freeze_consents for insert with check ((select toguna_scope()) = 'intake' and report_id = (select toguna_report()));

-- Focal points: what lies in their areas, to be read; their own words, to be written.
create policy focal_areas_own on focal_areas for select using ((select toguna_scope()) = 'focal' and person_id = (select toguna_person()));
create policy reports_focal on reports for select using ((select toguna_scope()) = 'focal' and id in (select toguna_focal_reports()));
create policy observables_focal on observables for select using ((select toguna_scope()) = 'focal' and report_id in (select toguna_focal_reports()));
create policy assessments_focal on assessments for select using ((select toguna_scope()) = 'focal' and report_id in (select toguna_focal_reports()));
create policy cases_focal on cases for select using ((select toguna_scope()) = 'focal' and id in (select toguna_focal_cases()));
create policy case_reports_focal on case_reports for select using ((select toguna_scope()) = 'focal' and report_id in (select toguna_focal_reports()));
create policy constituents_focal on constituents for select using ((select toguna_scope()) = 'focal' and area_id in (select toguna_focal_areas()));
create policy contacts_focal on contacts for select using ((select toguna_scope()) = 'focal'
  and constituent_id in (select c.id from constituents c where c.area_id in (select toguna_focal_areas())));
create policy focal_entries_focal on focal_entries for select using ((select toguna_scope()) = 'focal' and report_id in (select toguna_focal_reports()));
create policy focal_entries_write on focal_entries for insert with check ((select toguna_scope()) = 'focal' and author_id = (select toguna_person())
  and outcome is null and report_id in (select toguna_focal_reports()));
create policy lessons_focal on lessons for select using ((select toguna_scope()) = 'focal'
  and (author_id = (select toguna_person()) or (state = 'shown' and region_id in (select toguna_focal_neighbours()))));
create policy lessons_write on lessons for insert with check ((select toguna_scope()) = 'focal' and author_id = (select toguna_person())
  and state = 'waiting' and case_id in (select toguna_focal_cases()));
create policy lesson_posts_focal on lesson_posts for select using ((select toguna_scope()) = 'focal' and lesson_id in (select l.id from lessons l));
create policy lesson_posts_write on lesson_posts for insert with check ((select toguna_scope()) = 'focal' and author_id = (select toguna_person())
  and lesson_id in (select l.id from lessons l where l.state = 'shown'));
create policy people_focal on people for select using ((select toguna_scope()) = 'focal' and id = (select toguna_person()));
create policy audit_focal on audit_log for select using ((select toguna_scope()) = 'focal' and actor_kind = 'person' and actor_id = (select toguna_person())::text);
create policy organisations_focal on organisations for select using ((select toguna_scope()) = 'focal' and (kind = 'cert' or id = (select toguna_organisation())));
