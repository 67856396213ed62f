-- Every value is a formula of its row's number, so that checks can compute the truth: checks/catalogue.ts holds
-- the same formulas. Products have whole-second dates, and no formula depends on the order of rows.

-- Well-mixed number from 0 to 2^32 - 1. No product passes 2^53, so JavaScript numbers follow exactly. It is asked for some
-- eight million times, and plpgsql is many times faster at that than a function in SQL.
create function mix(n bigint, salt bigint) returns bigint language plpgsql immutable as $$
declare h bigint := (n * 2654435761 + salt * 40503077) % 4294967296;
begin
  h := (((h >> 15) # h) * 739397) % 4294967296;
  return (h >> 13) # h;
end $$;

create function word(words text[], number bigint) returns text language sql immutable as $$
  select words[1 + (number % cardinality(words))::integer]
$$;

insert into categories
select number, lower(name), name
from unnest(array[
  'Lighting', 'Seating', 'Tables', 'Storage', 'Beds', 'Textiles', 'Rugs', 'Kitchen', 'Tableware', 'Glassware',
  'Cookware', 'Bathroom', 'Garden', 'Balcony', 'Workshop', 'Office', 'Stationery', 'Travel', 'Bags', 'Cycling',
  'Camping', 'Fitness', 'Games', 'Toys', 'Nursery', 'Pets', 'Audio', 'Cameras', 'Clocks', 'Mirrors',
  'Frames', 'Candles', 'Baskets', 'Plants', 'Heating', 'Cleaning', 'Laundry', 'Hardware', 'Paint', 'Outlet'
]) with ordinality as list (name, number);

insert into products (id, category_id, brand, name, description, price, stock, views, created_at)
select
  id,
  1 + mix(id, 1) % 40,
  word(array[
    'Aldern', 'Birkholm', 'Castell', 'Dorrit', 'Elmwood', 'Fjordal', 'Granby', 'Hollis', 'Isling', 'Jorvik',
    'Kestrel', 'Lindqvist', 'Marlow', 'Norden', 'Oakham', 'Pemberly', 'Quill', 'Rowan', 'Selby', 'Tarn',
    'Ulverton', 'Vestry', 'Wexford', 'Yarrow', 'Zennor'], mix(id, 2)),
  word(array[
    'Compact', 'Classic', 'Modern', 'Rustic', 'Slim', 'Sturdy', 'Folding', 'Light', 'Quiet', 'Bright',
    'Soft', 'Heavy', 'Round', 'Square', 'Tall', 'Low', 'Wide', 'Narrow', 'Plain', 'Painted',
    'Brushed', 'Woven', 'Carved', 'Padded', 'Hanging', 'Mobile', 'Modular', 'Double', 'Small', 'Grand'], mix(id, 3))
  || ' ' || word(array[
    'oak', 'walnut', 'ash', 'pine', 'birch', 'bamboo', 'steel', 'brass', 'copper', 'linen',
    'cotton', 'wool', 'leather', 'glass', 'ceramic', 'marble', 'cork', 'rattan', 'canvas', 'felt'], mix(id, 4))
  || ' ' || word(array[
    'lamp', 'chair', 'stool', 'bench', 'desk', 'shelf', 'cabinet', 'drawer', 'bed frame', 'blanket',
    'cushion', 'rug', 'kettle', 'bowl', 'vase', 'tray', 'pan', 'towel rail', 'planter', 'lantern',
    'toolbox', 'organiser', 'notebook', 'suitcase', 'backpack', 'basket', 'tent', 'mat', 'puzzle', 'speaker',
    'tripod', 'clock', 'mirror', 'frame', 'candle holder', 'hamper', 'heater', 'broom', 'hook', 'ladder'], mix(id, 5))
  || ' ' || lpad((id * 7919 % 999983)::text, 6, '0'),
  'Made to last and easy to care for. Ships in ' || 1 + mix(id, 6) % 9 || ' days, comes with a '
    || 1 + mix(id, 7) % 5 || ' year guarantee and weighs ' || 1 + mix(id, 8) % 40 || ' kg packed. '
    || 'Wipe with a damp cloth, keep away from open fire, and tell us when a part goes missing.',
  ((99 + mix(id, 9) % 40000)::numeric / 100)::double precision,
  case when mix(id, 10) % 20 = 0 then mix(id, 11) % 10 else 1000 + mix(id, 11) % 4000 end,
  case when mix(id, 12) % 200 = 0 then 10000 + mix(id, 13) % 90000 else mix(id, 13) % 2000 end,
  timestamptz '2024-01-01 00:00:00Z' + id * interval '5 minutes'
from generate_series(1, 200000) as id;

-- One product in a thousand is famous and has hundreds of reviews; most have one or two.
insert into reviews (id, product_id, author, stars, text, created_at)
select
  product_id + 200000 * (nth - 1),
  product_id,
  word(array[
    'Ana', 'Ben', 'Chiara', 'Dmitri', 'Eun-ji', 'Farid', 'Grete', 'Hamza', 'Ines', 'Jonas',
    'Kaya', 'Leila', 'Marek', 'Noor', 'Olu', 'Pilar', 'Quentin', 'Rosa', 'Sven', 'Tuva'], mix(product_id * 7 + nth, 21)),
  1 + greatest(mix(product_id * 7 + nth, 22) % 5, mix(product_id * 7 + nth, 23) % 5),
  word(array[
    'Does what it says.', 'Bought a second one for my parents.', 'Arrived late but in one piece.',
    'The colour differs from the picture.', 'Good value.', 'Took ten minutes to put together.',
    'Would buy again.', 'Sturdier than it looks.', 'One screw was missing.', 'Our cat loves it.'],
    mix(product_id * 7 + nth, 24)),
  timestamptz '2025-01-01 00:00:00Z' + nth * interval '6 hours' + product_id % 21600 * interval '1 second'
from generate_series(1, 200000) as product_id,
  generate_series(1, case
    when mix(product_id, 20) % 1000 = 0 then 400 + mix(product_id, 25) % 200
    when mix(product_id, 20) % 1000 < 20 then 20 + mix(product_id, 25) % 40
    else mix(product_id, 25) % 4
  end) as nth
order by 1;

insert into orders (id, customer_id, created_at)
select id, 1 + mix(id, 30) % 5000, timestamptz '2025-06-01 00:00:00Z' + id * interval '3 minutes'
from generate_series(1, 60000) as id;

insert into order_items (id, order_id, product_id, quantity, unit_price)
select
  order_id * 4 + line - 5,
  order_id,
  product_id,
  1 + mix(order_id * 4 + line, 33) % 6,
  ((99 + mix(product_id, 9) % 40000)::numeric / 100)::double precision
from generate_series(1, 60000) as order_id,
  generate_series(1, 1 + mix(order_id, 31) % 4) as line,
  lateral (select 1 + (mix(order_id, 32) + line * 1009) % 200000 as product_id) as bought;

select setval('reviews_id_seq', 1000000000), setval('orders_id_seq', 60000), setval('order_items_id_seq', 300000);
create index reviews_product on reviews (product_id);
drop function mix, word;
