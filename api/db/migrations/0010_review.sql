-- A submission whose code people read. Everything of it goes with the submission.
create table review (
  id uuid primary key default gen_random_uuid(),
  submission_id uuid not null unique references submission on delete cascade,
  -- Every order in which it is shown follows from this.
  seed integer not null,
  asked_by uuid not null references person,
  asked_at timestamptz not null
);

-- Seats 1 and 2 answer everything, each by themselves; seat 3 is filled when they differ, and decides.
create table review_seat (
  review_id uuid not null references review on delete cascade,
  number smallint not null check (number between 1 and 3),
  person_id uuid not null references person,
  -- Where it stands among what this person is to read.
  place integer not null,
  asked_at timestamptz not null,
  answered_at timestamptz,
  primary key (review_id, number),
  unique (review_id, person_id)
);
create index on review_seat (person_id, place, review_id) where answered_at is null;

-- Written once, when its seat is answered.
create table review_answer (
  review_id uuid not null,
  seat smallint not null,
  item text not null,
  answer text not null check (answer in ('true', 'false', 'unknown')),
  note text,
  primary key (review_id, seat, item),
  foreign key (review_id, seat) references review_seat on delete cascade
);

-- What people decided about a submission. A row is never changed: a later one stands above it.
create table decision (
  id bigint generated always as identity primary key,
  submission_id uuid not null references submission on delete cascade,
  verdict text not null check (verdict in ('interview', 'hire', 'no')),
  reason text not null,
  person_id uuid not null references person,
  at timestamptz not null
);
create index on decision (submission_id, id);

-- Where a person sees a measured value otherwise. It stands beside the value, and never in its place.
create table override (
  id bigint generated always as identity primary key,
  submission_id uuid not null references submission on delete cascade,
  -- overall, or the name of a dimension
  what text not null,
  measured text not null check (measured in ('below', 'meets', 'solid', 'strong')),
  band text not null check (band in ('below', 'meets', 'solid', 'strong')),
  reason text not null,
  person_id uuid not null references person,
  at timestamptz not null
);
create index on override (submission_id, id);
