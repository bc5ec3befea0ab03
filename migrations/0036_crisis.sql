-- A crisis: its level, its situation reports with a receipt for each reader, what was decided, what is said in public; and the days when
-- nothing works: contact books that were made, paper slips that were printed and are keyed in afterwards.

-- Levels are the operator's: names in three languages, what changes, how often a report is written, whether the public is told.
create table crisis_levels (
  id uuid primary key,
  rank integer not null check (rank between 1 and 9),
  names jsonb not null,
  changes jsonb not null default '{}',
  is_public boolean not null default false,
  report_hours integer not null check (report_hours between 1 and 168),
  version integer not null default 1,
  changed_by uuid references people (id),
  changed_at timestamptz not null,
  ended_at timestamptz
);
create unique index crisis_levels_rank on crisis_levels (rank) where ended_at is null;

create sequence crisis_number;
create table crises (
  id uuid primary key,
  reference text not null unique,
  -- Read by the whole team and by authorities: no victim's name in it.
  title text not null check (length(title) between 1 and 200),
  level_id uuid not null references crisis_levels (id),
  report_hours integer not null check (report_hours between 1 and 168),
  marking text not null default 'amber' check (marking in ('red', 'amber+strict', 'amber', 'green', 'clear')),
  opened_by uuid references people (id),
  opened_at timestamptz not null,
  closed_by uuid references people (id),
  closed_at timestamptz,
  -- What went well, what is done otherwise next time.
  review_well text check (length(review_well) between 3 and 10000),
  review_change text check (length(review_change) between 3 and 10000),
  is_demo boolean not null default false,
  version integer not null default 1,
  constraint crises_close_with_review check ((closed_at is null) = (review_well is null) and (closed_at is null) = (review_change is null))
);
create index crises_open on crises (opened_at) where closed_at is null;

create table crisis_cases (
  crisis_id uuid not null references crises (id),
  case_id uuid not null references cases (id),
  added_by uuid references people (id),
  added_at timestamptz not null,
  primary key (crisis_id, case_id)
);
create index crisis_cases_case on crisis_cases (case_id);

create table crisis_changes (
  id uuid primary key,
  crisis_id uuid not null references crises (id),
  kind text not null check (kind in ('opened', 'level', 'closed')),
  level_id uuid not null references crisis_levels (id),
  reason text not null check (length(reason) between 3 and 4000),
  by_person uuid references people (id),
  at timestamptz not null
);
create index crisis_changes_of on crisis_changes (crisis_id, at);

-- What was decided, why, what else could have been done, and who must know of it.
create table crisis_decisions (
  id uuid primary key,
  crisis_id uuid not null references crises (id),
  number integer not null,
  what text not null check (length(what) between 3 and 4000),
  why text not null check (length(why) between 3 and 4000),
  options text not null default '' check (length(options) <= 4000),
  decided_by text not null check (length(decided_by) between 1 and 300),
  decided_at timestamptz not null,
  written_by uuid references people (id),
  written_at timestamptz not null,
  -- Over the text as the log names it.
  sha256 bytea not null check (octet_length(sha256) = 32),
  unique (crisis_id, number)
);
create table crisis_decision_readers (
  decision_id uuid not null references crisis_decisions (id),
  person_id uuid not null references people (id),
  read_at timestamptz,
  primary key (decision_id, person_id)
);

-- Whom situation reports are for: everybody with a role in the team, an authority's people, a named contact outside.
create table crisis_recipients (
  id uuid primary key,
  crisis_id uuid not null references crises (id),
  kind text not null check (kind in ('role', 'authority', 'contact')),
  role text,
  organisation_id uuid references organisations (id),
  correspondent_id uuid references correspondents (id),
  conversation_id uuid references conversations (id),
  added_by uuid references people (id),
  added_at timestamptz not null,
  removed_at timestamptz,
  check ((kind = 'role') = (role is not null) and (kind = 'authority') = (organisation_id is not null) and (kind = 'contact') = (correspondent_id is not null))
);
create unique index crisis_recipients_once on crisis_recipients (crisis_id, role, organisation_id, correspondent_id) nulls not distinct where removed_at is null;

