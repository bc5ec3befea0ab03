-- Where a constituent's seat is, as a letter would say it, and its legal form: facts like the others, with since when and why.

alter table constituents add column address text check (length(address) between 1 and 500);
alter table constituents add column legal_form text check (length(legal_form) between 1 and 120);

alter table constituent_facts drop constraint constituent_facts_fact_check;
alter table constituent_facts add constraint constituent_facts_fact_check check (fact in
  ('name', 'otherNames', 'sector', 'isic', 'classes', 'parentId', 'areaId', 'branchAreaIds', 'languages', 'endedAt', 'address', 'legalForm'));

-- As 0015 wrote it, with the two facts: a new row says them only where they are known, a change says them also where they are emptied.
create or replace function toguna_keep_facts() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  told jsonb := coalesce(nullif(current_setting('toguna.fact', true), ''), '{}')::jsonb;
  written timestamptz := case when tg_op = 'INSERT' then new.created_at else coalesce((told ->> 'recordedAt')::timestamptz, now()) end;
  since timestamptz := case when tg_op = 'INSERT' then null else coalesce((told ->> 'validFrom')::timestamptz, written) end;
  last integer := (select coalesce(max(f.number), 0) from constituent_facts f where f.constituent_id = new.id);
  before jsonb;
  after jsonb;
  seat jsonb := jsonb_build_object('address', new.address, 'legalForm', new.legal_form);
  one record;
begin
  if current_setting('toguna.is_restoring', true) = 'yes' then return new; end if;
  after := jsonb_build_object('name', new.name, 'otherNames', new.other_names, 'sector', new.sector, 'isic', new.isic, 'classes', new.classes,
    'parentId', new.parent_id, 'areaId', new.area_id, 'branchAreaIds', new.branch_area_ids, 'languages', new.languages, 'endedAt', new.ended_at)
    || case when tg_op = 'INSERT' then jsonb_strip_nulls(seat) else seat end;
  before := case when tg_op = 'INSERT' then '{}'::jsonb else jsonb_build_object('name', old.name, 'otherNames', old.other_names, 'sector', old.sector,
    'isic', old.isic, 'classes', old.classes, 'parentId', old.parent_id, 'areaId', old.area_id, 'branchAreaIds', old.branch_area_ids,
    'languages', old.languages, 'endedAt', old.ended_at, 'address', old.address, 'legalForm', old.legal_form) end;
  for one in select e.key, e.value from jsonb_each(after) e where before -> e.key is distinct from e.value order by e.key loop
    last := last + 1;
    insert into constituent_facts (constituent_id, number, fact, value, valid_from, recorded_at, recorded_by, why)
      values (new.id, last, one.key, one.value, since, written, toguna_person(), told ->> 'why');
  end loop;
  return new;
end $$;
