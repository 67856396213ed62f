-- A submission may be graded again, or its observations scored again. Each is a row of its own, none is overwritten, and one
-- of a submission's rows counts: it is the scorecard.
alter table grading
  add column origin text not null default 'submitted',
  add column evidence_of uuid references grading (id),
  add check (origin in ('submitted', 'regraded', 'rescored')),
  -- What was scored again rests on the observations of another row.
  add check ((origin = 'rescored') = (evidence_of is not null));
