-- Work that was handed in, opened again to be talked about. It is an attempt beside the one that counts, as practice is: without
-- a clock, never handed in.
alter table attempt
  -- Which one about the candidate's work it is, from 1 on; 0 for none.
  add column follow_up smallint not null default 0,
  add check (follow_up = 0 or practice),
  drop constraint attempt_invite_id_practice_key,
  add unique (invite_id, practice, follow_up);
-- Those that are open, for their time to be up.
create index on attempt (opened_at) where follow_up > 0 and ended_at is null;

create table follow_up (
  attempt_id uuid primary key references attempt on delete cascade,
  opened_by uuid not null references person,
  -- When the candidate's page last asked; null until they join.
  candidate_seen_at timestamptz
);

-- Who of the organisation has joined. Nobody else of it is let in.
create table follow_up_visitor (
  person_id uuid not null references person,
  attempt_id uuid not null references follow_up on delete cascade,
  seen_at timestamptz not null,
  primary key (person_id, attempt_id)
);
create index on follow_up_visitor (attempt_id);
