create table api_token (
  id uuid not null default gen_random_uuid(),
  organisation_id uuid not null,
  name text not null,
  shown text not null,
  hash bytea not null,
  scopes text[] not null,
  created_by uuid not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (created_by) REFERENCES person(id),
  UNIQUE (hash),
  FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);
CREATE INDEX api_token_organisation_id_idx ON public.api_token USING btree (organisation_id);

create table attempt (
  id uuid not null default gen_random_uuid(),
  invite_id uuid not null,
  challenge_version_id uuid not null,
  secret_hash bytea not null,
  opened_at timestamp with time zone not null,
  runtime text,
  preparing_at timestamp with time zone,
  started_at timestamp with time zone,
  deadline timestamp with time zone,
  ended_at timestamp with time zone,
  saved_bytes bigint not null default 0,
  practice boolean not null default false,
  withdrawn boolean not null default false,
  signed_name text,
  signed_at timestamp with time zone,
  accommodation text,
  disclosure text,
  entries integer not null default 0,
  follow_up smallint not null default 0,
  PRIMARY KEY (id),
  FOREIGN KEY (challenge_version_id) REFERENCES challenge_version(id),
  CHECK (((signed_name IS NULL) = (signed_at IS NULL))),
  CHECK (((NOT withdrawn) OR (ended_at IS NOT NULL))),
  CHECK (((started_at IS NULL) OR ((runtime IS NOT NULL) AND (practice OR (deadline IS NOT NULL))))),
  CHECK (((follow_up = 0) OR practice)),
  FOREIGN KEY (invite_id) REFERENCES invite(id) ON DELETE CASCADE,
  UNIQUE (invite_id, practice, follow_up)
);
CREATE INDEX attempt_deadline_idx ON public.attempt USING btree (deadline) WHERE (ended_at IS NULL);
CREATE INDEX attempt_opened_at_idx ON public.attempt USING btree (opened_at) WHERE ((follow_up > 0) AND (ended_at IS NULL));
CREATE TRIGGER attempt_moved AFTER INSERT OR DELETE OR UPDATE OF started_at, ended_at, withdrawn ON public.attempt FOR EACH ROW EXECUTE FUNCTION attempt_moved();

create table attempt_file (
  attempt_id uuid not null,
  path text not null,
  hash text not null,
  bytes integer not null,
  rev integer not null,
  deleted boolean not null default false,
  saved_at timestamp with time zone not null,
  page text,
  PRIMARY KEY (attempt_id, path),
  FOREIGN KEY (attempt_id) REFERENCES attempt(id) ON DELETE CASCADE,
  FOREIGN KEY (hash) REFERENCES blob(hash)
);
CREATE INDEX attempt_file_hash_idx ON public.attempt_file USING btree (hash);

create table audit (
  id bigint not null generated always as identity,
  at timestamp with time zone not null,
  organisation_id uuid,
  person_id uuid,
  action text not null,
  subject uuid,
  facts jsonb not null default '{}'::jsonb,
  actor text not null default 'platform'::text,
  invite_id uuid,
  before jsonb,
  after jsonb,
  address text,
  erased_at timestamp with time zone,
  token_id uuid,
  PRIMARY KEY (id),
  FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  FOREIGN KEY (person_id) REFERENCES person(id),
  FOREIGN KEY (token_id) REFERENCES api_token(id)
);
CREATE INDEX audit_invite_id_idx ON public.audit USING btree (invite_id);
CREATE INDEX audit_organisation_id_action_at_id_idx ON public.audit USING btree (organisation_id, action, at, id);
CREATE INDEX audit_organisation_id_at_id_idx ON public.audit USING btree (organisation_id, at, id);
CREATE INDEX audit_organisation_id_person_id_at_id_idx ON public.audit USING btree (organisation_id, person_id, at, id);
CREATE TRIGGER guard_all BEFORE TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION guard_audit();
CREATE TRIGGER guard_rows BEFORE DELETE OR UPDATE ON public.audit FOR EACH ROW EXECUTE FUNCTION guard_audit();

