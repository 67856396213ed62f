-- Everything follows from the numbers of the rows; checks and load compute the same in bank.ts.
insert into owners (id, name, token)
select id, 'Owner ' || id, 'key_' || md5('owner ' || id)
from generate_series(1, 500) as id;

-- The account 0 is the provider's: what comes from cards leaves it.
insert into accounts (id, owner_id, name, created_at) values (0, null, 'Provider', '2025-01-01T00:00:00Z');

insert into accounts (id, owner_id, name, created_at)
select id, (id - 1) % 500 + 1, 'Account ' || id, timestamptz '2025-01-01T00:00:00Z' + make_interval(mins => id)
from generate_series(1, 2000) as id;

select setval(pg_get_serial_sequence('accounts', 'id'), 2000);

with history as (
  select
    account, step,
    case
      when account <= 20 and step = 1 then 4000000000
      when step % 5 = 0 then -(50 + (account * 13 + step * 7) % 50)
      else 100 + (account * 31 + step * 17) % 9900
    end as amount
  from generate_series(1, 2000) as account
  cross join lateral generate_series(1, case when account <= 20 then 2000 else 20 + account * 7 % 30 end) as step
)
insert into entries (account_id, amount, kind, reference, created_at)
select
  side.account, side.amount, case when history.amount < 0 then 'refund' else 'charge' end,
  'old-' || history.account || '-' || step,
  timestamptz '2025-02-01T00:00:00Z' + make_interval(mins => step)
from history
cross join lateral (values (history.account, history.amount), (0, -history.amount)) as side (account, amount)
order by step, history.account, side.account;
