// What people decide about what is kept: for how long, what must stay, what goes now.
import type { Retention } from '../attempt/contract.ts';
import { audit } from '../db/audit.ts';
import { anonymiseCandidate, deleteCandidate } from '../db/candidate.ts';
import type { Db, Sql } from '../db/connect.ts';
import { Problem } from '../http/problem.ts';
import type { Person } from '../http/serve.ts';
import type { KeptData } from './contract.ts';
import { daysAfter, requireConfirmed, requireNameless, requireOrder, requireOver } from './record.ts';
import { findKept, lockRetention, setHold, setRetention, type KeptRow } from './store.ts';

/** Sets how long things are kept; it counts from the next daily round on. @throws Problem 400 bad-order */
export async function changeRetention(sql: Sql, person: Person, to: Retention, at: Date): Promise<Retention> {
  const { organisationId, id: personId } = person;
  requireOrder(to);
  return sql.begin(async (tx) => {
    const before = await lockRetention(tx, organisationId);
    await setRetention(tx, organisationId, to);
    const act = { action: 'retention.changed', subject: organisationId, before, after: to };
    await audit(tx, { at, organisationId, personId, ...act });
    return to;
  });
}

/** @throws Problem 404 unknown-invite */
export async function keptOf(db: Db, person: Person, inviteId: string, now: Date): Promise<KeptData> {
  return asKept(await getKept(db, person, inviteId), now);
}

/**
 * Places a legal hold, or lifts it: while it stands nothing of the candidate is anonymised or deleted.
 * @param reason null to lift it
 * @throws Problem 404 unknown-invite
 */
export async function hold(
  sql: Sql,
  person: Person,
  { inviteId, reason }: { inviteId: string; reason: string | null },
  at: Date,
): Promise<KeptData> {
  const { organisationId, id: personId } = person;
  return sql.begin(async (tx) => {
    const { holdReason } = await getKept(tx, person, inviteId);
    if (!(await setHold(tx, inviteId, reason, at))) throw unknownInvite();
    const action = reason === null ? 'hold.lifted' : 'hold.placed';
    const change = { before: { reason: holdReason }, after: { reason } };
    await audit(tx, { at, organisationId, personId, action, subject: inviteId, ...change });
    return keptOf(tx, person, inviteId, at);
  });
}

/**
 * Removes what tells who a candidate is, as retention does when the time has come.
 * @param reason stays on record
 * @throws Problem 400 names-candidate, 404 unknown-invite, 409 anonymised-already, held, not-over
 */
export async function anonymiseByHand(
  sql: Sql,
  person: Person,
  { inviteId, reason }: { inviteId: string; reason: string },
  at: Date,
): Promise<KeptData> {
  const { organisationId, id: personId } = person;
  return sql.begin(async (tx) => {
    const { anonymisedAt, ...known } = await getKept(tx, person, inviteId);
    if (anonymisedAt) throw new Problem(409, 'anonymised-already', 'Nothing tells who it was any more');
    requireNameless(reason, known);
    if (!(await anonymiseCandidate(tx, inviteId, at))) throw held('anonymised');
    // Looked at once nobody else can make a new link or begin any more; what was done is undone when it throws.
    const kept = await keptOf(tx, person, inviteId, at);
    requireOver(kept.over);
    const act = { action: 'candidate.anonymised', subject: inviteId, inviteId, facts: { reason } };
    await audit(tx, { at, organisationId, personId, ...act });
    return kept;
  });
}

/**
 * Deletes a candidate with everything that is kept of them, whatever they are doing.
 * @throws Problem 400 not-confirmed, 404 unknown-invite, 409 held
 */
export async function deleteByHand(
  sql: Sql,
  person: Person,
  { inviteId, confirm }: { inviteId: string; confirm: string },
  at: Date,
): Promise<void> {
  const { organisationId, id: personId } = person;
  await sql.begin(async (tx) => {
    requireConfirmed(confirm, (await getKept(tx, person, inviteId)).candidateName);
    if (!(await deleteCandidate(tx, inviteId, at))) throw held('deleted');
    const act = { action: 'candidate.deleted', subject: inviteId, inviteId };
    await audit(tx, { at, organisationId, personId, ...act });
  });
}

async function getKept(db: Db, { organisationId }: Person, inviteId: string): Promise<KeptRow> {
  const row = await findKept(db, organisationId, inviteId);
  if (!row) throw unknownInvite();
  return row;
}

function unknownInvite(): Problem {
  return new Problem(404, 'unknown-invite', 'There is no such invite');
}

function held(what: 'anonymised' | 'deleted'): Problem {
  return new Problem(409, 'held', `A legal hold stands; nothing is ${what} until it is lifted`);
}

function asKept(row: KeptRow, now: Date): KeptData {
  const { inviteId, candidateName, challenge, overAt, anonymisedAt, holdReason: reason, heldAt } = row;
  const { versions, events, gradings } = row;
  return {
    inviteId,
    candidateName,
    challenge,
    overAt: overAt?.toISOString() ?? null,
    over: overAt !== null && overAt <= now && !row.atWork,
    anonymisedAt: anonymisedAt?.toISOString() ?? null,
    hold: reason === null || !heldAt ? null : { reason, at: heldAt.toISOString() },
    anonymiseAt: anonymisedAt ? null : daysAfter(overAt, row.anonymiseAfterDays),
    deleteAt: daysAfter(overAt, row.deleteAfterDays),
    versions,
    events,
    gradings,
  };
}