create table blob (
  hash text not null,
  content bytea not null,
  PRIMARY KEY (hash)
);

create table challenge_version (
  id uuid not null default gen_random_uuid(),
  slug text not null,
  digest text not null,
  title text not null,
  facts jsonb not null,
  created_at timestamp with time zone not null default now(),
  PRIMARY KEY (id),
  UNIQUE (slug, digest)
);

create table decision (
  id bigint not null generated always as identity,
  submission_id uuid not null,
  verdict text not null,
  reason text not null,
  person_id uuid not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (person_id) REFERENCES person(id),
  FOREIGN KEY (submission_id) REFERENCES submission(id) ON DELETE CASCADE,
  CHECK ((verdict = ANY (ARRAY['interview'::text, 'hire'::text, 'no'::text])))
);
CREATE INDEX decision_submission_id_id_idx ON public.decision USING btree (submission_id, id);

create table file_version (
  id bigint not null default nextval('entry'::regclass),
  attempt_id uuid not null,
  path text not null,
  hash text,
  via text not null,
  open boolean not null default false,
  saved_at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (attempt_id) REFERENCES attempt(id) ON DELETE CASCADE,
  FOREIGN KEY (hash) REFERENCES blob(hash),
  CHECK ((via = ANY (ARRAY['starter'::text, 'editor'::text, 'sandbox'::text, 'aside'::text])))
);
CREATE INDEX file_version_attempt_id_path_id_idx ON public.file_version USING btree (attempt_id, path, id);
CREATE INDEX file_version_hash_idx ON public.file_version USING btree (hash);

create table follow_up (
  attempt_id uuid not null,
  opened_by uuid not null,
  candidate_seen_at timestamp with time zone,
  PRIMARY KEY (attempt_id),
  FOREIGN KEY (attempt_id) REFERENCES attempt(id) ON DELETE CASCADE,
  FOREIGN KEY (opened_by) REFERENCES person(id)
);

