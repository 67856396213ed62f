import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock.ts';
import { audit } from '../db/audit.ts';
import type { Db, Sql } from '../db/connect.ts';
import type { Band } from '../grading/report.ts';
import { Problem } from '../http/problem.ts';
import { serve, type Guard, type Person } from '../http/serve.ts';
import { lockSubmission } from '../review/store.ts';
import { decisionContract, type Judgement, type Verdict } from './contract.ts';
import { actionsOf, measuredBand, reasonFrom } from './decision.ts';
import { findJudged, insertDecision, insertOverride, listDecisions, listOverrides } from './store.ts';

interface Needs {
  sql: Sql;
  clock: Clock;
}

export function decisionRoutes(app: FastifyInstance, guard: Guard, { sql, clock }: Needs): void {
  serve(app, guard, decisionContract, {
    'GET /api/submissions/:submissionId/judgement': ({ person, params }) =>
      judgementOf(sql, person, params.submissionId),
    'POST /api/submissions/:submissionId/decisions': ({ person, params, body }) =>
      decide(sql, person, { ...params, ...body, reason: reasonFrom(body.reason) }, clock()),
    'POST /api/submissions/:submissionId/overrides': ({ person, params, body }) =>
      override(sql, person, { ...params, ...body, reason: reasonFrom(body.reason) }, clock()),
  });
}

async function judgementOf(db: Db, person: Person, submissionId: string): Promise<Judgement> {
  const { report } = await getJudged(db, person, submissionId);
  const decisions = await listDecisions(db, submissionId);
  const overrides = await listOverrides(db, submissionId);
  return {
    decisions: decisions.map((one) => ({ ...one, at: one.at.toISOString() })),
    overrides: overrides.map((one) => ({ ...one, at: one.at.toISOString() })),
    actions: actionsOf(person, report),
  };
}

/** A later decision stands above an earlier one, which stays. @throws Problem 404 unknown-submission, 409 not-graded */
function decide(
  sql: Sql,
  person: Person,
  { submissionId, verdict, reason }: { submissionId: string; verdict: Verdict; reason: string },
  at: Date,
): Promise<Judgement> {
  return sql.begin(async (tx) => {
    await getGraded(tx, person, submissionId);
    const [before] = await listDecisions(tx, submissionId);
    await insertDecision(tx, { submissionId, verdict, reason, personId: person.id, at });
    const facts = { ...(before && { before: before.verdict }), after: verdict, reason };
    const { id: personId, organisationId } = person;
    await audit(tx, { at, organisationId, personId, action: 'decision.made', subject: submissionId, facts });
    return judgementOf(tx, person, submissionId);
  });
}

/** Puts a person's view beside what was measured. @throws Problem 404 unknown-submission, 409 not-graded, not-measured */
function override(
  sql: Sql,
  person: Person,
  { submissionId, what, band, reason }: { submissionId: string; what: string; band: Band; reason: string },
  at: Date,
): Promise<Judgement> {
  return sql.begin(async (tx) => {
    const measured = measuredBand(await getGraded(tx, person, submissionId), what);
    if (!measured) throw new Problem(409, 'not-measured', `There is no measured value of ${what}`);
    const { id: personId, organisationId } = person;
    await insertOverride(tx, { submissionId, what, measured, band, reason, personId, at });
    const facts = { what, measured, band, reason };
    await audit(tx, { at, organisationId, personId, action: 'override.made', subject: submissionId, facts });
    return judgementOf(tx, person, submissionId);
  });
}

async function getGraded(tx: Db, person: Person, submissionId: string) {
  await getJudged(tx, person, submissionId);
  await lockSubmission(tx, submissionId);
  const { report } = await getJudged(tx, person, submissionId);
  if (!report) throw new Problem(409, 'not-graded', 'The grading is not finished yet');
  return report;
}

async function getJudged(db: Db, person: Person, submissionId: string) {
  const row = await findJudged(db, person.organisationId, submissionId);
  if (!row) throw new Problem(404, 'unknown-submission', 'There is no such submission');
  return row;
}
