-- Every content a file of an attempt ever had, in the order of the ids, with where it came from. Contents are blobs, so one
-- that comes back costs a row.
create table file_version (
  id bigint generated always as identity primary key,
  attempt_id uuid not null references attempt,
  path text not null,
  -- Null where the file was deleted.
  hash text references blob,
  -- `aside` was never what the file held: it lost against another change, and is kept for its author.
  via text not null check (via in ('starter', 'editor', 'sandbox', 'aside')),
  -- The candidate has not said yet which of two changes is to stay.
  open boolean not null default false,
  saved_at timestamptz not null
);
create index on file_version (attempt_id, path, id);

insert into file_version (attempt_id, path, hash, via, saved_at)
select attempt_id, path, case when not deleted then hash end, 'editor', saved_at from attempt_file;
