-- The desk's lists at size: one search over reports, cases and constituents, views that people keep, keys of their own, and the indexes that keep long lists quick.

-- Letters as a tired hand types them: no case, no accents, ү as у, ө as о, ɛ as e; and in a Mongolian word a Latin v or o, for want of a keyboard.
create function toguna_fold(words text) returns text language plpgsql immutable strict parallel safe set search_path = pg_catalog, public as $$
declare folded text := public.unaccent('public.unaccent'::regdictionary, translate(lower(words), 'үөёɛɔɲŋ', 'уоеeonn'));
begin
  if folded !~ '[а-я][vo]|[vo][а-я]' then return folded; end if;
  for round in 1..2 loop
    folded := regexp_replace(regexp_replace(folded, 'v(?=[а-я])', 'у', 'g'), 'o(?=[а-я])', 'о', 'g');
    folded := regexp_replace(regexp_replace(folded, '([а-я])v', '\1у', 'g'), '([а-я])o', '\1о', 'g');
  end loop;
  return folded;
end $$;
-- Words only: addresses and names fall into their parts, so that each part is found.
create function toguna_plain_words(words text) returns text language sql immutable strict parallel safe set search_path = pg_catalog, public as
  $$ select btrim(regexp_replace(toguna_fold(words), '[^[:alnum:]]+', ' ', 'g')) $$;
-- What was typed as a question: phrases as they stand, every other word by its beginning (of a very short one, the word itself).
create function toguna_question(words text, phrases text[]) returns tsquery language plpgsql immutable strict parallel safe set search_path = pg_catalog, public as $$
declare asked tsquery := ''; word text; part tsquery;
begin
  foreach word in array string_to_array(toguna_plain_words(words), ' ') loop
    if word = '' then continue; end if;
    part := (quote_literal(left(word, 60)) || case when length(word) >= 3 then ':*' else '' end)::tsquery;
    asked := case when numnode(asked) = 0 then part else asked && part end;
  end loop;
  foreach word in array phrases loop
    part := phraseto_tsquery('simple', toguna_plain_words(word));
    if numnode(part) > 0 then asked := case when numnode(asked) = 0 then part else asked && part end; end if;
  end loop;
  return asked;
end $$;

-- What can be searched for of each report, case and constituent: written by triggers, so that it is never older than its object.
create table search_texts (
  id uuid primary key,
  kind text not null check (kind in ('report', 'case', 'constituent')),
  report_id uuid references reports (id) on delete cascade,
  case_id uuid references cases (id) on delete cascade,
  constituent_id uuid references constituents (id) on delete cascade,
  at timestamptz not null,
  words tsvector not null,
  -- The name alone, for what was typed with mistakes.
  title text not null,
  check (num_nonnulls(report_id, case_id, constituent_id) = 1)
);

create function toguna_keep_search_text() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
declare of_kind text := tg_argv[0]; name text; body text := ''; told_at timestamptz;
begin
  -- A restored backup brings the texts itself.
  if current_setting('toguna.is_restoring', true) = 'yes' then return new; end if;
  if of_kind = 'report' then
    name := coalesce(nullif(btrim(new.subject), ''), left(new.description, 120)); body := left(new.description, 60000); told_at := new.received_at;
  elsif of_kind = 'case' then
    name := new.title; told_at := new.opened_at;
  else
    name := new.name; body := array_to_string(new.other_names, ' '); told_at := new.created_at;
  end if;
  insert into search_texts (id, kind, report_id, case_id, constituent_id, at, words, title)
    values (new.id, of_kind, case when of_kind = 'report' then new.id end, case when of_kind = 'case' then new.id end,
      case when of_kind = 'constituent' then new.id end, told_at,
      to_tsvector('simple', toguna_plain_words(new.reference || ' ' || name || ' ' || body)), left(toguna_plain_words(name), 200))
    on conflict (id) do update set words = excluded.words, title = excluded.title, at = excluded.at;
  return new;
end $$;
create trigger reports_are_found after insert or update of subject, description, reference on reports for each row execute function toguna_keep_search_text('report');
create trigger cases_are_found after insert or update of title, reference on cases for each row execute function toguna_keep_search_text('case');
create trigger constituents_are_found after insert or update of name, other_names, reference on constituents for each row execute function toguna_keep_search_text('constituent');

