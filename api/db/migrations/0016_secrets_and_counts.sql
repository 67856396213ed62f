-- Secrets that sign webhooks are stored sealed, as other secrets are. The key is not in the database: those from before are
-- sealed by the next process that starts, and are known by how they begin, whsec_, which nothing sealed does.
alter table webhook rename column secret to sealed_secret;
alter table webhook rename column old_secret to old_sealed_secret;

-- How many are in each state is counted along these, up to as many as are told.
create index on invite (organisation_id, progress, start_by) include (revoked_at, challenge_version_id);
create index on invite (organisation_id, progress) include (challenge_version_id) where revoked_at is not null;

-- A part of a name or an address is found by its trigrams. The extension comes with PostgreSQL, but not every server has it
-- or lets us: there every name is read.
do $$ begin
  create extension if not exists pg_trgm;
  create index invite_searched on invite using gin (lower(candidate_name) gin_trgm_ops, lower(email) gin_trgm_ops);
exception when insufficient_privilege or feature_not_supported or undefined_file or undefined_object then null;
end $$;
