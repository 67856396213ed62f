-- Runs at every start of the service, as the owner of the database.
create extension if not exists pg_trgm;
create index if not exists products_category_newest on products (category_id, id desc) include (price);
create index if not exists products_category_price on products (category_id, price, id);
create index if not exists products_price on products (price, id);
create index if not exists products_category_brand on products (category_id, brand, id desc);
create index if not exists products_category_views on products (category_id, views desc, id);
create index if not exists products_name on products using gin (name gin_trgm_ops);
create index if not exists orders_customer on orders (customer_id, id desc) include (created_at);
create index if not exists order_items_order on order_items (order_id);
