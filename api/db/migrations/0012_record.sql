-- How long what is kept of candidates is kept: days from the end of their work; null until deleted by hand.
alter table organisation
  add column anonymise_after_days integer check (anonymise_after_days > 0),
  add column delete_after_days integer check (delete_after_days > 0);

alter table invite
  -- When everything that tells who the candidate is was removed.
  add column anonymised_at timestamptz,
  -- Why nothing of the candidate may be anonymised or deleted for now.
  add column hold_reason text,
  add column held_at timestamptz,
  add check ((hold_reason is null) = (held_at is null));

-- A candidate goes with everything that hangs on their invite.
alter table attempt drop constraint attempt_invite_id_fkey,
  add foreign key (invite_id) references invite on delete cascade;
alter table attempt_file drop constraint attempt_file_attempt_id_fkey,
  add foreign key (attempt_id) references attempt on delete cascade;
alter table file_version drop constraint file_version_attempt_id_fkey,
  add foreign key (attempt_id) references attempt on delete cascade;
alter table timeline drop constraint timeline_attempt_id_fkey,
  add foreign key (attempt_id) references attempt on delete cascade;
alter table outage drop constraint outage_attempt_id_fkey,
  add foreign key (attempt_id) references attempt on delete cascade;
alter table workspace drop constraint workspace_attempt_id_fkey,
  add foreign key (attempt_id) references attempt on delete cascade;
alter table preview_pass drop constraint preview_pass_attempt_id_fkey,
  add foreign key (attempt_id) references attempt on delete cascade;
alter table submission drop constraint submission_attempt_id_fkey,
  add foreign key (attempt_id) references attempt on delete cascade;
alter table grading drop constraint grading_submission_id_fkey,
  add foreign key (submission_id) references submission on delete cascade;

-- Whether anybody else has a content is asked for each that goes.
create index on attempt_file (hash);
create index on file_version (hash);
create index on submission (snapshot_hash);
create index on snapshot using gin (entries jsonb_path_ops);

alter table audit
  -- A person, a candidate, or the platform by itself.
  add column actor text not null default 'platform',
  -- The candidate it is about, who may be gone.
  add column invite_id uuid,
  -- What was changed, as it was and as it became.
  add column before jsonb,
  add column after jsonb,
  -- Where the call came from; null for what no call did.
  add column address text,
  -- When what it said of a candidate was removed with them.
  add column erased_at timestamptz;

update audit set
  actor = case
    when person_id is not null then 'person'
    when action in ('attempt.signed', 'attempt.withdrawn', 'accommodation.asked') then 'candidate'
    when action = 'submission.made' and facts->>'byDeadline' = 'false' then 'candidate'
    else 'platform' end,
  invite_id = (
    select id from invite where id = subject
    union all select attempt.invite_id from attempt where id = subject
    union all select attempt.invite_id from submission join attempt on attempt.id = attempt_id
      where submission.id = subject
    limit 1);

create index on audit (organisation_id, at, id);
create index on audit (organisation_id, person_id, at, id);
create index on audit (organisation_id, action, at, id);
create index on audit (invite_id);

-- Lines are added, and never changed or removed. The one exception: what a line says of a candidate may be emptied once
-- the candidate is deleted or anonymised. That it was said, when, by whom and about which number, stays.
create function guard_audit() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if old.erased_at is null and new.erased_at is not null
      and new.facts = '{}' and new.before is null and new.after is null
      and new.address is not distinct from (case when old.actor = 'person' then old.address end)
      and to_jsonb(new) - '{facts,before,after,address,erased_at}'::text[]
        = to_jsonb(old) - '{facts,before,after,address,erased_at}'::text[]
      and old.invite_id is not null
      and not exists (select from invite where id = old.invite_id and anonymised_at is null)
    then
      return new;
    end if;
  end if;
  raise exception 'The audit log is append-only';
end $$;
create trigger guard_rows before update or delete on audit for each row execute function guard_audit();
create trigger guard_all before truncate on audit for each statement execute function guard_audit();
