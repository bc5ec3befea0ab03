-- What the team says of itself to the public (RFC 2350): versions, never rewritten; the newest one holds.
create table team_descriptions (
  id uuid primary key,
  version integer not null unique check (version >= 1),
  facts jsonb not null,
  texts jsonb not null,
  written_by uuid references people (id),
  written_at timestamptz not null
);
alter table team_descriptions enable row level security;
-- Everybody may read it: it is written for the public.
create policy team_descriptions_read on team_descriptions for select using (true);
create policy team_descriptions_write on team_descriptions for insert with check ((select toguna_scope()) in ('system', 'staff', 'person'));
create function toguna_keep_description() returns trigger language plpgsql as $$
begin
  if session_user <> 'toguna_app' then return case when tg_op = 'UPDATE' then new else old end; end if;
  raise exception 'a description that was published stays as it was' using errcode = 'insufficient_privilege';
end $$;
create trigger team_descriptions_stay before update or delete on team_descriptions for each row execute function toguna_keep_description();
