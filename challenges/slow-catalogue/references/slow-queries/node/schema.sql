-- Runs at every start of the service, as the owner of the database.
create index if not exists products_category on products (category_id);
create index if not exists products_category_brand on products (category_id, brand);
create index if not exists orders_customer on orders (customer_id);
create index if not exists order_items_order on order_items (order_id);
