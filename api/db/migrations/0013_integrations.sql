-- What other programs of an organisation use: tokens to call the API with, and addresses that are told of events.

-- Only the hash of a token is kept; what shows of it is its beginning.
create table api_token (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisation (id),
  name text not null,
  shown text not null,
  hash bytea not null unique,
  scopes text[] not null,
  created_by uuid not null references person (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index on api_token (organisation_id);

-- An act by a token is an act of the person who made it, and says so.
alter table audit add column token_id uuid references api_token (id);

create table webhook (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisation (id),
  url text not null,
  events text[] not null,
  with_scores boolean not null,
  secret text not null,
  -- Signs beside the new one for a while, so that the receiver can change over.
  old_secret text,
  old_secret_until timestamptz,
  created_at timestamptz not null,
  failing_since timestamptz,
  disabled_at timestamptz,
  disabled_reason text check (disabled_reason in ('person', 'failing', 'gone')),
  check ((disabled_at is null) = (disabled_reason is null))
);
create index on webhook (organisation_id);

-- Written in the transaction of the act it tells of; it goes with the candidate's data.
create table webhook_event (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references organisation (id),
  type text not null,
  at timestamptz not null,
  invite_id uuid references invite (id) on delete cascade,
  attempt_id uuid references attempt (id) on delete cascade,
  submission_id uuid references submission (id) on delete cascade,
  result jsonb,
  spread_at timestamptz
);
create index on webhook_event (at);
create index on webhook_event (invite_id);
create index webhook_event_waiting on webhook_event (id) where spread_at is null;

-- One event on its way to one address: due at next_at, or in the hands of a job, or over.
create table webhook_delivery (
  id bigint generated always as identity primary key,
  event_id uuid not null references webhook_event (id) on delete cascade,
  webhook_id uuid not null references webhook (id) on delete cascade,
  tries integer not null default 0,
  next_at timestamptz,
  job_id uuid,
  delivered_at timestamptz,
  gave_up_at timestamptz,
  unique (event_id, webhook_id),
  check (num_nonnulls(next_at, job_id, delivered_at, gave_up_at) = 1)
);
create index on webhook_delivery (webhook_id, id);
create index webhook_delivery_due on webhook_delivery (next_at) where next_at is not null;

create table webhook_attempt (
  id bigint generated always as identity primary key,
  delivery_id bigint not null references webhook_delivery (id) on delete cascade,
  at timestamptz not null,
  status integer,
  ms integer not null,
  answer text not null,
  problem text
);
create index on webhook_attempt (delivery_id);
