-- Constituents' own people: which organisation a session acts for, claims of entries, letters with codes, and proposals of change.

-- Somebody with roles in several organisations acts for one at a time; null: the national team's, else the first.
alter table sessions add column acting_organisation_id uuid references organisations (id);

-- Letters with an invitation code, printed and sent by post. Only the code's hash is kept.
create table enrolment_letters (
  id uuid primary key,
  constituent_id uuid not null references constituents (id),
  code_hash bytea not null unique check (octet_length(code_hash) = 32),
  address text not null check (length(address) between 1 and 1000),
  language text not null check (language in ('fr', 'en', 'mn')),
  made_by uuid references people (id),
  made_at timestamptz not null,
  expires_at timestamptz not null,
  printed_at timestamptz,
  sent_at timestamptz,
  sent_by uuid references people (id),
  used_at timestamptz,
  withdrawn_at timestamptz,
  check (expires_at > made_at),
  check ((sent_at is null) = (sent_by is null)),
  check (used_at is null or withdrawn_at is null)
);
-- A new letter takes the place of the one before.
create unique index enrolment_letters_open on enrolment_letters (constituent_id) where used_at is null and withdrawn_at is null;

-- Somebody says: this entry is my organisation's. Without constituent_id it is not in the register yet and asks to be entered.
create table entry_claims (
  id uuid primary key,
  constituent_id uuid references constituents (id),
  wanted_name text check (length(wanted_name) between 1 and 300),
  wanted_sector text,
  wanted_place text check (length(wanted_place) between 1 and 300),
  person_name text not null check (length(person_name) between 1 and 200),
  email text not null check (length(email) between 3 and 320),
  language text not null check (language in ('fr', 'en', 'mn')),
  proof text not null check (proof in ('email', 'dns', 'letter', 'officer', 'paper')),
  -- The domain whose mailbox or zone is the proof, and what its TXT record must say.
  domain text,
  challenge text,
  letter_id uuid references enrolment_letters (id),
  state text not null check (state in ('asked', 'confirmed', 'waits_administrator', 'waits_desk', 'approved', 'refused', 'expired')),
  made_at timestamptz not null,
  expires_at timestamptz not null,
  -- The address was confirmed by a button behind its link.
  confirmed_at timestamptz,
  proven_at timestamptz,
  failed_tries integer not null default 0,
  checked_at timestamptz,
  first_by uuid references people (id),
  first_at timestamptz,
  second_by uuid references people (id),
  second_at timestamptz,
  agreed_by uuid references people (id),
  refused_by uuid references people (id),
  settled_at timestamptz,
  reason text not null default '' check (length(reason) <= 2000),
  invitation_id uuid references invitations (id),
  person_id uuid references people (id),
  check (constituent_id is not null or wanted_name is not null),
  check ((proof = 'dns') = (challenge is not null)),
  check (proof <> 'dns' or domain is not null),
  check (proven_at is null or proof in ('email', 'dns', 'letter')),
  check ((first_by is null) = (first_at is null)),
  check ((second_by is null) = (second_at is null)),
  -- Two persons are two.
  check (second_by is null or (first_by is not null and first_by <> second_by)),
  check ((state in ('approved', 'refused')) = (settled_at is not null)),
  check (state not in ('confirmed', 'waits_administrator', 'approved') or confirmed_at is not null or proof = 'paper')
);
create unique index entry_claims_once on entry_claims (constituent_id, lower(email)) where state in ('asked', 'confirmed', 'waits_administrator', 'waits_desk');
create index entry_claims_waiting on entry_claims (made_at) where state in ('waits_administrator', 'waits_desk');
create index entry_claims_constituent on entry_claims (constituent_id, made_at);
create index entry_claims_email on entry_claims (lower(email), made_at);
create index entry_claims_expire on entry_claims (expires_at) where state in ('asked', 'confirmed');

-- Whether an entry is in somebody's hands: an administrator who can sign in, or an invitation of an approved claim that is still open.
create function toguna_entry_is_held(entry uuid) returns boolean language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select 1 from constituents c join role_grants g on g.organisation_id = c.organisation_id join people p on p.id = g.person_id
      where c.id = entry and g.role = 'constituent_administrator' and g.revoked_at is null and p.disabled_at is null)
    or exists (select 1 from entry_claims e left join invitations i on i.id = e.invitation_id
      where e.constituent_id = entry and e.state = 'approved' and e.person_id is null
        and (i.id is null and e.settled_at > now() - interval '30 days' or i.used_at is null and i.withdrawn_at is null and i.expires_at > now())) $$;
revoke all on function toguna_entry_is_held(uuid) from public;
grant execute on function toguna_entry_is_held(uuid) to toguna_app;

