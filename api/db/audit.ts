import { actingToken } from './acting.ts';
import type { Db } from './connect.ts';

export interface AuditEntry {
  at: Date;
  organisationId?: string;
  /** Who did it; absent for a candidate or the server itself. */
  personId?: string;
  /** What happened, such as invite.created. */
  action: string;
  subject?: string;
  facts?: Record<string, string | number | boolean>;
}

/** Records an act. Call it inside the transaction that acts, so that neither exists without the other. */
export async function audit(tx: Db, entry: AuditEntry): Promise<void> {
  await tx`
    insert into audit (at, organisation_id, person_id, token_id, action, subject, facts)
    values (${entry.at}, ${entry.organisationId ?? null}, ${entry.personId ?? null},
      ${actingToken.getStore() ?? null}, ${entry.action}, ${entry.subject ?? null}, ${tx.json(entry.facts ?? {})})`;
}
