import { PgBoss } from 'pg-boss';
import type { Db } from './connect.ts';

const grading = 'grading';

export interface GradingJob {
  id: string;
  submissionId: string;
  /** Fires when the job was taken away from this process. */
  signal: AbortSignal;
}

/** The job queue, in the same PostgreSQL as everything else. */
export interface Queue {
  /** Queues a grading inside the transaction `tx`: the submission and its job exist together or not at all. */
  enqueueGrading(tx: Db, submissionId: string): Promise<void>;
  /** Takes jobs one at a time. A handler that throws has its job taken up again. */
  workOnGradings(handler: (job: GradingJob) => Promise<void>): Promise<void>;
  /** Gives a job back that a process which no longer exists had taken. */
  requeueGrading(jobId: string): Promise<void>;
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
    enqueueGrading: async (tx, submissionId) => {
      const executeSql = async (text: string, values: unknown[] = []) => ({
        rows: await tx.unsafe(text, values),
      });
      await boss.send(grading, { submissionId }, { db: { executeSql } });
    },
    workOnGradings: async (handler) => {
      await boss.work<{ submissionId: string }>(
        grading,
        { batchSize: 1, pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2 },
        async ([job]) => {
          if (job) await handler({ id: job.id, submissionId: job.data.submissionId, signal: job.signal });
        },
      );
    },
    requeueGrading: async (jobId) => {
      await boss.fail(grading, jobId, { message: 'The process that had it is gone' });
    },
    stop: () => boss.stop({ graceful: true, timeout: 20_000 }),
  };
}