-- One draft at a time; frozen with the figures of that instant, and never rewritten.
create table situation_reports (
  id uuid primary key,
  crisis_id uuid not null references crises (id),
  number integer not null,
  state text not null check (state in ('draft', 'frozen')),
  parts jsonb not null default '{}',
  figures jsonb,
  marking text not null check (marking in ('red', 'amber+strict', 'amber', 'green', 'clear')),
  level_names jsonb,
  due_at timestamptz not null,
  reminded_at timestamptz,
  frozen_at timestamptz,
  frozen_by uuid references people (id),
  is_late boolean not null default false,
  sha256 bytea check (octet_length(sha256) = 32),
  version integer not null default 1,
  changed_by uuid references people (id),
  changed_at timestamptz not null,
  unique (crisis_id, number),
  check ((state = 'frozen') = (frozen_at is not null) and (state = 'frozen') = (figures is not null) and (state = 'frozen') = (sha256 is not null))
);
create unique index situation_reports_draft on situation_reports (crisis_id) where state = 'draft';
create index situation_reports_due on situation_reports (due_at) where state = 'draft';

-- A receipt for each recipient.
create table situation_deliveries (
  id uuid primary key,
  situation_id uuid not null references situation_reports (id),
  recipient_id uuid not null references crisis_recipients (id),
  person_id uuid references people (id),
  correspondent_id uuid references correspondents (id),
  name text not null,
  message_id uuid references conversation_messages (id),
  refusal text check (length(refusal) <= 500),
  made_at timestamptz not null,
  opened_at timestamptz,
  confirmed_at timestamptz,
  confirmed_via text check (confirmed_via in ('room', 'link')),
  check ((person_id is null) <> (correspondent_id is null)),
  check ((confirmed_at is null) = (confirmed_via is null))
);
create unique index situation_deliveries_once on situation_deliveries (situation_id, person_id, correspondent_id) nulls not distinct;
create index situation_deliveries_person on situation_deliveries (person_id) where person_id is not null;

-- What the team says in public: three languages, four eyes, valid from and until; what is taken back stands there as taken back.
create table public_lines (
  id uuid primary key,
  crisis_id uuid references crises (id),
  texts jsonb not null,
  valid_from timestamptz not null,
  valid_until timestamptz,
  state text not null check (state in ('draft', 'waiting', 'published', 'withdrawn')),
  version integer not null default 1,
  created_by uuid references people (id),
  created_at timestamptz not null,
  changed_at timestamptz not null,
  four_eyes_id uuid references four_eyes (id),
  published_at timestamptz,
  withdrawn_by uuid references people (id),
  withdrawn_at timestamptz,
  withdrawn_why text check (length(withdrawn_why) between 3 and 2000),
  check (valid_until is null or valid_until > valid_from),
  check ((state in ('published', 'withdrawn')) = (published_at is not null)),
  check ((state = 'withdrawn') = (withdrawn_at is not null))
);
create index public_lines_shown on public_lines (valid_from) where state in ('published', 'withdrawn');

-- Who speaks for the team, and whom of the press it tells.
create table press_people (
  id uuid primary key,
  kind text not null check (kind in ('speaker', 'press')),
  name text not null check (length(name) between 1 and 200),
  place text not null default '' check (length(place) <= 300),
  topics text not null default '' check (length(topics) <= 1000),
  email text check (length(email) between 3 and 320),
  phone text check (length(phone) between 3 and 40),
  languages text[] not null default '{fr}' check (languages <@ '{fr,en,mn}' and cardinality(languages) > 0),
  -- The address stands on the portal for journalists.
  is_public boolean not null default false,
  added_by uuid references people (id),
  added_at timestamptz not null,
  ended_at timestamptz,
  check (email is not null or phone is not null),
  check (not is_public or kind = 'speaker')
);

-- The contact book for the day on which the platform is down: encrypted when it is made, so that its rows stand nowhere else.
create table contact_books (
  id uuid primary key,
  made_at timestamptz not null,
  made_by uuid references people (id),
  cause text not null check (cause in ('schedule', 'button', 'command')),
  recipient text not null check (length(recipient) between 10 and 3000),
  entries integer not null,
  pages integer not null,
  -- The signed note: hashes of pages and files, nothing of what they say.
  note text not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  size integer not null,
  -- Null once later ones have taken its place.
  file bytea
);
create index contact_books_time on contact_books (made_at desc);

create sequence paper_range_number;
create table paper_ranges (
  id uuid primary key,
  number text not null unique,
  place text not null check (length(place) between 1 and 200),
  holder text not null check (length(holder) between 1 and 200),
  language text not null check (language in ('fr', 'en', 'mn')),
  count integer not null check (count between 1 and 400),
  state text not null check (state in ('printed', 'in_use', 'returned', 'void')),
  note text not null default '' check (length(note) <= 2000),
  made_by uuid references people (id),
  made_at timestamptz not null,
  changed_at timestamptz not null,
  version integer not null default 1
);

