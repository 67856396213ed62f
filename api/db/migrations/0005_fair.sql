-- What a manager decides with an invite, beside the challenge.
alter table invite
  -- What the challenge's minutes are multiplied by.
  add column extra_time real not null default 1 check (extra_time >= 1 and extra_time <= 4),
  add column ai_rule text not null default 'open' check (ai_rule in ('open', 'disclosed', 'none')),
  -- Whether the candidate sees their own result.
  add column shares_result boolean not null default false;

alter table attempt
  -- For trying the screen out: no clock, never handed in, shown to nobody else.
  add column practice boolean not null default false,
  -- Ended by the candidate without being graded.
  add column withdrawn boolean not null default false,
  -- Who agreed to the rules, as they wrote their name.
  add column signed_name text,
  add column signed_at timestamptz,
  -- What the candidate asks for, in their own words.
  add column accommodation text,
  -- What the candidate says they were helped by, where the rule asks for it.
  add column disclosure text,
  -- How many entries the timeline has: it is bounded.
  add column entries integer not null default 0,
  add check ((signed_name is null) = (signed_at is null)),
  add check (not withdrawn or ended_at is not null),
  drop constraint attempt_check,
  add check (started_at is null or (runtime is not null and (practice or deadline is not null))),
  drop constraint attempt_invite_id_key,
  add unique (invite_id, practice);

-- What happened while a candidate worked, for a reviewer to replay. Rows are added and never changed.
create table timeline (
  id bigint generated always as identity primary key,
  attempt_id uuid not null references attempt,
  at timestamptz not null,
  kind text not null check (kind in ('saved', 'deleted', 'run', 'checks', 'request', 'paste', 'away', 'back')),
  path text,
  -- Content of what was saved: every version is kept as a blob anyway.
  hash text references blob,
  -- Bytes of what was saved, characters of what was pasted.
  size integer,
  note text,
  check ((kind = 'saved') = (hash is not null))
);
create index on timeline (attempt_id, id);