-- An approval without its ground does not exist: a proof while nobody holds the entry, else its administrator's word, else two persons of the desk.
create function toguna_judge_claim() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if current_setting('toguna.is_restoring', true) = 'yes' then return new; end if;
  if old.state in ('approved', 'refused', 'expired') and (new.state <> old.state or new.constituent_id is distinct from old.constituent_id
      or new.email <> old.email) then
    raise exception 'a settled claim stays as it is' using errcode = 'check_violation', constraint = 'entry_claims_settled';
  end if;
  if new.state <> 'approved' or old.state = 'approved' then return new; end if;
  -- Two claims of one entry are judged one after the other.
  perform 1 from constituents c where c.id = new.constituent_id for update;
  if new.second_by is not null then return new; end if;
  if new.agreed_by is not null and exists (select 1 from constituents c join role_grants g on g.organisation_id = c.organisation_id
      where c.id = new.constituent_id and g.person_id = new.agreed_by and g.role = 'constituent_administrator' and g.revoked_at is null) then
    return new;
  end if;
  if new.proven_at is not null and not toguna_entry_is_held(new.constituent_id) then return new; end if;
  raise exception 'this claim has no ground yet' using errcode = 'check_violation', constraint = 'entry_claims_ground';
end $$;
create trigger entry_claims_judged before update on entry_claims for each row execute function toguna_judge_claim();
create function toguna_refuse_born_settled() returns trigger language plpgsql as $$
begin
  if current_setting('toguna.is_restoring', true) = 'yes' then return new; end if;
  raise exception 'a claim begins open' using errcode = 'check_violation', constraint = 'entry_claims_begin';
end $$;
create trigger entry_claims_begin before insert on entry_claims for each row when (new.state in ('approved', 'refused')) execute function toguna_refuse_born_settled();

-- What an officer entered from a paper, with the paper's own number, so that it can be found again.
create table paper_registrations (
  id uuid primary key,
  constituent_id uuid not null references constituents (id),
  paper_reference text not null unique check (length(paper_reference) between 1 and 100),
  signed_by text not null check (length(signed_by) between 1 and 200),
  received_on date not null,
  claim_id uuid references entry_claims (id),
  entered_by uuid references people (id),
  entered_at timestamptz not null
);
create index paper_registrations_constituent on paper_registrations (constituent_id);

-- Changes that a constituent's people ask for. A record is the entry's facts, or one contact; at most one change of it is open.
create table change_proposals (
  id uuid primary key,
  constituent_id uuid not null references constituents (id),
  kind text not null check (kind in ('facts', 'contact', 'contact_add', 'contact_end')),
  record_id uuid not null,
  -- The fields that differ, as they were and as they are to be.
  before jsonb not null,
  after jsonb not null,
  note text not null default '' check (length(note) <= 2000),
  state text not null check (state in ('pending', 'approved', 'refused', 'withdrawn')),
  proposed_by uuid not null references people (id),
  proposed_at timestamptz not null,
  decided_by uuid references people (id),
  decided_at timestamptz,
  reason text not null default '' check (length(reason) <= 2000),
  check ((state = 'pending') = (decided_at is null)),
  check ((decided_by is null) = (decided_at is null)),
  check ((state = 'withdrawn') <= (decided_by = proposed_by)),
  -- Nobody approves what they asked for.
  check (state not in ('approved', 'refused') or decided_by <> proposed_by),
  check (state <> 'refused' or reason <> '')
);
create unique index change_proposals_one_pending on change_proposals (record_id) where state = 'pending';
create index change_proposals_constituent on change_proposals (constituent_id, proposed_at);
create index change_proposals_waiting on change_proposals (proposed_at) where state = 'pending';
create function toguna_keep_decided() returns trigger language plpgsql as $$
begin
  raise exception 'a decided proposal stays as it is' using errcode = 'check_violation', constraint = 'change_proposals_decided';
end $$;
create trigger change_proposals_decided before update or delete on change_proposals for each row when (old.state <> 'pending') execute function toguna_keep_decided();

