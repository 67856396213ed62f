-- Links that show one scorecard to whoever has them. Only the hash of a link's secret is here.
create table share_link (
  id uuid primary key default gen_random_uuid(),
  submission_id uuid not null references submission on delete cascade,
  token_hash bytea not null unique,
  created_by uuid references person on delete set null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  shows_name boolean not null,
  shows_source boolean not null,
  opened integer not null default 0,
  last_opened_at timestamptz,
  check ((opened = 0) = (last_opened_at is null))
);
create index on share_link (submission_id, created_at desc);
