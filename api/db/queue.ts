import { randomUUID } from 'node:crypto';
import { PgBoss } from 'pg-boss';
import type { Db } from './connect.ts';

const grading = 'grading';
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
  /** Does the work of each day, by UTC, in one of the processes that ask for it, as soon as one is there. */
  workDaily(handler: () => Promise<void>): Promise<void>;
  /** Takes no more jobs and waits a little for the running one, which is given back when its handler throws. */
  stop(): Promise<void>;
}

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
  let asking: NodeJS.Timeout | undefined;
  await boss.start();
  await boss.createQueue(grading, {
    heartbeatSeconds: 30,
    expireInSeconds: 1800,
    retryLimit: 20,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 60,
    notify: true,
  });
  return {
    enqueueGrading: async (tx, submissionId, again = false) => {
      const id = randomUUID();
      const executeSql = async (text: string, values: unknown[] = []) => ({
        rows: await tx.unsafe(text, values),
      });
      await boss.send(grading, { submissionId, again }, { id, db: { executeSql } });
      return id;
    },
    workOnGradings: async (handler) => {
      await boss.work<{ submissionId: string; again?: boolean }>(
        grading,
        { batchSize: 1, pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2 },
        async ([job]) => {
          if (!job) return;
          const { submissionId, again = false } = job.data;
          await handler({ id: job.id, submissionId, again, signal: job.signal });
        },
      );
    },
    workDaily: async (handler) => {
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
    },
    requeueGrading: async (jobId) => {
      await boss.fail(grading, jobId, { message: 'The process that had it is gone' });
    },
    stop: () => {
      clearInterval(asking);
      return boss.stop({ graceful: true, timeout: 20_000 });
    },
  };
}
