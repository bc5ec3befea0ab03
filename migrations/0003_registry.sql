-- Who is who and who held what, since when: areas, constituents, contacts, network claims.

create table areas (
  id text primary key,
  parent_id text references areas (id),
  level text not null check (level in ('country', 'region', 'district', 'municipality')),
  names jsonb not null,
  population bigint,
  is_verified boolean not null default false
);

create table constituents (
  id uuid primary key,
  reference text not null unique,
  organisation_id uuid not null references organisations (id),
  parent_id uuid references constituents (id),
  name text not null check (length(name) between 1 and 300),
  other_names text[] not null default '{}',
  sector text not null,
  isic text,
  classes text[] not null default '{}',
  area_id text references areas (id),
  languages text[] not null default '{fr}',
  is_demo boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  ended_at timestamptz
);
create index constituents_name_trgm on constituents using gin (lower(name) gin_trgm_ops);

create table contacts (
  id uuid primary key,
  constituent_id uuid not null references constituents (id),
  name text not null,
  role text not null,
  email text,
  phone text,
  languages text[] not null default '{fr}',
  hours text,
  is_safe_channel boolean not null default false,
  created_at timestamptz not null default now(),
  ended_at timestamptz
);
create index contacts_constituent on contacts (constituent_id);

create table network_claims (
  id uuid primary key,
  constituent_id uuid not null references constituents (id),
  kind text not null check (kind in ('prefix', 'asn', 'domain', 'url_prefix', 'short_code')),
  value text not null,
  prefix cidr,
  held_from timestamptz,
  held_until timestamptz,
  source text not null,
  proof text not null,
  created_at timestamptz not null default now(),
  check (kind <> 'prefix' or prefix is not null),
  check (held_until is null or held_from is null or held_until > held_from)
);
create index network_claims_constituent on network_claims (constituent_id);
create index network_claims_prefix on network_claims using gist (prefix inet_ops) where kind = 'prefix';
create index network_claims_value on network_claims (kind, value);

alter table areas enable row level security;
create policy areas_read on areas for select using (true);
create policy areas_write on areas for all using ((select toguna_scope()) in ('system', 'staff', 'person'));
alter table constituents enable row level security;
create policy constituents_scope on constituents using ((select toguna_scope()) in ('system', 'staff', 'person') or organisation_id = (select toguna_organisation()));
alter table contacts enable row level security;
create policy contacts_scope on contacts using ((select toguna_scope()) in ('system', 'staff'));
alter table network_claims enable row level security;
create policy network_claims_scope on network_claims using ((select toguna_scope()) in ('system', 'staff'));
