// Stored observations scored again, without a container.
import type { Challenge } from '../challenge/challenge.ts';
import { audit } from '../db/audit.ts';
import type { Sql } from '../db/connect.ts';
import { compare, type Difference, isChanged } from './compare.ts';
import { EvidenceError, readEvidence } from './evidence.ts';
import { OurFailure } from './failure.ts';
import type { GradedReport, Report } from './report.ts';
import { scoreOf } from './score.ts';
import { getEvidence, insertRescored, listLive, type Live, replaceLive } from './store.ts';

/**
 * The report as today's rules make it. The weights and anchors are the challenge's of today; the goal stays the one the
 * candidate was told, and what was measured stays what it was.
 * @param stored the observations of the grading, as JSON
 * @throws EvidenceError when they cannot be scored, OurFailure when they show too little by today's rules
 */
export function rescored(
  report: GradedReport,
  stored: unknown,
  challenge: Challenge,
  at: Date,
): GradedReport {
  const evidence = readEvidence(stored);
  const { categories, calibrations, digest } = challenge;
  const unknown = evidence.checks.find(({ category }) => !Object.hasOwn(categories, category));
  if (unknown) throw new EvidenceError(`The challenge has no category ${unknown.category} any more`);
  const { ms, errorRate, rps } = report.goal;
  const { outcome, seed, snapshot, environment } = report;
  const calibration = calibrations[environment.runtime];
  return {
    outcome,
    seed,
    snapshot,
    environment: {
      ...environment,
      anchors: calibration ? 'calibrated' : 'general',
      rescored: { at: at.toISOString(), challengeDigest: digest },
    },
    ...scoreOf(evidence, { goal: { ms, errorRate, rps }, categories, calibration }),
  };
}

/** One scorecard, and what today's rules make of it. */
export interface Outcome {
  live: Live;
  report?: GradedReport;
  difference?: Difference;
  /** Why it stays as it is though nobody looked at its numbers. */
  skipped?: string;
}

/** @returns every scorecard of the challenge; nothing is written */
export async function rescoreStored(sql: Sql, challenge: Challenge, at: Date): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  // One after the other: the observations of a grading are some megabytes.
  for (const live of await listLive(sql, challenge.slug)) {
    const evidence = await getEvidence(sql, live.gradingId);
    outcomes.push({ live, ...outcomeOf(live.report, evidence, challenge, at) });
  }
  return outcomes;
}

function outcomeOf(report: Report, evidence: unknown, challenge: Challenge, at: Date): Omit<Outcome, 'live'> {
  if (report.outcome !== 'graded') return { skipped: 'It was not graded, so there is nothing to score' };
  try {
    const after = rescored(report, evidence, challenge, at);
    return { report: after, difference: compare(report, after) };
  } catch (error) {
    if (error instanceof EvidenceError || error instanceof OurFailure) return { skipped: error.message };
    throw error;
  }
}

export function isToChange(
  outcome: Outcome,
): outcome is Required<Pick<Outcome, 'live' | 'report' | 'difference'>> {
  return outcome.difference !== undefined && isChanged(outcome.difference);
}

/** All of them or none: each gets a row of its own beside the one it replaces, and an audit entry. */
export async function makeLive(sql: Sql, outcomes: readonly Outcome[], at: Date): Promise<void> {
  await sql.begin(async (tx) => {
    for (const outcome of outcomes.filter(isToChange)) {
      const { live, report, difference } = outcome;
      const gradingId = await insertRescored(tx, live, report, at);
      await replaceLive(tx, live, gradingId);
      const { organisationId, submissionId: subject } = live;
      const change = changeOf(live.gradingId, gradingId, difference);
      await audit(tx, { at, organisationId, action: 'grading.rescored', subject, ...change });
    }
  });
}

/** @returns what an audit entry says of a scorecard that took another's place */
export function changeOf(from: string, to: string, { verdict, score }: Difference) {
  return {
    before: { grading: from, verdict: verdict.from, score: score.from?.value ?? null },
    after: { grading: to, verdict: verdict.to, score: score.to?.value ?? null },
    facts: { via: 'command line' },
  };
}
