-- The end of an organisation with its undo, what an import may bring besides, and a contact test that the entry's own people answer in the console.

create table constituent_endings (
  id uuid primary key,
  constituent_id uuid not null references constituents (id),
  -- Who goes on with what it did; nobody where it simply ended.
  successor_id uuid references constituents (id),
  -- The first day on which it was no more.
  ended_on date not null,
  reason text not null check (length(reason) between 3 and 2000),
  -- Every row that ended with it, as it was and as it became, in order.
  changes jsonb not null,
  ended_by uuid references people (id),
  recorded_at timestamptz not null,
  undone_by uuid references people (id),
  undone_at timestamptz,
  check (successor_id is null or successor_id <> constituent_id)
);
create unique index constituent_endings_once on constituent_endings (constituent_id) where undone_at is null;
create index constituent_endings_successor on constituent_endings (successor_id) where successor_id is not null and undone_at is null;
alter table constituent_endings enable row level security;
create policy constituent_endings_scope on constituent_endings using ((select toguna_scope()) in ('system', 'staff'));

-- An import brings sizes, services and relations as well; its undo takes them back like the rest.
alter table register_import_changes drop constraint register_import_changes_table_name_check;
alter table register_import_changes add constraint register_import_changes_table_name_check
  check (table_name in ('constituents', 'contacts', 'network_claims', 'constituent_sizes', 'online_services', 'constituent_relations'));

-- Lists of ended ones, and of the register in the order of names however many there are.
create index constituents_ended on constituents (name, id) where ended_at is not null;

-- An entry's own people see that its contacts were asked, and answer for them that nothing changed; corrections are proposals as ever.
create policy contact_tests_own on contact_tests for select using ((select toguna_scope()) = 'constituent'
  and contact_id in (select k.id from contacts k join constituents c on c.id = k.constituent_id where c.organisation_id = (select toguna_organisation())));
create function toguna_confirm_own_contact(contact uuid, at timestamptz) returns uuid
  language plpgsql security definer set search_path = pg_catalog, public as $$
declare asked contact_tests;
begin
  if toguna_scope() is distinct from 'constituent' or not toguna_has_role('constituent_administrator') and not toguna_has_role('constituent_dpo') then return null; end if;
  update contact_tests t set answered_at = at, answer = 'right' from contacts k join constituents c on c.id = k.constituent_id
    where t.contact_id = contact and k.id = contact and t.answered_at is null and t.expires_at > at and k.ended_at is null and c.ended_at is null
      and c.organisation_id = toguna_organisation() returning t.* into asked;
  if asked.id is null then return null; end if;
  -- A mail that came back says more than a colleague's word: the address counts as unreachable until somebody answers from there.
  return asked.id;
end $$;
revoke all on function toguna_confirm_own_contact(uuid, timestamptz) from public;
grant execute on function toguna_confirm_own_contact(uuid, timestamptz) to toguna_app;
