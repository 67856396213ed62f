-- Runs at every start of the service, as the owner of the database: what is there already is left alone.
create index if not exists entries_of_account on entries (account_id, id desc);

-- A balance is kept beside the entries and changed with them in one transaction. The provider's is not kept: it would be
-- the one row that every charge waits for.
alter table accounts add column if not exists balance bigint;
update accounts set balance = coalesce(sums.amount, 0)
from accounts a left join (select account_id, sum(amount) as amount from entries group by 1) sums on sums.account_id = a.id
where accounts.id = a.id and a.id <> 0 and a.balance is null;
alter table accounts alter column balance set default 0;
alter table accounts drop constraint if exists no_overdraft;
alter table accounts add constraint no_overdraft check (balance >= 0);

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
