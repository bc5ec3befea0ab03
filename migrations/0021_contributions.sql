-- Contributions that a law asks of entities (as the Universal Service Obligation Fund's levy): years with the day that the authority set, declarations with
-- the law that they were made under, assessments, payments, and the fund's own account. Amounts are exact decimals.

create table contribution_years (
  id uuid primary key,
  authority_id uuid not null references organisations (id),
  pack_id text not null,
  obligation_id text not null,
  year integer not null check (year between 2000 and 2200),
  -- No pack gives a day of payment by itself: the authority sets one, and says by which decision.
  due_on date,
  due_basis text check (length(due_basis) between 1 and 500),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  version integer not null default 1,
  opened_by uuid references people (id),
  opened_at timestamptz not null,
  check ((due_on is null) = (due_basis is null)),
  unique (authority_id, obligation_id, year)
);

create table contribution_declarations (
  id uuid primary key,
  year_id uuid not null references contribution_years (id),
  authority_id uuid not null references organisations (id),
  organisation_id uuid not null references organisations (id),
  constituent_id uuid not null references constituents (id),
  -- As the register named it on that day: an authority reads no other part of the register.
  entity_name text not null check (length(entity_name) between 1 and 300),
  receipt_number text not null unique,
  base numeric(20, 2) not null check (base >= 0),
  rate_percent numeric(7, 4) not null check (rate_percent > 0 and rate_percent <= 100),
  amount numeric(20, 2) not null check (amount = round(base * rate_percent / 100, 2)),
  pack_id text not null,
  pack_version text not null,
  pack_sha256 text not null check (pack_sha256 ~ '^[0-9a-f]{64}$'),
  -- As it stood on the day of the declaration; a later day of payment changes nothing of it.
  due_on date,
  is_late boolean not null,
  way text not null check (way in ('console', 'paper')),
  declared_on date not null,
  note text not null default '' check (length(note) <= 2000),
  declared_by uuid references people (id),
  declared_at timestamptz not null,
  -- A correction is a new declaration.
  replaced_by uuid references contribution_declarations (id) deferrable initially deferred,
  check (is_late = coalesce(declared_on > due_on, false))
);
create unique index contribution_declarations_one on contribution_declarations (year_id, constituent_id) where replaced_by is null;
create index contribution_declarations_organisation on contribution_declarations (organisation_id);

-- What the authority takes an entity to owe that declared nothing.
create table contribution_assessments (
  id uuid primary key,
  year_id uuid not null references contribution_years (id),
  authority_id uuid not null references organisations (id),
  organisation_id uuid not null references organisations (id),
  constituent_id uuid not null references constituents (id),
  amount numeric(20, 2) not null check (amount > 0),
  reason text not null check (length(reason) between 10 and 2000),
  assessed_by uuid references people (id),
  assessed_at timestamptz not null,
  withdrawn_at timestamptz
);
create unique index contribution_assessments_one on contribution_assessments (year_id, constituent_id) where withdrawn_at is null;

create table contribution_payments (
  id uuid primary key,
  year_id uuid not null references contribution_years (id),
  authority_id uuid not null references organisations (id),
  organisation_id uuid not null references organisations (id),
  constituent_id uuid not null references constituents (id),
  amount numeric(20, 2) not null check (amount > 0),
  paid_on date not null,
  bank_reference text not null check (length(bank_reference) between 1 and 200),
  recorded_by uuid references people (id),
  recorded_at timestamptz not null,
  -- A payment that was entered by mistake is struck out, with a reason, and stays.
  struck_reason text check (length(struck_reason) between 3 and 500),
  struck_at timestamptz,
  check ((struck_at is null) = (struck_reason is null))
);
create unique index contribution_payments_reference on contribution_payments (authority_id, bank_reference) where struck_at is null;
create index contribution_payments_year on contribution_payments (year_id, constituent_id);

create table contribution_reminders (
  id uuid primary key,
  year_id uuid not null references contribution_years (id),
  authority_id uuid not null references organisations (id),
  organisation_id uuid not null references organisations (id),
  constituent_id uuid not null references constituents (id),
  kind text not null check (kind in ('declare', 'pay')),
  reminded_by uuid references people (id),
  reminded_at timestamptz not null
);

create table fund_spendings (
  id uuid primary key,
  authority_id uuid not null references organisations (id),
  year integer not null check (year between 2000 and 2200),
  project text not null check (length(project) between 1 and 300),
  area_id text references areas (id),
  amount numeric(20, 2) not null check (amount > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  spent_on date not null,
  source text not null check (length(source) between 1 and 500),
  entered_by uuid references people (id),
  entered_at timestamptz not null,
  struck_at timestamptz
);
create index fund_spendings_year on fund_spendings (authority_id, year);

-- What the supervisory board recommends: how its members voted, in numbers that its size bounds.
create table fund_recommendations (
  id uuid primary key,
  authority_id uuid not null references organisations (id),
  year integer not null check (year between 2000 and 2200),
  text text not null check (length(text) between 3 and 4000),
  decided_on date not null,
  board_size integer not null default 9 check (board_size between 1 and 99),
  in_favour integer not null check (in_favour >= 0),
  against integer not null check (against >= 0),
  abstained integer not null check (abstained >= 0),
  entered_by uuid references people (id),
  entered_at timestamptz not null,
  check (in_favour + against + abstained between 1 and board_size)
);

create table fund_accounts (
  id uuid primary key,
  authority_id uuid not null references organisations (id),
  year integer not null check (year between 2000 and 2200),
  -- Sums, projects, recommendations; no payer by name.
  account jsonb not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  published_by uuid references people (id),
  published_at timestamptz not null,
  unique (authority_id, year)
);
create function toguna_keep_account() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  raise exception 'a published account does not change' using errcode = 'check_violation';
end $$;
create trigger fund_accounts_keep before update or delete on fund_accounts for each row execute function toguna_keep_account();

-- What was declared stays as it was declared: only its replacement is noted.
create function toguna_keep_declaration() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  if tg_op = 'DELETE' or to_jsonb(new) - 'replaced_by' <> to_jsonb(old) - 'replaced_by' or old.replaced_by is not null then
    raise exception 'a declaration does not change; a correction is a new one' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger contribution_declarations_keep before update or delete on contribution_declarations for each row execute function toguna_keep_declaration();

do $$ declare t text; begin
  foreach t in array array['contribution_years', 'contribution_declarations', 'contribution_assessments', 'contribution_payments', 'contribution_reminders',
    'fund_spendings', 'fund_recommendations', 'fund_accounts'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I using ((select toguna_scope()) = ''system'')', t || '_system', t);
    -- The authority that the contribution is owed to keeps its own rows.
    execute format('create policy %I on %I using ((select toguna_scope()) = ''authority'' and authority_id = (select toguna_organisation()))', t || '_authority', t);
  end loop;
  foreach t in array array['contribution_declarations', 'contribution_assessments', 'contribution_payments', 'contribution_reminders'] loop
    execute format('create policy %I on %I for select using ((select toguna_scope()) = ''constituent'' and organisation_id = (select toguna_organisation()))', t || '_own', t);
  end loop;
end $$;
-- An entity declares for itself, and sees which years are open and for when.
create policy contribution_declarations_make on contribution_declarations for insert
  with check ((select toguna_scope()) = 'constituent' and organisation_id = (select toguna_organisation()));
create policy contribution_declarations_correct on contribution_declarations for update
  using ((select toguna_scope()) = 'constituent' and organisation_id = (select toguna_organisation()));
create policy contribution_years_known on contribution_years for select using ((select toguna_scope()) = 'constituent');
create policy fund_accounts_public on fund_accounts for select using (true);
