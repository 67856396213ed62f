-- Every value is a formula of its row's number, so that checks can compute the truth: checks/shop.ts holds the same.

create function word(words text[], number bigint) returns text language sql immutable as $$
  select words[1 + (number % cardinality(words))::integer]
$$;

-- Each of 3000 customers has two addresses; there are forty postcodes in each of eight countries.
insert into addresses (id, customer_id, name, street, postcode, city, country)
select
  id,
  1 + (id - 1) % 3000,
  word(array['Ada', 'Bruno', 'Carla', 'Dario', 'Edda', 'Finn', 'Greta', 'Hugo', 'Ilse', 'Joris', 'Klara'], id) || ' '
    || word(array['Abel', 'Brandt', 'Costa', 'Dunn', 'Eriksen', 'Falk', 'Groot', 'Hess', 'Ivers', 'Jansen',
      'Kowal', 'Lund', 'Moser'], id),
  word(array['Mill Lane', 'Station Road', 'Market Square', 'Harbour Street', 'Garden Row', 'Church Hill', 'Long Acre'], id)
    || ' ' || 1 + id % 120,
  (10000 + 1873 * (id / 8 % 40))::text,
  word(array['Northam', 'Eastvale', 'Southwick', 'Westerby', 'Midford'], id / 8),
  word(array['DE', 'AT', 'NL', 'FR', 'PL', 'IT', 'ES', 'SE'], id)
from generate_series(1, 6000) as id;

insert into products (id, name, grams)
select
  id,
  word(array['Lamp', 'Stool', 'Kettle', 'Blanket', 'Clock', 'Tray', 'Vase', 'Mirror', 'Basket', 'Tent'], id) || ' No. ' || id,
  100 + id * 379 % 2900
from generate_series(1, 800) as id;

insert into contracts (carrier, country, max_grams)
select 'kestrel', country, 30000 from unnest(array['DE', 'AT', 'NL', 'FR', 'PL', 'IT', 'ES', 'SE']) as country
union all
select 'postline', country, 20000 from unnest(array['DE', 'AT', 'NL', 'FR', 'PL', 'IT', 'ES']) as country
union all
select 'overland', country, 70000 from unnest(array['DE', 'AT', 'NL', 'FR', 'PL']) as country;

insert into orders (id, customer_id, address_id, carrier, service, cents, items, created_at)
select
  id,
  1 + (id - 1) % 3000,
  1 + (id - 1) % 3000,
  'kestrel',
  'KX-STD',
  700 + id % 900,
  jsonb_build_array(jsonb_build_object('productId', 1 + id % 800, 'quantity', 1 + id % 3)),
  timestamptz '2025-03-01 00:00:00Z' + id * interval '7 minutes'
from generate_series(1, 20000) as id;

select setval('orders_id_seq', 20000);
drop function word;