insert into search_texts (id, kind, report_id, at, words, title)
  select r.id, 'report', r.id, r.received_at, to_tsvector('simple', toguna_plain_words(r.reference || ' ' || r.subject || ' ' || left(r.description, 60000))),
    left(toguna_plain_words(coalesce(nullif(btrim(r.subject), ''), left(r.description, 120))), 200) from reports r;
insert into search_texts (id, kind, case_id, at, words, title)
  select k.id, 'case', k.id, k.opened_at, to_tsvector('simple', toguna_plain_words(k.reference || ' ' || k.title)), left(toguna_plain_words(k.title), 200) from cases k;
insert into search_texts (id, kind, constituent_id, at, words, title)
  select c.id, 'constituent', c.id, c.created_at, to_tsvector('simple', toguna_plain_words(c.reference || ' ' || c.name || ' ' || array_to_string(c.other_names, ' '))),
    left(toguna_plain_words(c.name), 200) from constituents c;

-- One index a kind: what stands in a third of all reports must not be waded through for a case.
create index search_texts_of_reports on search_texts using gin (words) where kind = 'report';
create index search_texts_of_cases on search_texts using gin (words) where kind = 'case';
create index search_texts_of_constituents on search_texts using gin (words) where kind = 'constituent';
create index search_texts_title on search_texts using gin (title gin_trgm_ops) where kind <> 'report';
create index search_texts_newest on search_texts (kind, at);
create index search_texts_report on search_texts (report_id) where report_id is not null;
create index search_texts_case on search_texts (case_id) where case_id is not null;
create index search_texts_constituent on search_texts (constituent_id) where constituent_id is not null;
alter table search_texts enable row level security;
create policy search_texts_scope on search_texts for select using ((select toguna_is_desk()));
call toguna_guard('search_texts', 'reports', 'report_id');
call toguna_guard('search_texts', 'cases', 'case_id');

-- The reviewed functions of searching: they pass the policies by, since no policy lets a query use a text index, give ids of what the asker
-- may see only, and never look at more than a fixed number of rows, so that a common word costs no more than a rare one.

-- The newest of one kind that answer a question, `most` at most. Of a common word the newest few thousand rows hold enough; a rarer one is looked up.
create function toguna_search(of_kind text, asked tsquery, most integer) returns table (id uuid, at timestamptz)
  language plpgsql stable security definer rows 100 set search_path = pg_catalog, public set enable_seqscan = off as $$
declare hidden uuid[]; newest uuid[]; found uuid[]; enough integer := greatest(most * 2, 2000);
begin
  if toguna_scope() is distinct from 'staff' and toguna_scope() is distinct from 'system' then return; end if;
  if numnode(asked) = 0 then return; end if;
  hidden := case of_kind when 'report' then toguna_hidden('reports')::uuid[] when 'case' then toguna_hidden('cases')::uuid[] else '{}' end;
  newest := array(select n.id from (select s.id, s.words from search_texts s where s.kind = of_kind order by s.at desc limit 5000) n
    where n.words @@ asked and n.id <> all (hidden) limit most);
  if cardinality(newest) < most then
    execute format('select array(select s.id from search_texts s where s.kind = %L and s.words @@ $1 limit $2)', of_kind) into found using asked, enough;
  end if;
  return query select s.id, s.at from search_texts s where s.id in (select unnest(newest) union select f.id from unnest(found) f (id) where f.id <> all (hidden))
    order by s.at desc, s.id desc limit most;
end $$;

-- Names that look like what was typed, asked only where nothing was found as it was written: of all cases and constituents, of the newest 20,000 reports.
create function toguna_search_alike(of_kind text, words text, most integer) returns table (id uuid, at timestamptz, likeness real)
  language plpgsql stable security definer rows 20 set search_path = pg_catalog, public set enable_seqscan = off set pg_trgm.word_similarity_threshold = 0.5 as $$
