import { randomBytes } from 'node:crypto';
import { Webhook as Signer } from 'standardwebhooks';
import type { EventResult, EventType } from '../db/outbox.ts';
import type { Delivery, Webhook } from './contract.ts';
import type { EventBody } from './event.ts';

const day = 86_400_000;
const minute = 60_000;
const hour = 60 * minute;

/** After which waits a delivery is tried again, as the Standard Webhooks specification has it: over three days in all. */
export const standardDelaysMs = [
  5_000,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];
/** So that receivers which failed together are not tried together again. */
const jitter = 0.2;
const maxRetryAfterMs = day;

/** A webhook to which nothing has come through for so long is switched off. */
const patienceMs = 5 * day;

export const maxWebhooks = 20;
export const logDays = 30;
export const testEvent = 'webhook.test';

/** What a secret begins with. */
export const secretPrefix = 'whsec_';

/** @returns a key of 256 bits, written as receivers expect it */
export function makeWebhookSecret(): string {
  return `${secretPrefix}${randomBytes(32).toString('base64')}`;
}

export function oldSecretExpiry(now: Date): Date {
  return new Date(now.getTime() + day);
}

/** What happened, and to what. The ids are null in a test. */
export interface EventFacts {
  eventId: string;
  type: EventType | typeof testEvent;
  at: Date;
  inviteId: string | null;
  attemptId: string | null;
  submissionId: string | null;
  result: EventResult | null;
}

const stateAfter: Record<EventFacts['type'], EventBody['data']['state']> = {
  'invite.opened': 'opened',
  'attempt.started': 'started',
  'submission.received': 'submitted',
  'grading.finished': 'graded',
  'attempt.withdrawn': 'withdrawn',
  [testEvent]: 'test',
};

/** @returns the body that is sent: ids, state, time and an address to look at, and marks only where they are asked for */
export function bodyOf(event: EventFacts, withScores: boolean, publicUrl: string): string {
  const { type, at, inviteId, attemptId, submissionId, result } = event;
  const { outcome, ...marks }: Partial<EventResult> = result ?? {};
  const told: EventBody = {
    type,
    timestamp: at.toISOString(),
    data: {
      inviteId,
      attemptId,
      submissionId,
      state: stateAfter[type],
      ...(outcome !== undefined && { outcome }),
      ...(withScores && marks),
      url: `${publicUrl}${pageOf(event)}`,
    },
  };
  return JSON.stringify(told);
}

function pageOf({ type, submissionId }: EventFacts): string {
  if (submissionId === null) return '/';
  return `/submissions/${submissionId}${type === 'grading.finished' ? '' : '/grading'}`;
}

/** The same for every try of a delivery: receivers know by it what they have had already. */
export function webhookIdOf(eventId: string): string {
  return `msg_${eventId}`;
}

/** @param secrets each signs: while one is changed for another there are two @returns the headers of the specification */
export function signedHeaders(
  eventId: string,
  body: string,
  secrets: string[],
  now: Date,
): Record<string, string> {
  const id = webhookIdOf(eventId);
  return {
    'content-type': 'application/json',
    'user-agent': 'Proofload-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Signer(secret).sign(id, now, body)).join(' '),
  };
}

/** What becomes of a delivery after a try. */
export type Next = { is: 'delivered' } | { is: 'given-up' } | { is: 'retried'; at: Date };

/**
 * @param tries how many there were before this one, since somebody last asked for it
 * @param chance from 0 to 1
 */
export function nextAfter(
  sent: { status: number | null; retryAfterMs: number },
  tries: number,
  delaysMs: readonly number[],
  { now, chance }: { now: Date; chance: number },
): Next {
  if (sent.status !== null && sent.status >= 200 && sent.status < 300) return { is: 'delivered' };
  const delay = delaysMs[tries];
  if (sent.status === 410 || delay === undefined) return { is: 'given-up' };
  const asked = Math.min(sent.retryAfterMs, maxRetryAfterMs);
  return { is: 'retried', at: new Date(now.getTime() + Math.max(delay, asked) * (1 + jitter * chance)) };
}

/** @returns why a webhook is switched off after a try that failed; undefined when it is not */
export function offAfter(
  status: number | null,
  failingSince: Date,
  now: Date,
): 'gone' | 'failing' | undefined {
  if (status === 410) return 'gone';
  return now.getTime() - failingSince.getTime() >= patienceMs ? 'failing' : undefined;
}

export function webhookState(row: { disabledAt: Date | null; failingSince: Date | null }): Webhook['state'] {
  if (row.disabledAt) return 'off';
  return row.failingSince ? 'failing' : 'works';
}

export function deliveryState(row: {
  deliveredAt: Date | null;
  gaveUpAt: Date | null;
  tries: number;
}): Delivery['state'] {
  if (row.deliveredAt) return 'delivered';
  if (row.gaveUpAt) return 'failed';
  return row.tries > 0 ? 'retrying' : 'waiting';
}
