-- What opens a candidate's preview: a ticket from its link, which is swapped once for the secret of a cookie.
create table preview_pass (
  hash bytea primary key,
  attempt_id uuid not null references attempt,
  expires_at timestamptz not null,
  -- Null while it is a ticket.
  opened_at timestamptz
);
create index on preview_pass (attempt_id);
