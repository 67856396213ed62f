-- The whole story, from the people to the gradings. Times are facts; states are derived from them.

create table organisation (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  created_at timestamptz not null default now()
);

create table person (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisation,
  email text not null unique,
  name text not null,
  roles text[] not null,
  created_at timestamptz not null default now()
);

-- Links, sessions, invites and attempts keep only the sha256 of their secret.
create table sign_in_link (
  hash bytea primary key,
  person_id uuid not null references person,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table session (
  hash bytea primary key,
  person_id uuid not null references person,
  expires_at timestamptz not null
);

-- File contents, by their sha256 in hex.
create table blob (
  hash text primary key,
  content bytea not null
);

-- A frozen tree: entries is [[path, hash], …] sorted by path, and hash is the tree hash over them.
create table snapshot (
  hash text primary key,
  entries jsonb not null
);

create table challenge_version (
  id uuid primary key default gen_random_uuid(),
  slug text not null,
  digest text not null,
  title text not null,
  facts jsonb not null,
  created_at timestamptz not null default now(),
  unique (slug, digest)
);

create table invite (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisation,
  challenge_version_id uuid not null references challenge_version,
  candidate_name text not null,
  token_hash bytea not null unique,
  created_by uuid references person,
  created_at timestamptz not null,
  start_by timestamptz not null,
  revoked_at timestamptz
);
create index on invite (organisation_id, created_at desc);

create table attempt (
  id uuid primary key default gen_random_uuid(),
  invite_id uuid not null unique references invite,
  challenge_version_id uuid not null references challenge_version,
  secret_hash bytea not null,
  opened_at timestamptz not null,
  runtime text,
  preparing_at timestamptz,
  started_at timestamptz,
  deadline timestamptz,
  ended_at timestamptz,
  check (started_at is null or (runtime is not null and deadline is not null))
);
create index on attempt (deadline) where ended_at is null;

create table attempt_file (
  attempt_id uuid not null references attempt,
  path text not null,
  hash text not null references blob,
  bytes integer not null,
  rev integer not null,
  deleted boolean not null default false,
  saved_at timestamptz not null,
  primary key (attempt_id, path)
);

create table submission (
  id uuid primary key default gen_random_uuid(),
  attempt_id uuid not null unique references attempt,
  snapshot_hash text not null references snapshot,
  submitted_at timestamptz not null,
  by_deadline boolean not null
);

-- number is the fencing token: only the highest number of a submission may still write.
create table grading (
  id uuid primary key default gen_random_uuid(),
  submission_id uuid not null references submission,
  number integer not null,
  job_id uuid not null,
  runner text not null,
  seed integer not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  outcome text check (outcome in ('graded', 'candidate_failure', 'our_failure')),
  counts boolean not null default false,
  phases jsonb not null default '[]',
  report jsonb,
  evidence jsonb,
  unique (submission_id, number),
  check ((finished_at is null) = (outcome is null)),
  check (not counts or report is not null)
);
create unique index grading_counts_once on grading (submission_id) where counts;

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  organisation_id uuid references organisation,
  person_id uuid references person,
  action text not null,
  subject uuid,
  facts jsonb not null default '{}'
);
