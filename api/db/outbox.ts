import type { Db } from './connect.ts';

export const eventTypes = [
  'invite.opened',
  'attempt.started',
  'submission.received',
  'grading.finished',
  'attempt.withdrawn',
] as const;
export type EventType = (typeof eventTypes)[number];

/** What a grading found, as far as a webhook may tell of it. */
export interface EventResult {
  outcome: string;
  band?: string;
  dimensions?: { name: string; value: number; band: string }[];
}

export interface Announcement {
  type: EventType;
  at: Date;
  about: { attemptId: string } | { submissionId: string };
  result?: EventResult;
}

/**
 * Notes an event for the webhooks of the organisation. Call it inside the transaction that acts, so that neither exists
 * without the other. Nothing is noted where no webhook asks for it, nor of practice.
 */
export async function announce(tx: Db, { type, at, about, result }: Announcement): Promise<void> {
  const one =
    'attemptId' in about
      ? tx`attempt.id = ${about.attemptId}::uuid`
      : tx`submission.id = ${about.submissionId}::uuid`;
  await tx`
    insert into webhook_event (organisation_id, type, at, invite_id, attempt_id, submission_id, result)
    select invite.organisation_id, ${type}, ${at}::timestamptz, invite.id, attempt.id, submission.id,
      ${tx.json(result ?? null)}::jsonb
    from attempt
    join invite on invite.id = attempt.invite_id
    left join submission on submission.attempt_id = attempt.id
    where ${one} and not attempt.practice and exists (
      select from webhook
      where webhook.organisation_id = invite.organisation_id and disabled_at is null and ${type} = any (events))`;
}
