-- Runs at every start of the service, as the owner of the database: what is there already is left alone.
create table if not exists charges (
  id text primary key,
  owner_id integer not null,
  account_id integer not null references accounts (id),
  amount bigint not null,
  card text not null,
  status text not null default 'pending',
  payment text,
  refunded bigint not null default 0 check (refunded between 0 and amount),
  created_at timestamptz not null default now()
);

create table if not exists refunds (
  id text primary key,
  charge_id text not null references charges (id),
  amount bigint not null,
  status text not null default 'pending',
  created_at timestamptz not null default now()
);

create table if not exists transfers (
  id text primary key,
  from_id integer not null references accounts (id),
  to_id integer not null references accounts (id),
  amount bigint not null,
  created_at timestamptz not null default now()
);

create table if not exists requests (
  owner_id integer not null,
  key text not null,
  wanted text not null,
  made text not null,
  primary key (owner_id, key)
);
