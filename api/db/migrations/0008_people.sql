-- A person who was removed stays as a row, since the log and the invites name them; their address is free again.
alter table person
  add column signed_in_at timestamptz,
  add column removed_at timestamptz,
  drop constraint person_email_key;
update person set signed_in_at = created_at;
create unique index person_email_key on person (lower(email)) where removed_at is null;
create index on person (organisation_id, lower(name), id) where removed_at is null;

alter table session
  add column id uuid not null default gen_random_uuid() unique,
  add column via text not null default 'link' check (via in ('link', 'password', 'oidc')),
  add column address text not null default '',
  add column agent text not null default '',
  add column created_at timestamptz not null default now(),
  add column seen_at timestamptz not null default now();
create index on session (person_id);

-- A password is never kept without the second factor that goes with it.
create table password (
  person_id uuid primary key references person,
  hash text not null,
  authenticator_key text not null, -- sealed
  last_step integer not null, -- of the clock of codes: one is taken once
  set_at timestamptz not null
);

create table recovery_code (
  hash bytea primary key,
  person_id uuid not null references person,
  used_at timestamptz
);
create index on recovery_code (person_id);

-- Whom the provider of the company's accounts knows as what.
create table identity (
  issuer text not null,
  subject text not null,
  person_id uuid not null references person,
  created_at timestamptz not null,
  primary key (issuer, subject)
);
create index on identity (person_id);

-- Tries at passwords, kept for as long as they count.
create table guess (
  key bytea not null,
  at timestamptz not null
);
create index on guess (key, at);