create table follow_up_visitor (
  person_id uuid not null,
  attempt_id uuid not null,
  seen_at timestamp with time zone not null,
  PRIMARY KEY (person_id, attempt_id),
  FOREIGN KEY (attempt_id) REFERENCES follow_up(attempt_id) ON DELETE CASCADE,
  FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX follow_up_visitor_attempt_id_idx ON public.follow_up_visitor USING btree (attempt_id);

create table grading (
  id uuid not null default gen_random_uuid(),
  submission_id uuid not null,
  number integer not null,
  job_id uuid not null,
  runner text not null,
  seed integer not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  outcome text,
  counts boolean not null default false,
  phases jsonb not null default '[]'::jsonb,
  report jsonb,
  evidence jsonb,
  origin text not null default 'submitted'::text,
  evidence_of uuid,
  band text default (report ->> 'band'::text),
  PRIMARY KEY (id),
  CHECK (((finished_at IS NULL) = (outcome IS NULL))),
  CHECK (((NOT counts) OR (report IS NOT NULL))),
  CHECK (((origin = 'rescored'::text) = (evidence_of IS NOT NULL))),
  FOREIGN KEY (evidence_of) REFERENCES grading(id),
  CHECK ((origin = ANY (ARRAY['submitted'::text, 'regraded'::text, 'rescored'::text]))),
  CHECK ((outcome = ANY (ARRAY['graded'::text, 'candidate_failure'::text, 'our_failure'::text]))),
  FOREIGN KEY (submission_id) REFERENCES submission(id) ON DELETE CASCADE,
  UNIQUE (submission_id, number)
);
CREATE UNIQUE INDEX grading_counts_once ON public.grading USING btree (submission_id) WHERE counts;
CREATE TRIGGER grading_moved AFTER INSERT OR DELETE OR UPDATE OF counts ON public.grading FOR EACH ROW EXECUTE FUNCTION grading_moved();

create table guess (
  key bytea not null,
  at timestamp with time zone not null
);
CREATE INDEX guess_key_at_idx ON public.guess USING btree (key, at);

create table identity (
  issuer text not null,
  subject text not null,
  person_id uuid not null,
  created_at timestamp with time zone not null,
  PRIMARY KEY (issuer, subject),
  FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX identity_person_id_idx ON public.identity USING btree (person_id);

create table invite (
  id uuid not null default gen_random_uuid(),
  organisation_id uuid not null,
  challenge_version_id uuid not null,
  candidate_name text not null,
  token_hash bytea not null,
  created_by uuid,
  created_at timestamp with time zone not null,
  start_by timestamp with time zone not null,
  revoked_at timestamp with time zone,
  extra_time real not null default 1,
  ai_rule text not null default 'open'::text,
  shares_result boolean not null default false,
  email text,
  runtimes text[],
  progress text not null default 'invited'::text,
  anonymised_at timestamp with time zone,
  hold_reason text,
  held_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((ai_rule = ANY (ARRAY['open'::text, 'disclosed'::text, 'none'::text]))),
  FOREIGN KEY (challenge_version_id) REFERENCES challenge_version(id),
  CHECK (((hold_reason IS NULL) = (held_at IS NULL))),
  FOREIGN KEY (created_by) REFERENCES person(id),
  CHECK (((extra_time >= (1)::double precision) AND (extra_time <= (4)::double precision))),
  FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  CHECK ((progress = ANY (ARRAY['invited'::text, 'opened'::text, 'started'::text, 'submitted'::text, 'graded'::text, 'withdrawn'::text]))),
  CHECK ((cardinality(runtimes) > 0)),
  UNIQUE (token_hash)
);
CREATE INDEX invite_organisation_id_created_at_id_progress_revoked_at_st_idx ON public.invite USING btree (organisation_id, created_at DESC, id DESC) INCLUDE (progress, revoked_at, start_by, challenge_version_id);
CREATE INDEX invite_organisation_id_lower_idx ON public.invite USING btree (organisation_id, lower(email)) WHERE (email IS NOT NULL);
CREATE INDEX invite_organisation_id_progress_challenge_version_id_idx ON public.invite USING btree (organisation_id, progress) INCLUDE (challenge_version_id) WHERE (revoked_at IS NOT NULL);
CREATE INDEX invite_organisation_id_progress_start_by_revoked_at_challen_idx ON public.invite USING btree (organisation_id, progress, start_by) INCLUDE (revoked_at, challenge_version_id);
CREATE INDEX invite_searched ON public.invite USING gin (lower(candidate_name) gin_trgm_ops, lower(email) gin_trgm_ops);

create table invite_mail (
  id uuid not null default gen_random_uuid(),
  invite_id uuid not null,
  kind text not null,
  queued_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  failed_at timestamp with time zone,
  problem text,
  PRIMARY KEY (id),
  CHECK (((sent_at IS NULL) OR (failed_at IS NULL))),
  CHECK (((failed_at IS NULL) OR (problem IS NOT NULL))),
  FOREIGN KEY (invite_id) REFERENCES invite(id) ON DELETE CASCADE,
  CHECK ((kind = ANY (ARRAY['invite'::text, 'reminder'::text])))
);
CREATE INDEX invite_mail_invite_id_queued_at_idx ON public.invite_mail USING btree (invite_id, queued_at DESC);

create table migration (
  name text not null,
  applied_at timestamp with time zone not null default now(),
  PRIMARY KEY (name)
);

create table organisation (
  id uuid not null default gen_random_uuid(),
  name text not null,
  created_at timestamp with time zone not null default now(),
  anonymise_after_days integer,
  delete_after_days integer,
  PRIMARY KEY (id),
  CHECK ((anonymise_after_days > 0)),
  CHECK ((delete_after_days > 0))
);

create table outage (
  id bigint not null generated always as identity,
  attempt_id uuid not null,
  began_at timestamp with time zone not null,
  ended_at timestamp with time zone not null,
  reason text not null,
  PRIMARY KEY (id),
  FOREIGN KEY (attempt_id) REFERENCES attempt(id) ON DELETE CASCADE,
  CHECK ((began_at < ended_at)),
  CHECK ((reason = ANY (ARRAY['platform'::text, 'sandbox'::text])))
);
CREATE INDEX outage_attempt_id_ended_at_idx ON public.outage USING btree (attempt_id, ended_at);

create table override (
  id bigint not null generated always as identity,
  submission_id uuid not null,
  what text not null,
  measured text not null,
  band text not null,
  reason text not null,
  person_id uuid not null,
  at timestamp with time zone not null,
  PRIMARY KEY (id),
  CHECK ((band = ANY (ARRAY['below'::text, 'meets'::text, 'solid'::text, 'strong'::text]))),
  CHECK ((measured = ANY (ARRAY['below'::text, 'meets'::text, 'solid'::text, 'strong'::text]))),
  FOREIGN KEY (person_id) REFERENCES person(id),
  FOREIGN KEY (submission_id) REFERENCES submission(id) ON DELETE CASCADE
);
CREATE INDEX override_submission_id_id_idx ON public.override USING btree (submission_id, id);

create table password (
  person_id uuid not null,
  hash text not null,
  authenticator_key text not null,
  last_step integer not null,
  set_at timestamp with time zone not null,
  PRIMARY KEY (person_id),
  FOREIGN KEY (person_id) REFERENCES person(id)
);

create table person (
  id uuid not null default gen_random_uuid(),
  organisation_id uuid not null,
  email text not null,
  name text not null,
  roles text[] not null,
  created_at timestamp with time zone not null default now(),
  signed_in_at timestamp with time zone,
  removed_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);
CREATE INDEX person_organisation_id_lower_id_idx ON public.person USING btree (organisation_id, lower(name), id) WHERE (removed_at IS NULL);
CREATE UNIQUE INDEX person_email_key ON public.person USING btree (lower(email)) WHERE (removed_at IS NULL);

create table preview_pass (
  hash bytea not null,
  attempt_id uuid not null,
  expires_at timestamp with time zone not null,
  opened_at timestamp with time zone,
  PRIMARY KEY (hash),
  FOREIGN KEY (attempt_id) REFERENCES attempt(id) ON DELETE CASCADE
);
CREATE INDEX preview_pass_attempt_id_idx ON public.preview_pass USING btree (attempt_id);

create table process (
  name text not null,
  api boolean not null,
  runner boolean not null,
  url text,
  secret text,
  seen_at timestamp with time zone not null default clock_timestamp(),
  PRIMARY KEY (name)
);

create table recovery_code (
  hash bytea not null,
  person_id uuid not null,
  used_at timestamp with time zone,
  PRIMARY KEY (hash),
  FOREIGN KEY (person_id) REFERENCES person(id)
);
CREATE INDEX recovery_code_person_id_idx ON public.recovery_code USING btree (person_id);

create table review (
  id uuid not null default gen_random_uuid(),
  submission_id uuid not null,
  seed integer not null,
  asked_by uuid not null,
  asked_at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (asked_by) REFERENCES person(id),
  FOREIGN KEY (submission_id) REFERENCES submission(id) ON DELETE CASCADE,
  UNIQUE (submission_id)
);

create table review_answer (
  review_id uuid not null,
  seat smallint not null,
  item text not null,
  answer text not null,
  note text,
  PRIMARY KEY (review_id, seat, item),
  CHECK ((answer = ANY (ARRAY['true'::text, 'false'::text, 'unknown'::text]))),
  FOREIGN KEY (review_id, seat) REFERENCES review_seat(review_id, number) ON DELETE CASCADE
);

create table review_replaced (
  review_id uuid not null,
  person_id uuid not null,
  PRIMARY KEY (review_id, person_id),
  FOREIGN KEY (person_id) REFERENCES person(id),
  FOREIGN KEY (review_id) REFERENCES review(id) ON DELETE CASCADE
);

create table review_seat (
  review_id uuid not null,
  number smallint not null,
  person_id uuid not null,
  place integer not null,
  asked_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  PRIMARY KEY (review_id, number),
  CHECK (((number >= 1) AND (number <= 3))),
  FOREIGN KEY (person_id) REFERENCES person(id),
  FOREIGN KEY (review_id) REFERENCES review(id) ON DELETE CASCADE,
  UNIQUE (review_id, person_id)
);
CREATE INDEX review_seat_person_id_answered_at_review_id_idx ON public.review_seat USING btree (person_id, answered_at, review_id) WHERE (answered_at IS NOT NULL);
CREATE INDEX review_seat_person_id_place_review_id_idx ON public.review_seat USING btree (person_id, place, review_id) WHERE (answered_at IS NULL);

create table session (
  hash bytea not null,
  person_id uuid not null,
  expires_at timestamp with time zone not null,
  id uuid not null default gen_random_uuid(),
  via text not null default 'link'::text,
  address text not null default ''::text,
  agent text not null default ''::text,
  created_at timestamp with time zone not null default now(),
  seen_at timestamp with time zone not null default now(),
  PRIMARY KEY (hash),
  UNIQUE (id),
  FOREIGN KEY (person_id) REFERENCES person(id),
  CHECK ((via = ANY (ARRAY['link'::text, 'password'::text, 'oidc'::text])))
);
CREATE INDEX session_person_id_idx ON public.session USING btree (person_id);

create table share_link (
  id uuid not null default gen_random_uuid(),
  submission_id uuid not null,
  token_hash bytea not null,
  created_by uuid,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  shows_name boolean not null,
  shows_source boolean not null,
  opened integer not null default 0,
  last_opened_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK (((opened = 0) = (last_opened_at IS NULL))),
  FOREIGN KEY (created_by) REFERENCES person(id) ON DELETE SET NULL,
  FOREIGN KEY (submission_id) REFERENCES submission(id) ON DELETE CASCADE,
  UNIQUE (token_hash)
);
CREATE INDEX share_link_submission_id_created_at_idx ON public.share_link USING btree (submission_id, created_at DESC);

create table sign_in_link (
  hash bytea not null,
  person_id uuid not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  PRIMARY KEY (hash),
  FOREIGN KEY (person_id) REFERENCES person(id)
);

create table snapshot (
  hash text not null,
  entries jsonb not null,
  PRIMARY KEY (hash)
);
CREATE INDEX snapshot_entries_idx ON public.snapshot USING gin (entries jsonb_path_ops);

create table submission (
  id uuid not null default gen_random_uuid(),
  attempt_id uuid not null,
  snapshot_hash text not null,
  submitted_at timestamp with time zone not null,
  by_deadline boolean not null,
  PRIMARY KEY (id),
  FOREIGN KEY (attempt_id) REFERENCES attempt(id) ON DELETE CASCADE,
  UNIQUE (attempt_id),
  FOREIGN KEY (snapshot_hash) REFERENCES snapshot(hash)
);
CREATE INDEX submission_snapshot_hash_idx ON public.submission USING btree (snapshot_hash);

create table timeline (
  id bigint not null default nextval('entry'::regclass),
  attempt_id uuid not null,
  at timestamp with time zone not null,
  kind text not null,
  size integer,
  note text,
  PRIMARY KEY (id),
  FOREIGN KEY (attempt_id) REFERENCES attempt(id) ON DELETE CASCADE,
  CHECK ((kind = ANY (ARRAY['run'::text, 'checks'::text, 'request'::text, 'terminal'::text, 'sql'::text, 'load'::text, 'paste'::text, 'away'::text, 'back'::text])))
);
CREATE INDEX timeline_attempt_id_id_idx ON public.timeline USING btree (attempt_id, id);

create table webhook (
  id uuid not null default gen_random_uuid(),
  organisation_id uuid not null,
  url text not null,
  events text[] not null,
  with_scores boolean not null,
  sealed_secret text not null,
  old_sealed_secret text,
  old_secret_until timestamp with time zone,
  created_at timestamp with time zone not null,
  failing_since timestamp with time zone,
  disabled_at timestamp with time zone,
  disabled_reason text,
  PRIMARY KEY (id),
  CHECK (((disabled_at IS NULL) = (disabled_reason IS NULL))),
  CHECK ((disabled_reason = ANY (ARRAY['person'::text, 'failing'::text, 'gone'::text]))),
  FOREIGN KEY (organisation_id) REFERENCES organisation(id)
);
CREATE INDEX webhook_organisation_id_idx ON public.webhook USING btree (organisation_id);

create table webhook_attempt (
  id bigint not null generated always as identity,
  delivery_id bigint not null,
  at timestamp with time zone not null,
  status integer,
  ms integer not null,
  answer text not null,
  problem text,
  PRIMARY KEY (id),
  FOREIGN KEY (delivery_id) REFERENCES webhook_delivery(id) ON DELETE CASCADE
);
CREATE INDEX webhook_attempt_delivery_id_idx ON public.webhook_attempt USING btree (delivery_id);

create table webhook_delivery (
  id bigint not null generated always as identity,
  event_id uuid not null,
  webhook_id uuid not null,
  tries integer not null default 0,
  next_at timestamp with time zone,
  job_id uuid,
  delivered_at timestamp with time zone,
  gave_up_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((num_nonnulls(next_at, job_id, delivered_at, gave_up_at) = 1)),
  FOREIGN KEY (event_id) REFERENCES webhook_event(id) ON DELETE CASCADE,
  UNIQUE (event_id, webhook_id),
  FOREIGN KEY (webhook_id) REFERENCES webhook(id) ON DELETE CASCADE
);
CREATE INDEX webhook_delivery_due ON public.webhook_delivery USING btree (next_at) WHERE (next_at IS NOT NULL);
CREATE INDEX webhook_delivery_webhook_id_id_idx ON public.webhook_delivery USING btree (webhook_id, id);

create table webhook_event (
  id uuid not null default gen_random_uuid(),
  organisation_id uuid not null,
  type text not null,
  at timestamp with time zone not null,
  invite_id uuid,
  attempt_id uuid,
  submission_id uuid,
  result jsonb,
  spread_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (attempt_id) REFERENCES attempt(id) ON DELETE CASCADE,
  FOREIGN KEY (invite_id) REFERENCES invite(id) ON DELETE CASCADE,
  FOREIGN KEY (organisation_id) REFERENCES organisation(id),
  FOREIGN KEY (submission_id) REFERENCES submission(id) ON DELETE CASCADE
);
CREATE INDEX webhook_event_at_idx ON public.webhook_event USING btree (at);
CREATE INDEX webhook_event_invite_id_idx ON public.webhook_event USING btree (invite_id);
CREATE INDEX webhook_event_waiting ON public.webhook_event USING btree (id) WHERE (spread_at IS NULL);

create table workspace (
  attempt_id uuid not null,
  clock_runs boolean not null,
  wanted_at timestamp with time zone not null default clock_timestamp(),
  process text,
  ready_at timestamp with time zone,
  lost_at timestamp with time zone,
  problem text,
  PRIMARY KEY (attempt_id),
  FOREIGN KEY (attempt_id) REFERENCES attempt(id) ON DELETE CASCADE,
  FOREIGN KEY (process) REFERENCES process(name)
);
CREATE INDEX workspace_process_idx ON public.workspace USING btree (process);
