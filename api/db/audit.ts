import { callerAddress } from '../http/caller.ts';
import { actingToken } from './acting.ts';
import type { Db } from './connect.ts';

type Facts = Record<string, string | number | boolean | null | readonly string[]>;

export interface AuditEntry {
  at: Date;
  organisationId?: string;
  /** The person who did it; absent for a candidate or the platform itself. */
  personId?: string;
  /** The candidate did it. */
  byCandidate?: boolean;
  /** What happened, such as invite.created. */
  action: string;
  subject?: string;
  /** Whom it is about. It is found by itself where the subject is an invite, an attempt or a submission. */
  inviteId?: string;
  /** What was changed, as it was and as it became. */
  before?: Facts;
  after?: Facts;
  /** Whatever else there is to know. */
  facts?: Facts;
}

/**
 * Records an act, and where it was called from. Call it inside the transaction that acts, so that neither exists without the
 * other. What is written of a candidate goes when they are deleted or anonymised; nothing else ever does.
 */
export async function audit(tx: Db, entry: AuditEntry): Promise<void> {
  const { subject = null, personId = null, before, after } = entry;
  const actor = personId !== null ? 'person' : entry.byCandidate ? 'candidate' : 'platform';
  await tx`
    insert into audit (at, organisation_id, person_id, token_id, actor, action, subject, invite_id, before, after, facts,
      address)
    values (${entry.at}, ${entry.organisationId ?? null}, ${personId}, ${actingToken.getStore() ?? null}, ${actor},
      ${entry.action}, ${subject},
      coalesce(${entry.inviteId ?? null}::uuid, (
        select id from invite where id = ${subject}
        union all select attempt.invite_id from attempt where id = ${subject}
        union all select attempt.invite_id from submission join attempt on attempt.id = attempt_id
          where submission.id = ${subject}
        limit 1)),
      ${tx.json(before ?? null)}, ${tx.json(after ?? null)}, ${tx.json(entry.facts ?? {})},
      ${callerAddress() ?? null})`;
}
