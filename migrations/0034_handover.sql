-- What one shift hands to the next: its word, what stood open at that moment, and who has read it.
create table shift_handovers (
  id uuid primary key,
  written_by uuid references people (id),
  written_at timestamptz not null,
  note text not null check (length(note) between 1 and 20000),
  -- The next shift begins; for the reader only.
  next_at timestamptz
);
create index shift_handovers_time on shift_handovers (written_at desc, id desc);

-- What stood open, as it was then. Each belongs to the case or report that it speaks of, and is hidden with it.
create table shift_items (
  id uuid primary key,
  handover_id uuid not null references shift_handovers (id),
  kind text not null check (kind in ('new_report', 'case', 'task', 'question', 'answer', 'promise')),
  case_id uuid references cases (id),
  report_id uuid references reports (id),
  title text not null check (length(title) <= 300),
  severity text,
  owner_name text,
  due_at timestamptz,
  position integer not null,
  check (case_id is not null or report_id is not null)
);
create index shift_items_of on shift_items (handover_id, position);
create index shift_items_case on shift_items (case_id) where case_id is not null;
create index shift_items_report on shift_items (report_id) where report_id is not null;

create table shift_readings (
  handover_id uuid not null references shift_handovers (id),
  person_id uuid not null references people (id),
  read_at timestamptz not null,
  primary key (handover_id, person_id)
);

do $$ declare t text; begin
  foreach t in array array['shift_handovers', 'shift_items', 'shift_readings'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I using ((select toguna_is_desk()))', t || '_scope', t);
  end loop;
end $$;
call toguna_guard('shift_items', 'cases', 'case_id');
call toguna_guard('shift_items', 'reports', 'report_id');

-- What was handed over stays as it was written.
create function toguna_keep_handover() returns trigger language plpgsql as $$
begin
  if session_user <> 'toguna_app' then return case when tg_op = 'UPDATE' then new else old end; end if;
  raise exception 'what was handed over stays as it was written' using errcode = 'insufficient_privilege';
end $$;
create trigger shift_handovers_stay before update or delete on shift_handovers for each row execute function toguna_keep_handover();
create trigger shift_readings_stay before update or delete on shift_readings for each row execute function toguna_keep_handover();
