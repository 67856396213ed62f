alter table invite
  -- Where the candidate is written to; null when somebody hands the link over themselves.
  add column email text,
  -- Which of the challenge's runtimes the candidate may choose; null for all of them.
  add column runtimes text[] check (cardinality(runtimes) > 0),
  -- How far the candidate is, for lists of thousands to be filtered and counted by. Kept by the triggers below, whoever
  -- writes. What time alone changes is not in it: an invite expires without anybody writing.
  add column progress text not null default 'invited'
    check (progress in ('invited', 'opened', 'started', 'submitted', 'graded', 'withdrawn'));

-- What a list shows of a report, without reading it.
alter table grading add column band text generated always as (report->>'band') stored;

create function refresh_progress(changed uuid) returns void language sql as $$
  update invite set progress = now_at.progress
  from (
    select case
      when grading.id is not null then 'graded'
      when attempt.withdrawn then 'withdrawn'
      when attempt.ended_at is not null then 'submitted'
      when attempt.started_at is not null then 'started'
      when attempt.id is not null then 'opened'
      else 'invited' end as progress
    from (values (changed)) one (id)
    left join attempt on attempt.invite_id = one.id and not practice
    left join submission on submission.attempt_id = attempt.id
    left join grading on grading.submission_id = submission.id and counts
  ) now_at
  where invite.id = changed and invite.progress <> now_at.progress
$$;

create function attempt_moved() returns trigger language plpgsql as $$
begin
  perform refresh_progress(coalesce(new.invite_id, old.invite_id));
  return null;
end $$;
create trigger attempt_moved after insert or delete or update of started_at, ended_at, withdrawn on attempt
  for each row execute function attempt_moved();

create function grading_moved() returns trigger language plpgsql as $$
begin
  perform refresh_progress(invite_id) from submission join attempt on attempt.id = attempt_id
  where submission.id = coalesce(new.submission_id, old.submission_id);
  return null;
end $$;
create trigger grading_moved after insert or delete or update of counts on grading
  for each row execute function grading_moved();

do $$ begin perform refresh_progress(id) from invite; end $$;

drop index invite_organisation_id_created_at_idx;
-- The list, page by page, and by what else is in it the counts.
create index on invite (organisation_id, created_at desc, id desc)
  include (progress, revoked_at, start_by, challenge_version_id);
create index on invite (organisation_id, lower(email)) where email is not null;

-- Every e-mail about an invite: what is to be sent, and what became of it. It holds no link: that is made when it is sent.
create table invite_mail (
  id uuid primary key default gen_random_uuid(),
  invite_id uuid not null references invite on delete cascade,
  kind text not null check (kind in ('invite', 'reminder')),
  queued_at timestamptz not null,
  sent_at timestamptz,
  failed_at timestamptz,
  -- Why it was not sent yet, or never.
  problem text,
  check (sent_at is null or failed_at is null),
  check (failed_at is null or problem is not null)
);
create index on invite_mail (invite_id, queued_at desc);
