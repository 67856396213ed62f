import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { PgBoss, type Job, type JobResult, type WorkOptions } from 'pg-boss';
import type { Db } from './connect.ts';

const grading = 'grading';
const mail = 'mail';
const webhook = 'webhook';
/** How many deliveries go to one webhook at once, so that a slow one holds up nobody but itself. */
const perWebhook = 4;
const daily = 'daily';
const daySeconds = 86_400;
const askAgainMs = 3_600_000;

export interface GradingJob {
  id: string;
  submissionId: string;
  /** It is to be graded anew, beside the grading that counts. */
  again: boolean;
  /** Fires when the job was taken away from this process. */
  signal: AbortSignal;
}

/** One try to bring one event to one webhook. */
export interface DeliveryJob {
  id: string;
  deliveryId: string;
}

/** The job queue, in the same PostgreSQL as everything else. */
export interface Queue {
  /**
   * Queues a grading inside the transaction `tx`: the submission and its job exist together or not at all.
   * @param again beside the grading that counts already
   * @returns id of the job
   */
  enqueueGrading(tx: Db, submissionId: string, again?: boolean): Promise<string>;
  /** Takes jobs one at a time. A handler that throws has its job taken up again. */
  workOnGradings(handler: (job: GradingJob) => Promise<void>): Promise<void>;
  /** Gives a job back that a process which no longer exists had taken. */
  requeueGrading(jobId: string): Promise<void>;
  /** Queues an e-mail inside the transaction `tx`. @param mailId whose text and address are made when it is sent */
  enqueueMail(tx: Db, mailId: string): Promise<void>;
  /** Takes e-mails, a few at a time. One whose handler throws is tried again, ever later, up to every five minutes. */
  workOnMail(handler: (mailId: string) => Promise<void>): Promise<void>;
  /** Queues a delivery, under an id that the caller chose, inside the transaction `tx`. */
  enqueueDelivery(tx: Db, id: string, delivery: { deliveryId: string; webhookId: string }): Promise<void>;
  /** Takes up to so many deliveries, each of which has to be ended or returned within a minute, else it is taken again. */
  fetchDeliveries(count: number): Promise<DeliveryJob[]>;
  endDelivery(jobId: string): Promise<void>;
  /** Gives a delivery back, to be taken again a little later. */
  returnDelivery(jobId: string): Promise<void>;
  /** Does the work of each day, by UTC, in one of the processes that ask for it, as soon as one is there. */
  workDaily(handler: () => Promise<void>): Promise<void>;
  /** Takes no more jobs and waits a little for the running one, which is given back when its handler throws. */
  stop(): Promise<void>;
}

export interface Pace {
  /** How often it is looked for work that nobody told of. */
  pollSeconds: number;
  /** What failed waits for its next try ever longer, but never longer than this. */
  retrySeconds: number;
}

const usual: Pace = { pollSeconds: 2, retrySeconds: Infinity };
const stopMs = 20_000;

/** @param onError told of trouble in the background, such as a lost connection */
export async function openQueue(
  url: string,
  onError: (error: Error) => void,
  { pollSeconds, retrySeconds }: Pace = usual,
): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'proofload-queue',
    max: 4,
    schedule: false,
    useListenNotify: true,
    monitorIntervalSeconds: 10,
  });
  boss.on('error', onError);
  await boss.start();
  const often = { pollingIntervalSeconds: pollSeconds, notifyPollingIntervalSeconds: pollSeconds };
  const retried = (atMost: number) => ({
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: Math.min(atMost, retrySeconds),
    notify: true,
  });
  const gradingLimits = { heartbeatSeconds: 30, expireInSeconds: 1800, retryLimit: 20 };
  await boss.createQueue(grading, { ...retried(60), ...gradingLimits });
  // Whoever sends e-mail gives up by the clock, not by how often it was tried.
  await boss.createQueue(mail, { ...retried(300), expireInSeconds: 300, retryLimit: 10_000 });
  await boss.createQueue(webhook, { expireInSeconds: 60, retryLimit: 1000, retryDelay: 1 });
  return { ...gradings(boss, often), ...mails(boss, often), ...deliveries(boss), ...days(boss, onError) };
}

