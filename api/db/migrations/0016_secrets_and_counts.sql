-- Secrets that sign webhooks are stored sealed, as other secrets are. The key is not in the database: those from before are
-- sealed by the next process that starts, and are known by how they begin, whsec_, which nothing sealed does.
alter table webhook rename column secret to sealed_secret;
alter table webhook rename column old_secret to old_sealed_secret;
