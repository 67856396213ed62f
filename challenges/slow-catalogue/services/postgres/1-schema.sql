create table categories (
  id integer primary key,
  slug text not null unique,
  name text not null
);

create table products (
  id integer primary key,
  category_id integer not null references categories (id),
  brand text not null,
  name text not null,
  description text not null,
  price double precision not null,
  stock integer not null,
  views integer not null default 0,
  created_at timestamptz not null default now()
);

create table reviews (
  id serial primary key,
  product_id integer not null,
  author text not null,
  stars integer not null,
  text text not null,
  created_at timestamptz not null default now()
);

create table orders (
  id serial primary key,
  customer_id integer not null,
  created_at timestamptz not null default now()
);

create table order_items (
  id serial primary key,
  order_id integer not null,
  product_id integer not null,
  quantity integer not null,
  unit_price double precision not null
);