declare hidden uuid[]; folded text := toguna_plain_words(words);
begin
  if toguna_scope() is distinct from 'staff' and toguna_scope() is distinct from 'system' then return; end if;
  if length(folded) < 4 then return; end if;
  hidden := case of_kind when 'report' then toguna_hidden('reports')::uuid[] when 'case' then toguna_hidden('cases')::uuid[] else '{}' end;
  return query select f.id, f.at, f.likeness from (
      select n.id, n.at, word_similarity(folded, n.title) as likeness
        from (select s.id, s.at, s.title from search_texts s where s.kind = of_kind order by s.at desc limit 20000) n
    ) f where f.likeness >= 0.5 and f.id <> all (hidden) order by f.likeness desc, f.at desc limit most;
  if found or of_kind = 'report' then return; end if;
  return query execute 'select f.id, f.at, f.likeness from (select s.id, s.at, word_similarity($2, s.title) as likeness
      from search_texts s where s.kind <> ''report'' and s.kind = $1 and $2 <% s.title limit 2000) f where f.id <> all ($3) order by f.likeness desc, f.at desc limit $4'
    using of_kind, folded, hidden, most;
end $$;

create function toguna_address(value text) returns inet language plpgsql immutable strict parallel safe as $$
begin
  return value::inet;
exception when others then return null;
end $$;
create index observables_address on observables using gist (toguna_address(value) inet_ops) where kind in ('ipv4', 'ipv6', 'cidr');
create index observables_value_like on observables (lower(value) text_pattern_ops);

-- Values that were seen: the very one, what begins or holds it; of an address the ranges around it, of a range the addresses in it.
-- `plain` is lower case without the brackets of a defanged value.
create function toguna_search_values(plain text, range inet, most integer) returns table (report_id uuid, kind text, value text, how text)
  language plpgsql stable security definer rows 100 set search_path = pg_catalog, public set enable_seqscan = off as $$
