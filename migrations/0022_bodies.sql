-- The bodies that take part: authorities by their name in the packs of law, the committee's office, peer teams; where a paper goes while nobody of theirs has a key.

alter table organisations
  -- The addressee of policies/addressees.yml that this authority is: the link between what a law says and who reads the filing.
  add column addressee text check (addressee ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  add column country text check (country ~ '^[A-Z]{2}$'),
  add column email text check (length(email) between 3 and 320),
  add column postal_address text check (length(postal_address) between 1 and 500),
  add column language text not null default 'fr' check (language in ('fr', 'en', 'mn')),
  add column version integer not null default 1,
  add column ended_at timestamptz,
  add constraint organisations_addressee_of_authority check (addressee is null or kind = 'authority');
create unique index organisations_addressee on organisations (addressee) where addressee is not null and ended_at is null;

-- A body keeps its kind: what was filed with an authority stays filed with an authority.
create function toguna_keep_kind() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  if new.kind <> old.kind or new.id <> old.id then
    raise exception 'an organisation keeps its kind' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger organisations_keep_kind before update on organisations for each row execute function toguna_keep_kind();