-- What a stranger may find: name, sector and area, never contacts or networks. At most ten, by name in any of its spellings or by reference.
create function toguna_find_entries(words text) returns table (id uuid, reference text, name text, sector text, area_id text)
  language sql stable security definer rows 10 set search_path = pg_catalog, public as $$
  select c.id, c.reference, c.name, c.sector, c.area_id from constituents c
    where c.ended_at is null and (upper(c.reference) = upper(words)
      or length(words) >= 3 and (lower(c.name) like '%' || replace(replace(replace(lower(words), '\', '\\'), '%', '\%'), '_', '\_') || '%'
        or exists (select 1 from unnest(c.other_names) o where lower(o) = lower(words))))
    order by upper(c.reference) = upper(words) desc, c.name, c.id limit 10 $$;
revoke all on function toguna_find_entries(text) from public;
grant execute on function toguna_find_entries(text) to toguna_app;

-- What a constituent's people change at once, of their own contacts only: how and when somebody is reached, never who or at which address.
create function toguna_change_reach(contact uuid, new_phone text, new_hours text, new_languages text[]) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if toguna_scope() is distinct from 'constituent' then return false; end if;
  update contacts k set phone = new_phone, hours = new_hours, languages = new_languages, version = k.version + 1
    where k.id = contact and k.ended_at is null
      and k.constituent_id in (select c.id from constituents c where c.organisation_id = toguna_organisation());
  return found;
end $$;
revoke all on function toguna_change_reach(uuid, text, text, text[]) from public;
grant execute on function toguna_change_reach(uuid, text, text, text[]) to toguna_app;

alter table enrolment_letters enable row level security;
create policy enrolment_letters_desk on enrolment_letters using ((select toguna_scope()) in ('system', 'staff')
  or (select toguna_scope()) = 'person' and (select toguna_has_role('administrator')));
create policy enrolment_letters_door on enrolment_letters for select using ((select toguna_scope()) = 'enrolment');
create policy enrolment_letters_use on enrolment_letters for update using ((select toguna_scope()) = 'enrolment');
alter table entry_claims enable row level security;
create policy entry_claims_desk on entry_claims using ((select toguna_scope()) in ('system', 'staff', 'enrolment')
  or (select toguna_scope()) = 'person' and (select toguna_has_role('administrator')));
create policy entry_claims_own on entry_claims for select using ((select toguna_scope()) = 'constituent' and (select toguna_has_role('constituent_administrator'))
  and constituent_id in (select c.id from constituents c where c.organisation_id = (select toguna_organisation())));
alter table paper_registrations enable row level security;
create policy paper_registrations_desk on paper_registrations using ((select toguna_scope()) in ('system', 'staff')
  or (select toguna_scope()) = 'person' and (select toguna_has_role('administrator')));
alter table change_proposals enable row level security;
create policy change_proposals_desk on change_proposals using ((select toguna_scope()) in ('system', 'staff')
  or (select toguna_scope()) = 'person' and (select toguna_has_role('administrator')));
create policy change_proposals_read on change_proposals for select using ((select toguna_scope()) = 'constituent'
  and constituent_id in (select c.id from constituents c where c.organisation_id = (select toguna_organisation())));
create policy change_proposals_ask on change_proposals for insert with check ((select toguna_scope()) = 'constituent' and state = 'pending'
  and proposed_by = (select toguna_person()) and constituent_id in (select c.id from constituents c where c.organisation_id = (select toguna_organisation())));
create policy change_proposals_withdraw on change_proposals for update using ((select toguna_scope()) = 'constituent'
  and constituent_id in (select c.id from constituents c where c.organisation_id = (select toguna_organisation())))
  with check (state = 'withdrawn' and decided_by = (select toguna_person()));

-- The door of enrolment: reads what a claim is judged by, and makes nobody more than a constituent's administrator.
create policy constituents_enrolment on constituents for select using ((select toguna_scope()) = 'enrolment');
create policy network_claims_enrolment on network_claims for select using ((select toguna_scope()) = 'enrolment' and kind = 'domain');
create policy organisations_enrolment on organisations for select using ((select toguna_scope()) = 'enrolment');
create policy people_enrolment on people for select using ((select toguna_scope()) = 'enrolment');
create policy role_grants_enrolment on role_grants for select using ((select toguna_scope()) = 'enrolment');
create policy role_grants_enrol on role_grants for insert with check ((select toguna_scope()) = 'enrolment' and role = 'constituent_administrator');
create policy invitations_enrolment on invitations using ((select toguna_scope()) = 'enrolment' and kind = 'invite' and role = 'constituent_administrator');

-- A constituent sees who decided its proposals: the name and nothing else of a person whom it cannot otherwise see.
create function toguna_name_in_proposals(person uuid) returns text language sql stable security definer set search_path = pg_catalog, public as $$
  select p.name from people p where p.id = person and (toguna_scope() in ('system', 'staff', 'person') or exists (
    select 1 from change_proposals r join constituents c on c.id = r.constituent_id
      where c.organisation_id = toguna_organisation() and toguna_scope() = 'constituent' and person in (r.proposed_by, r.decided_by))) $$;
revoke all on function toguna_name_in_proposals(uuid) from public;
grant execute on function toguna_name_in_proposals(uuid) to toguna_app;
