-- Runs at every start of the service, as the owner of the database.
create index if not exists reviews_product on reviews (product_id);
