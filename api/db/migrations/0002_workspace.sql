-- The processes of the platform. Each says again and again that it is there, by the database's own clock.
create table process (
  name text primary key,
  api boolean not null,
  runner boolean not null,
  -- Where the others reach a runner, and what they show to be let in: new at each start.
  url text,
  secret text,
  seen_at timestamptz not null default clock_timestamp()
);

-- The sandboxes there should be, and which runner has each. What runs is made to follow this table.
create table workspace (
  attempt_id uuid primary key references attempt,
  -- False until the candidate's time has begun: those whose time runs are served first.
  clock_runs boolean not null,
  -- Its place in the queue; in the future when the next try is to wait.
  wanted_at timestamptz not null default clock_timestamp(),
  -- The process that has it; null while it waits for one.
  process text references process,
  ready_at timestamptz,
  -- Since when the candidate's time stands still, for want of a sandbox.
  lost_at timestamptz,
  -- Why the last try to open it failed.
  problem text
);
create index on workspace (process);

-- Time given back to candidates, and why.
create table outage (
  id bigint generated always as identity primary key,
  attempt_id uuid not null references attempt,
  began_at timestamptz not null,
  ended_at timestamptz not null,
  reason text not null check (reason in ('platform', 'sandbox')),
  check (began_at < ended_at)
);
create index on outage (attempt_id, ended_at);
