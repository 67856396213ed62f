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

-- Each write is one statement from the service: nothing waits for its next word while rows are locked.
-- The entries' key to accounts would lock the provider's row at every charge; move_money has both accounts at hand.
alter table entries drop constraint if exists entries_account_id_fkey;

create or replace function refuse(status text, type text) returns void language plpgsql as $$
begin
  raise exception using errcode = 'PR' || status, message = type;
end $$;

create or replace function move_money(source integer, target integer, cents bigint, kind text, reference text)
returns void language plpgsql as $$
begin
  -- In the order of the ids, so that movements that cross each other do not wait in a circle.
  perform from accounts where id in (source, target) and id <> 0 order by id for no key update;
  update accounts set balance = balance - cents where id = source and (id = 0 or balance >= cents) and id <> 0;
  if not found and source <> 0 then perform refuse('409', 'insufficient-funds'); end if;
  update accounts set balance = balance + cents where id = target and id <> 0;
  insert into entries (account_id, amount, kind, reference)
  values (source, -cents, kind, reference), (target, cents, kind, reference);
end $$;

-- What a key made earlier; null when it is new, and then it is claimed for `id`.
create or replace function made_before(owner integer, request_key text, request text, id text)
returns text language plpgsql as $$
declare
  earlier requests;
begin
  insert into requests (owner_id, key, wanted, made) values (owner, request_key, request, id) on conflict do nothing;
  if found then return null; end if;
  select * into earlier from requests where owner_id = owner and key = request_key;
  if earlier.wanted <> request then perform refuse('422', 'key-reused'); end if;
  return earlier.made;
end $$;

create or replace function create_transfer(
  owner integer, request_key text, request text, new_id text, source integer, target integer, cents bigint
) returns setof transfers language plpgsql as $$
declare
  made text := made_before(owner, request_key, request, new_id);
begin
  if made is null then
    if not exists (select from accounts where id = source and owner_id = owner)
      or not exists (select from accounts where id = target and id <> 0) then perform refuse('404', 'not-found');
    end if;
    perform move_money(source, target, cents, 'transfer', new_id);
    return query insert into transfers (id, from_id, to_id, amount) values (new_id, source, target, cents) returning *;
  else
    return query select * from transfers where id = made;
  end if;
end $$;

create or replace function create_charge(
  owner integer, request_key text, request text, new_id text, account integer, cents bigint, card_token text
) returns setof charges language plpgsql as $$
declare
  made text := made_before(owner, request_key, request, new_id);
begin
  if made is null then
    return query
      insert into charges (id, owner_id, account_id, amount, card)
      select new_id, owner, id, cents, card_token from accounts where id = account and owner_id = owner
      returning *;
    if not found then perform refuse('404', 'not-found'); end if;
  else
    return query select * from charges where id = made;
  end if;
end $$;

create or replace function settle_charge(charge_id text, payment_id text, decision text)
returns void language plpgsql as $$
declare
  charge charges;
begin
  update charges set status = decision, payment = payment_id where id = charge_id and status = 'pending'
  returning * into charge;
  if found and decision = 'succeeded' then
    perform move_money(0, charge.account_id, charge.amount, 'charge', charge.id);
  end if;
end $$;

create or replace function create_refund(
  owner integer, request_key text, request text, new_id text, refunded_charge text, cents bigint
) returns setof refunds language plpgsql as $$
declare
  made text := made_before(owner, request_key, request, new_id);
  charge charges;
begin
  if made is not null then
    return query select * from refunds where id = made;
    return;
  end if;
  select * into charge from charges where id = refunded_charge and owner_id = owner for update;
  if not found then perform refuse('404', 'not-found'); end if;
  if charge.status <> 'succeeded' then perform refuse('409', 'not-refundable'); end if;
  if charge.refunded + cents > charge.amount then perform refuse('409', 'refund-too-large'); end if;
  update charges set refunded = refunded + cents where id = refunded_charge;
  perform move_money(charge.account_id, 0, cents, 'refund', new_id);
  return query insert into refunds (id, charge_id, amount) values (new_id, refunded_charge, cents) returning *;
end $$;