-- One slip, one report, once. What opens it is kept hashed, as of every receipt.
create table paper_slips (
  id uuid primary key,
  range_id uuid not null references paper_ranges (id),
  position integer not null,
  locator text not null unique check (locator ~ '^[0-9]{6,9}$'),
  secret_hmac bytea check (octet_length(secret_hmac) = 32),
  secret_argon2 text,
  report_id uuid unique references reports (id),
  written_at timestamptz,
  keyed_at timestamptz,
  keyed_by uuid references people (id),
  keyed_via text check (keyed_via in ('desk', 'guichet')),
  unique (range_id, position),
  check ((secret_hmac is null) <> (secret_argon2 is null)),
  check ((report_id is null) = (written_at is null) and (report_id is null) = (keyed_at is null) and (report_id is null) = (keyed_via is null))
);
create index paper_slips_to_seal on paper_slips (range_id) where secret_hmac is not null;

-- A receipt that is drawn never takes the number that stands on a printed slip; the report that is keyed in from it gets that number afterwards.
create function toguna_keep_slip_number() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if current_setting('toguna.is_restoring', true) = 'yes' then return new; end if;
  if exists (select 1 from paper_slips s where s.locator = new.locator) then return null; end if;
  return new;
end $$;
create trigger receipts_slip_number before insert on receipts for each row execute function toguna_keep_slip_number();

-- For whoever prints slips, who reads no receipts.
create function toguna_receipt_is_taken(wanted text) returns boolean language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select 1 from receipts r where r.locator = wanted) $$;

-- Whatever is asked for: a slip that was keyed in stays keyed in, and one of a void or returned range is no way in.
create function toguna_keep_slip() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if current_setting('toguna.is_restoring', true) = 'yes' then return new; end if;
  if old.report_id is not null and new.report_id is distinct from old.report_id then
    raise exception 'a slip is keyed in once' using errcode = 'insufficient_privilege';
  end if;
  if old.report_id is null and new.report_id is not null and exists (select 1 from paper_ranges r where r.id = new.range_id and r.state = 'void') then
    raise exception 'a slip of a void range is not keyed in' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger paper_slips_kept before update on paper_slips for each row execute function toguna_keep_slip();

-- Four eyes on public lines as on advisories. Kinds that others have added stay.
do $$ declare before text; begin
  select pg_get_constraintdef(oid) into before from pg_constraint where conrelid = 'four_eyes'::regclass and conname = 'four_eyes_kind_check';
  alter table four_eyes drop constraint four_eyes_kind_check;
  execute 'alter table four_eyes add constraint four_eyes_kind_check ' || replace(before, 'ARRAY[', 'ARRAY[''public_line''::text, ');
end $$;

create function toguna_judge_line() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if current_setting('toguna.is_restoring', true) = 'yes' then return new; end if;
  if new.state in ('published', 'withdrawn') and not toguna_has_four_eyes('public_line', new.id, new.version) then
    raise exception 'a line is said in public after four eyes on this version' using errcode = 'insufficient_privilege';
  end if;
  if tg_op = 'UPDATE' and old.state in ('published', 'withdrawn') and ((new.texts, new.valid_from, new.valid_until, new.crisis_id, new.version, new.published_at)
       is distinct from (old.texts, old.valid_from, old.valid_until, old.crisis_id, old.version, old.published_at)
       or new.state not in ('published', 'withdrawn') or (old.state = 'withdrawn' and new.state <> 'withdrawn')) then
    raise exception 'what was said in public stays as it was said; it can be withdrawn' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger public_lines_judged before insert or update on public_lines for each row execute function toguna_judge_line();

-- What was decided, changed and reported stays as it was written; readers are added to it.
create function toguna_keep_crisis() returns trigger language plpgsql as $$
begin
  if session_user <> 'toguna_app' then return case when tg_op = 'UPDATE' then new else old end; end if;
  raise exception 'what a crisis has on record stays as it was written' using errcode = 'insufficient_privilege';
end $$;
create trigger crisis_changes_stay before update or delete on crisis_changes for each row execute function toguna_keep_crisis();
create trigger crisis_decisions_stay before update or delete on crisis_decisions for each row execute function toguna_keep_crisis();

create function toguna_keep_situation() returns trigger language plpgsql as $$
begin
  if session_user <> 'toguna_app' or old.state = 'draft' then return case when tg_op = 'UPDATE' then new else old end; end if;
  raise exception 'a situation report that was frozen stays as it was' using errcode = 'insufficient_privilege';
end $$;
create trigger situation_reports_stay before update or delete on situation_reports for each row execute function toguna_keep_situation();

