import { randomUUID } from 'node:crypto';
import { PgBoss, type Job, type JobResult } from 'pg-boss';
import type { Db } from './connect.ts';

const grading = 'grading';
const mail = 'mail';
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
  /** Does the work of each day, by UTC, in one of the processes that ask for it, as soon as one is there. */
  workDaily(handler: () => Promise<void>): Promise<void>;
  /** Takes no more jobs and waits a little for the running one, which is given back when its handler throws. */
  stop(): Promise<void>;
}

const often = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2 };
const retried = { retryDelay: 1, retryBackoff: true, notify: true };

/** @param onError told of trouble in the background, such as a lost connection */
export async function openQueue(url: string, onError: (error: Error) => void): Promise<Queue> {
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
  const gradingLimits = { heartbeatSeconds: 30, expireInSeconds: 1800, retryLimit: 20, retryDelayMax: 60 };
  await boss.createQueue(grading, { ...retried, ...gradingLimits });
  // Whoever sends e-mail gives up by the clock, not by how often it was tried.
  await boss.createQueue(mail, { ...retried, expireInSeconds: 300, retryLimit: 10_000, retryDelayMax: 300 });
  const { workDaily, stopAsking } = days(boss, onError);
  const stop = () => {
    stopAsking();
    return boss.stop({ graceful: true, timeout: 20_000 });
  };
  return { ...gradings(boss), ...mails(boss), workDaily, stop };
}

function gradings(boss: PgBoss): Pick<Queue, 'enqueueGrading' | 'workOnGradings' | 'requeueGrading'> {
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

function mails(boss: PgBoss): Pick<Queue, 'enqueueMail' | 'workOnMail'> {
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

function days(boss: PgBoss, onError: (error: Error) => void) {
  let asking: NodeJS.Timeout | undefined;
  const workDaily: Queue['workDaily'] = async (handler) => {
    await boss.createQueue(daily, {
      expireInSeconds: 6 * 3600,
      retryLimit: 5,
      retryDelay: 600,
      notify: true,
    });
    await boss.work(daily, { pollingIntervalSeconds: 30 }, handler);
    // Whoever asks, however often: of a day there is one job.
    const ask = () => boss.send(daily, null, { singletonKey: daily, singletonSeconds: daySeconds });
    asking = setInterval(() => void ask().catch(onError), askAgainMs);
    await ask();
  };
  return { workDaily, stopAsking: () => clearInterval(asking) };
}

/** Where pg-boss is to send its statements, so that they belong to the transaction. */
function inside(tx: Db) {
  return {
    executeSql: async (text: string, values: unknown[] = []) => ({ rows: await tx.unsafe(text, values) }),
  };
}
