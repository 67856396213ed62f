create table addresses (
  id integer primary key,
  customer_id integer not null,
  name text not null,
  street text not null,
  postcode text not null,
  city text not null,
  country text not null
);

create table products (
  id integer primary key,
  name text not null,
  grams integer not null
);

-- Where each carrier delivers for us, and how heavy a parcel may be.
create table contracts (
  carrier text not null,
  country text not null,
  max_grams integer not null,
  primary key (carrier, country)
);

create table orders (
  id serial primary key,
  customer_id integer not null,
  address_id integer not null,
  carrier text not null,
  service text not null,
  cents integer not null,
  items jsonb not null,
  created_at timestamptz not null default now()
);
