// A submission graded anew from its snapshot, beside the grading that counts.
import { audit } from '../db/audit.ts';
import type { Sql } from '../db/connect.ts';
import type { Queue } from '../db/queue.ts';
import { compare } from './compare.ts';
import { stands } from './grading.ts';
import { changeOf } from './rescore.ts';
import { findRegraded, type Live, type Regrade, replaceLive } from './store.ts';

/** Queues it. @returns id of the job */
export async function askAgain(sql: Sql, queue: Queue, live: Live, at: Date): Promise<string> {
  const { submissionId, organisationId } = live;
  return sql.begin(async (tx) => {
    const facts = { via: 'command line' };
    await audit(tx, { at, organisationId, action: 'grading.asked-again', subject: submissionId, facts });
    return queue.enqueueGrading(tx, submissionId, true);
  });
}

/** Whether no further try comes. @param earlier tries of the same job */
export function isOver(latest: Regrade, earlier: readonly Regrade[]): boolean {
  if (!latest.report) return latest.overtaken;
  return stands(latest.report.outcome, earlier.filter(({ report }) => report !== null).length);
}

/** Makes the latest result the scorecard. @returns undefined when there is none that is newer than the scorecard */
export async function applyRegrade(sql: Sql, live: Live, at: Date): Promise<Regrade | undefined> {
  const { submissionId, organisationId } = live;
  return sql.begin(async (tx) => {
    const regrade = await findRegraded(tx, live);
    if (!regrade?.report) return undefined;
    await replaceLive(tx, live, regrade.gradingId);
    const change = changeOf(live.gradingId, regrade.gradingId, compare(live.report, regrade.report));
    await audit(tx, { at, organisationId, action: 'grading.regraded', subject: submissionId, ...change });
    return regrade;
  });
}