declare hidden uuid[]; liked text := replace(replace(replace(plain, '\', '\\'), '%', '\%'), '_', '\_'); got integer; more integer;
begin
  if toguna_scope() is distinct from 'staff' and toguna_scope() is distinct from 'system' then return; end if;
  hidden := toguna_hidden('reports')::uuid[];
  if range is not null then
    return query execute 'select o.report_id, o.kind, o.value, case when toguna_address(o.value) = $1 then ''exact'' else ''in_range'' end from observables o
        where o.kind in (''ipv4'', ''ipv6'', ''cidr'') and toguna_address(o.value) <<= $1 and o.report_id <> all ($2) limit $3' using range, hidden, most;
    return query execute 'select o.report_id, o.kind, o.value, ''holds'' from observables o
        where o.kind in (''ipv4'', ''ipv6'', ''cidr'') and toguna_address(o.value) >> $1 and o.report_id <> all ($2) limit $3' using range, hidden, most;
    return;
  end if;
  if length(plain) < 3 then return; end if;
  return query execute format('select o.report_id, o.kind, o.value, case when lower(o.value) = $1 then ''exact'' else ''begins'' end from observables o
      where lower(o.value) like %L and o.report_id <> all ($2) order by lower(o.value) using ~<~ limit $3', liked || '%') using plain, hidden, most;
  get diagnostics got = row_count;
  if got >= most or length(plain) < 4 then return; end if;
  -- What stands in very many values stands in the newest too.
  return query execute format('select o.report_id, o.kind, o.value, ''holds_text'' from (select v.report_id, v.kind, v.value from observables v order by v.id desc limit 5000) o
      where lower(o.value) like %L and o.report_id <> all ($1) limit $2', '_%' || liked || '%') using hidden, most;
  get diagnostics more = row_count;
  if more >= most or (got > 0 and length(plain) > 24) then return; end if;
  return query execute format('select o.report_id, o.kind, o.value, ''holds_text'' from observables o
      where lower(o.value) like %L and o.report_id <> all ($1) limit $2', '_%' || liked || '%') using hidden, most;
end $$;

-- Reports with a file of that name, or of that fingerprint.
create function toguna_search_files(plain text, most integer) returns setof uuid
  language plpgsql stable security definer rows 50 set search_path = pg_catalog, public set enable_seqscan = off as $$
declare hidden uuid[]; liked text := replace(replace(replace(plain, '\', '\\'), '%', '\%'), '_', '\_');
begin
  if toguna_scope() is distinct from 'staff' and toguna_scope() is distinct from 'system' then return; end if;
  hidden := toguna_hidden('reports')::uuid[];
  if length(plain) >= 4 then
    return query execute format('select b.report_id from report_files b where lower(b.name) like %L and b.report_id <> all ($1) limit $2', '%' || liked || '%') using hidden, most;
  end if;
  if plain ~ '^[0-9a-f]{64}$' then
    return query select b.report_id from objects x join report_files b on b.object_id = x.id where x.sha256 = decode(plain, 'hex') and b.report_id <> all (hidden) limit most;
  end if;
end $$;

-- Reports that a list shows for what was typed: words, values, names and fingerprints of files; the newest 1,000 of each.
create function toguna_search_reports(asked tsquery, plain text, range inet) returns setof uuid
  language plpgsql stable security definer rows 500 set search_path = pg_catalog, public as $$
begin
  return query select s.id from toguna_search('report', asked, 1000) s;
  return query select v.report_id from toguna_search_values(plain, range, 1000) v;
  return query select f from toguna_search_files(plain, 1000) f;
end $$;

do $$ declare f text; begin
  foreach f in array array['toguna_search(text, tsquery, integer)', 'toguna_search_alike(text, text, integer)', 'toguna_search_values(text, inet, integer)', 'toguna_search_files(text, integer)',
    'toguna_search_reports(tsquery, text, inet)'] loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to toguna_app', f);
  end loop;
end $$;

-- Lists are read from indexes in their own order; most reports have ended, so that what is open has an order of its own.
create index reports_new_in_order on reports (severity_order, priority_order, received_at, id) where status in ('received', 'triaged');
create index reports_open_in_order on reports (severity_order, priority_order, received_at, id) where status not in ('closed', 'rejected');
create index reports_class_in_order on reports (rsit_class, severity_order, priority_order, received_at, id);
create index reports_assigned_in_order on reports (assigned_to, severity_order, priority_order, received_at, id) where assigned_to is not null;
drop index reports_assigned;
create index reports_held on reports (received_at) where is_held;
create index reports_waiting on reports (received_at) where status = 'waiting_for_reporter';
create index messages_from_reporter on messages (report_id) where direction = 'from_reporter';
-- A minus is not leakproof: under a policy the order of cases is a column too.
alter table cases add column severity_order integer generated always as (-severity_rank(severity)) stored;
create index cases_in_order on cases (severity_order, opened_at, id);
create index cases_open_in_order on cases (severity_order, opened_at, id) where status <> 'closed';
create index cases_owner_in_order on cases (owner_id, severity_order, opened_at, id) where owner_id is not null;
drop index cases_by_weight;

-- Views that people keep: a list with its filters under a name, for oneself or for the desk.
create table saved_views (
  id uuid primary key,
  owner_id uuid not null references people (id),
  list text not null check (list in ('reports', 'cases')),
  name text not null check (length(name) between 1 and 80),
  query jsonb not null check (jsonb_typeof(query) = 'object'),
  is_shared boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index saved_views_name on saved_views (owner_id, list, lower(name));
create index saved_views_shared on saved_views (list, name) where is_shared;
alter table saved_views enable row level security;
create policy saved_views_read on saved_views for select using ((select toguna_scope()) = 'system' or ((select toguna_scope()) = 'staff' and (is_shared or owner_id = (select toguna_person()))));
create policy saved_views_write on saved_views for all using ((select toguna_scope()) = 'system' or ((select toguna_scope()) = 'staff' and owner_id = (select toguna_person())));

-- How one person works at the desk: views under Alt+1 to Alt+9, keys of one's own, single keys switched off.
create table desk_settings (
  person_id uuid primary key references people (id) on delete cascade,
  -- { slot "1".."9": key of a view }
  pins jsonb not null default '{}' check (jsonb_typeof(pins) = 'object'),
  -- { id of an act: key by its place }
  keys jsonb not null default '{}' check (jsonb_typeof(keys) = 'object'),
  are_keys_off boolean not null default false,
  updated_at timestamptz not null
);
alter table desk_settings enable row level security;
create policy desk_settings_own on desk_settings for all using ((select toguna_scope()) = 'system' or ((select toguna_scope()) in ('staff', 'person') and person_id = (select toguna_person())));
