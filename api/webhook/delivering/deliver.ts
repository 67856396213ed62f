// Brings what was announced to the webhooks that ask for it. Every process that answers people does: what is due becomes a
// job, in one transaction, and whoever fetches the job sends it. A job whose process dies is fetched again.
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../../clock.ts';
import { audit } from '../../db/audit.ts';
import type { Db, Sql } from '../../db/connect.ts';
import type { DeliveryJob, Queue } from '../../db/queue.ts';
import { Problem } from '../../http/problem.ts';
import type { Seal } from '../../http/seal.ts';
import type { Targets } from '../address.ts';
import { openSecrets } from '../secrets.ts';
import { Sender, type Sent } from '../send.ts';
import { dropOldEvents } from '../store.ts';
import { bodyOf, nextAfter, offAfter, signedHeaders, standardDelaysMs } from '../webhook.ts';
import {
  findDue,
  insertAttempt,
  markFailing,
  markWorking,
  settle,
  spreadEvents,
  switchOff,
  takeDue,
  type Due,
} from './store.ts';

export interface WebhookTerms {
  targets: Targets;
  /** The waits before each further try. */
  delaysMs: readonly number[];
  /** How long a receiver may take. */
  timeoutMs: number;
  /** How often it is looked for what is due. */
  roundMs: number;
}

export const standardTerms = { delaysMs: standardDelaysMs, timeoutMs: 10_000, roundMs: 1000 };

interface Needs {
  sql: Sql;
  queue: Queue;
  clock: Clock;
  seal: Seal;
  publicUrl: string;
  webhooks: WebhookTerms;
  log: FastifyBaseLogger;
}

const maxAtOnce = 20;
const cleanMs = 3_600_000;

/** Begins to deliver. @returns ends it; what is under way is given back */
export function deliverWebhooks(needs: Needs): () => Promise<void> {
  const { webhooks, queue, log } = needs;
  const sender = new Sender(webhooks.targets, webhooks.timeoutMs);
  const closing = new AbortController();
  const { signal } = closing;
  const underWay = new Set<Promise<void>>();
  const begin = (job: DeliveryJob) => {
    const work: Promise<void> = perform(needs, sender, job, signal)
      .catch((error: unknown) => log.error(error))
      .finally(() => underWay.delete(work));
    underWay.add(work);
  };
  const round = async () => {
    await queueDue(needs);
    const room = maxAtOnce - underWay.size;
    if (room > 0) for (const job of await queue.fetchDeliveries(room)) begin(job);
  };
  const rounds = async () => {
    let cleanedAt = 0;
    while (!signal.aborted) {
      await round().catch((error: unknown) => log.error(error));
      if (Date.now() - cleanedAt > cleanMs) {
        cleanedAt = Date.now();
        await dropOldEvents(needs.sql, needs.clock()).catch((error: unknown) => log.error(error));
      }
      await sleep(webhooks.roundMs, undefined, { signal }).catch(() => undefined);
    }
  };
  const running = rounds();
  return async () => {
    closing.abort();
    await running;
    await Promise.all(underWay);
    await sender.close();
  };
}

/** Turns what was announced into deliveries, and what is due of them into jobs. */
async function queueDue({ sql, queue, clock }: Needs): Promise<void> {
  const now = clock();
  await sql.begin(async (tx) => {
    await spreadEvents(tx, now);
    for (const { jobId, ...job } of await takeDue(tx, now)) await queue.enqueueDelivery(tx, jobId, job);
  });
}

/** Sends one delivery once, and records what came of it. When it cannot be recorded, another try of the job comes. */
async function perform(needs: Needs, sender: Sender, job: DeliveryJob, signal: AbortSignal): Promise<void> {
  const { sql, queue, clock } = needs;
  try {
    const due = await findDue(sql, job.deliveryId, job.id);
    if (due?.off) await giveUp(sql, due, job.id, clock());
    else if (due) {
      const at = clock();
      const sent = await send(needs, sender, { due, at, signal });
      await sql.begin((tx) => record(tx, needs, { due, jobId: job.id, at, sent }));
    }
    await queue.endDelivery(job.id);
  } catch (error) {
    await queue.returnDelivery(job.id);
    if (!signal.aborted) throw error;
  }
}

/** Signs and sends. What cannot be signed counts as a try, whose reason stands in the log, and is tried again. */
async function send(
  { seal, publicUrl }: Needs,
  sender: Sender,
  { due, at, signal }: { due: Due; at: Date; signal: AbortSignal },
): Promise<Sent> {
  const body = bodyOf(due, due.withScores, publicUrl);
  const secrets = await openSecrets(seal, due, at).catch((error: unknown) => {
    if (error instanceof Problem) return error;
    throw error;
  });
  if (secrets instanceof Problem)
    return { status: null, ms: 0, answer: '', problem: secrets.message, retryAfterMs: 0 };
  const headers = signedHeaders(due.eventId, body, secrets, at);
  return sender.send({ url: due.url, body, headers }, signal);
}

async function giveUp(sql: Sql, due: Due, jobId: string, now: Date): Promise<void> {
  const { deliveryId, tries } = due;
  await settle(sql, deliveryId, jobId, { tries, nextAt: null, deliveredAt: null, gaveUpAt: now });
}

interface Tried {
  due: Due;
  jobId: string;
  at: Date;
  sent: Sent;
}

async function record(tx: Db, { clock, webhooks }: Needs, { due, jobId, at, sent }: Tried): Promise<void> {
  const now = clock();
  const { deliveryId, webhookId, tries } = due;
  const next = nextAfter(sent, tries, webhooks.delaysMs, { now, chance: Math.random() });
  await insertAttempt(tx, deliveryId, at, sent);
  await settle(tx, deliveryId, jobId, {
    tries: tries + 1,
    nextAt: next.is === 'retried' ? next.at : null,
    deliveredAt: next.is === 'delivered' ? now : null,
    gaveUpAt: next.is === 'given-up' ? now : null,
  });
  if (next.is === 'delivered') return markWorking(tx, webhookId);
  const failingSince = await markFailing(tx, webhookId, now);
  const reason = failingSince && offAfter(sent.status, failingSince, now);
  if (!reason) return;
  await switchOff(tx, webhookId, reason, now);
  const { organisationId } = due;
  await audit(tx, {
    at: now,
    organisationId,
    action: 'webhook.switched-off',
    subject: webhookId,
    facts: { reason },
  });
}
