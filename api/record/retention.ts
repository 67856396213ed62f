// What is done once a day: candidates whose time has come are anonymised or deleted, each in a transaction of its own.
import { audit } from '../db/audit.ts';
import { anonymiseCandidate, deleteCandidate } from '../db/candidate.ts';
import type { Sql } from '../db/connect.ts';
import { listDue, type Due } from './store.ts';

type Count = Record<'anonymised' | 'deleted' | 'held', number>;

/**
 * Does what is due, and puts on record how much that was. Done again at once it finds nothing to do, so a run that was cut
 * short is simply run again.
 * @throws AggregateError of those that failed, once the others are done
 */
export async function retain(sql: Sql, now: Date): Promise<void> {
  const counts = new Map<string, Count>();
  const failures: unknown[] = [];
  for (const { organisationId, inviteId } of await listDue(sql, now)) {
    const count = counts.get(organisationId) ?? { anonymised: 0, deleted: 0, held: 0 };
    counts.set(organisationId, count);
    try {
      const done = await retainOne(sql, inviteId, now);
      if (done) count[done] += 1;
    } catch (error) {
      failures.push(error);
    }
  }
  for (const [organisationId, count] of counts)
    if (count.anonymised + count.deleted > 0)
      await audit(sql, { at: now, organisationId, action: 'retention.applied', facts: count });
  if (failures.length > 0) throw new AggregateError(failures, 'Some candidates could not be let go');
}

/** Asks once more, inside the transaction: a hold may have been placed, or the retention changed, since it was listed. */
async function retainOne(sql: Sql, inviteId: string, at: Date): Promise<keyof Count | undefined> {
  return sql.begin(async (tx) => {
    const [due] = await listDue(tx, at, inviteId);
    if (!due) return undefined;
    const { organisationId, act } = due;
    const [go, action, done] = acts[act];
    if (!(await go(tx, inviteId, at))) return 'held';
    await audit(tx, { at, organisationId, action, subject: inviteId, inviteId, facts: { by: 'retention' } });
    return done;
  });
}

const acts = {
  delete: [deleteCandidate, 'candidate.deleted', 'deleted'],
  anonymise: [anonymiseCandidate, 'candidate.anonymised', 'anonymised'],
} as const satisfies Record<Due['act'], [typeof deleteCandidate, string, keyof Count]>;