/** Sends what pg-boss sends along in a transaction of ours. */
const inside = (tx: Db) => ({
  executeSql: async (text: string, values: unknown[] = []) => ({ rows: await tx.unsafe(text, values) }),
});

type Often = Pick<WorkOptions, 'pollingIntervalSeconds' | 'notifyPollingIntervalSeconds'>;

function gradings(
  boss: PgBoss,
  often: Often,
): Pick<Queue, 'enqueueGrading' | 'workOnGradings' | 'requeueGrading'> {
  return {
    enqueueGrading: async (tx, submissionId, again = false) => {
      const id = randomUUID();
      await boss.send(grading, { submissionId, again }, { id, db: inside(tx) });
      return id;
    },
    workOnGradings: async (handler) => {
      await boss.work<{ submissionId: string; again?: boolean }>(
        grading,
        { ...often, batchSize: 1 },
        async ([job]) => {
          if (!job) return;
          const { submissionId, again = false } = job.data;
          await handler({ id: job.id, submissionId, again, signal: job.signal });
        },
      );
    },
    requeueGrading: async (jobId) => {
      await boss.fail(grading, jobId, { message: 'The process that had it is gone' });
    },
  };
}

function deliveries(
  boss: PgBoss,
): Pick<Queue, 'enqueueDelivery' | 'fetchDeliveries' | 'endDelivery' | 'returnDelivery'> {
  return {
    enqueueDelivery: async (tx, id, { deliveryId, webhookId }) => {
      await boss.send(webhook, { deliveryId }, { id, group: { id: webhookId }, db: inside(tx) });
    },
    fetchDeliveries: async (count) => {
      const options = { batchSize: count, groupConcurrency: perWebhook };
      const jobs = await boss.fetch<{ deliveryId: string }>(webhook, options);
      return jobs.map(({ id, data }) => ({ id, deliveryId: data.deliveryId }));
    },
    endDelivery: async (jobId) => {
      await boss.complete(webhook, jobId);
    },
    returnDelivery: async (jobId) => {
      await boss.fail(webhook, jobId);
    },
  };
}

function days(boss: PgBoss, onError: (error: Error) => void): Pick<Queue, 'workDaily' | 'stop'> {
  let asking: NodeJS.Timeout | undefined;
  return {
    workDaily: async (handler) => {
      asking = await workDaily(boss, handler, onError);
    },
    stop: async () => {
      clearInterval(asking);
      await workersEnd(boss);
      await boss.stop({ graceful: false });
    },
  };
}

/** No worker takes another job from this moment on. pg-boss itself would look twice a second whether they have ended. */
async function workersEnd(boss: PgBoss): Promise<void> {
  const ended = new AbortController();
  const late = sleep(stopMs, undefined, { signal: ended.signal }).catch(() => undefined);
  await Promise.race([late, Promise.all([grading, mail, daily].map((name) => boss.offWork(name)))]);
  ended.abort();
}

function mails(boss: PgBoss, often: Often): Pick<Queue, 'enqueueMail' | 'workOnMail'> {
  return {
    enqueueMail: async (tx, mailId) => {
      await boss.send(mail, { mailId }, { db: inside(tx) });
    },
    workOnMail: async (handler) => {
      const settle = async ({ id, data: { mailId } }: Job<{ mailId: string }>): Promise<JobResult> => {
        const status = await handler(mailId).then(
          () => 'completed' as const,
          () => 'failed' as const,
        );
        return { id, status };
      };
      const options = { ...often, batchSize: 5, burstWhenBatchFull: true, perJobResults: true } as const;
      await boss.work(mail, options, (jobs: Job<{ mailId: string }>[]) => Promise.all(jobs.map(settle)));
    },
  };
}

/** Whoever asks for the work of a day, and however often: there is one job of it. @returns what asks for it every hour */
async function workDaily(boss: PgBoss, handler: () => Promise<void>, onError: (error: Error) => void) {
  await boss.createQueue(daily, {
    expireInSeconds: 6 * 3600,
    retryLimit: 5,
    retryDelay: 600,
    notify: true,
  });
  await boss.work(daily, { pollingIntervalSeconds: 30 }, handler);
  const ask = () => boss.send(daily, null, { singletonKey: daily, singletonSeconds: daySeconds });
  await ask();
  return setInterval(() => void ask().catch(onError), askAgainMs);
}
