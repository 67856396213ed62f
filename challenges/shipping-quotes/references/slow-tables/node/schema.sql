create index if not exists addresses_customer on addresses (customer_id, id);