-- A reader outside the team says that they have it, once, and nothing else.
create function toguna_keep_delivery() returns trigger language plpgsql as $$
begin
  if session_user <> 'toguna_app' then return new; end if;
  if (new.id, new.situation_id, new.recipient_id, new.person_id, new.correspondent_id, new.name, new.made_at)
       is distinct from (old.id, old.situation_id, old.recipient_id, old.person_id, old.correspondent_id, old.name, old.made_at)
     or (old.confirmed_at is not null and (new.confirmed_at, new.confirmed_via) is distinct from (old.confirmed_at, old.confirmed_via))
     or (old.opened_at is not null and new.opened_at is distinct from old.opened_at) then
    raise exception 'a receipt is given once' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger situation_deliveries_kept before update on situation_deliveries for each row execute function toguna_keep_delivery();

do $$ declare t text; begin
  foreach t in array array['crisis_levels', 'crises', 'crisis_cases', 'crisis_changes', 'crisis_decisions', 'crisis_decision_readers', 'crisis_recipients',
    'situation_reports', 'situation_deliveries', 'public_lines', 'press_people', 'contact_books', 'paper_ranges', 'paper_slips'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I using ((select toguna_is_desk()))', t || '_scope', t);
  end loop;
end $$;
call toguna_guard('crisis_cases', 'cases', 'case_id');
call toguna_guard('paper_slips', 'reports', 'report_id');

-- TLP:RED is for persons: those it was sent to, and who leads.
create policy situation_reports_red on situation_reports as restrictive using (marking <> 'red' or state = 'draft' or (select toguna_scope()) = 'system'
  or (select toguna_has_role('lead')) or (select toguna_has_role('on_call')) or id in (select d.situation_id from situation_deliveries d where d.person_id = (select toguna_person())));

-- An authority's person reads the reports that were sent to them, and says so.
create policy situation_deliveries_own on situation_deliveries using ((select toguna_scope()) = 'authority' and person_id = (select toguna_person()));
create policy situation_reports_own on situation_reports for select using ((select toguna_scope()) = 'authority' and state = 'frozen'
  and id in (select d.situation_id from situation_deliveries d));
create policy crises_own on crises for select using ((select toguna_scope()) = 'authority' and id in (select s.crisis_id from situation_reports s));

-- A slip is looked for, and keyed in with its report, through the door of intake.
create policy paper_slips_intake on paper_slips for select using ((select toguna_scope()) = 'intake');
create policy paper_slips_key_in on paper_slips for update using ((select toguna_scope()) = 'intake' and report_id is null)
  with check ((select toguna_scope()) = 'intake' and report_id = (select toguna_report()));
create policy paper_ranges_intake on paper_ranges for select using ((select toguna_scope()) = 'intake');

-- The strip in every frame: that there is a crisis, its level and title, and nothing else of it.
create function toguna_open_crises() returns table (id uuid, reference text, title text, names jsonb, rank integer, since timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select c.id, c.reference, c.title, l.names, l.rank, (select max(h.at) from crisis_changes h where h.crisis_id = c.id and h.kind in ('opened', 'level'))
  from crises c join crisis_levels l on l.id = c.level_id
  where c.closed_at is null and toguna_scope() in ('staff', 'system', 'person', 'authority', 'focal') $$;

-- For everybody: lines that two persons let go, of no crisis or of one whose level is told to the public; those withdrawn, that they were.
create function toguna_public_lines(at timestamptz) returns table (id uuid, texts jsonb, valid_from timestamptz, valid_until timestamptz, published_at timestamptz,
    withdrawn_at timestamptz, level_names jsonb, is_now boolean)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select p.id, p.texts, p.valid_from, p.valid_until, p.published_at, p.withdrawn_at, case when c.closed_at is null then l.names end,
    p.state = 'published' and (p.valid_until is null or p.valid_until > at) and c.closed_at is null
  from public_lines p left join crises c on c.id = p.crisis_id left join crisis_levels l on l.id = c.level_id
  where p.state in ('published', 'withdrawn') and p.valid_from <= at and (p.crisis_id is null or l.is_public)
  order by p.valid_from desc, p.id desc limit 100 $$;
create function toguna_public_speakers() returns table (id uuid, name text, place text, topics text, email text, phone text, languages text[])
  language sql stable security definer set search_path = pg_catalog, public as $$
  select p.id, p.name, p.place, p.topics, p.email, p.phone, p.languages from press_people p
  where p.kind = 'speaker' and p.is_public and p.ended_at is null order by p.name $$;
do $$ declare f text; begin
  foreach f in array array['toguna_receipt_is_taken(text)', 'toguna_open_crises()', 'toguna_public_lines(timestamptz)', 'toguna_public_speakers()'] loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to toguna_app', f);
  end loop;
end $$;
