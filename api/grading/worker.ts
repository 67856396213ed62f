import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { Challenge } from '../challenge/challenge.ts';
import type { Challenges } from '../challenge/routes.ts';
import type { Tree } from '../challenge/tree.ts';
import type { Clock } from '../clock.ts';
import type { Sql } from '../db/connect.ts';
import type { GradingJob, Queue } from '../db/queue.ts';
import { getTree } from '../db/trees.ts';
import type { Sandboxes } from '../sandbox/sandboxes.ts';
import type { Phase } from './contract.ts';
import { stands } from './grading.ts';
import type { Plan } from './plan.ts';
import { hostFacts } from './host.ts';
import type { Report } from './report.ts';
import { abandonGradings, claimGrading, finishGrading, savePhases, type Claim } from './store.ts';

const phaseWriteMs = 500;
const enginePollMs = 1000;

/** What grades a tree: `grade` of grade.ts, or a test's own. */
export type Grade = (
  sandboxes: Sandboxes,
  input: {
    challenge: Challenge;
    runtime: string;
    tree: Tree;
    seed: number;
    owner: string;
    plan: Plan;
  },
  run: { onPhases: (phases: Phase[]) => void; signal: AbortSignal },
) => Promise<{ report: Report; evidence: unknown }>;

export interface WorkerNeeds {
  sql: Sql;
  queue: Queue;
  clock: Clock;
  sandboxes: Sandboxes;
  challenges: Challenges;
  grade: Grade;
  plan: Plan;
  /** Names this process among all, and again after a restart. */
  runner: string;
  log: FastifyBaseLogger;
}

/** Grades what is queued, one submission at a time. Jobs that a killed process of the same name had are queued again first. */
export async function workOnGradings(needs: WorkerNeeds, signal: AbortSignal): Promise<void> {
  const { sql, queue, clock, runner } = needs;
  for (const jobId of await abandonGradings(sql, runner, clock())) await queue.requeueGrading(jobId);
  await queue.workOnGradings((job) =>
    gradeOne(needs, { ...job, signal: AbortSignal.any([job.signal, signal]) }),
  );
}

async function gradeOne(needs: WorkerNeeds, job: GradingJob): Promise<void> {
  const { sql, clock, sandboxes, runner, log } = needs;
  const { id: jobId, submissionId, again, signal } = job;
  // What is fetched while the process stops goes back before a try is begun.
  signal.throwIfAborted();
  await engineAnswers(sandboxes, signal);
  const claim = await claimGrading(sql, { submissionId, again, jobId, runner, startedAt: clock() });
  if (!claim) return;
  const { report, evidence } = await run(needs, claim, signal);
  signal.throwIfAborted();
  // An engine that went away under a grading is no failure of the grading: this try is as if it had been cut short.
  if (report.outcome === 'our_failure') await sandboxes.whole();
  const over = stands(report.outcome, claim.failures);
  const result = { report, evidence, counts: over && !again, finishedAt: clock() };
  const written = await finishGrading(sql, claim, result);
  if (!written) log.warn({ submissionId, number: claim.number }, 'Another grading has taken over');
  else if (!over) throw new Error(`Grading ${claim.id} failed by our fault and is tried again`);
}

/** Without an engine no try is begun, so none is used up. */
async function engineAnswers(sandboxes: Sandboxes, signal: AbortSignal): Promise<void> {
  const answers = () =>
    sandboxes.whole().then(
      () => true,
      () => false,
    );
  while (!(await answers())) await sleep(enginePollMs, undefined, { signal });
}

/** Grades the claimed submission. Whatever is thrown is our failure, never the candidate's. */
async function run(needs: WorkerNeeds, claim: Claim, signal: AbortSignal) {
  const { sql, clock, sandboxes, challenges, grade, plan, log } = needs;
  const startedAt = clock();
  const writer = phaseWriter(needs, claim);
  try {
    const challenge = challenges.get(claim.slug);
    if (!challenge) throw new Error(`The challenge ${claim.slug} is not on this machine`);
    const tree = await getTree(sql, claim.snapshotHash);
    const { runtime, seed, id: owner } = claim;
    const input = { challenge, runtime, tree, seed, owner, plan };
    return await grade(sandboxes, input, { onPhases: writer.write, signal });
  } catch (error) {
    signal.throwIfAborted();
    log.error({ submissionId: claim.submissionId, err: error }, 'A grading failed');
    return { report: ourFailure(claim, error as Error, startedAt, clock(), plan.name), evidence: null };
  } finally {
    await writer.end();
  }
}

/** Keeps the phases in the database up to date, at most twice a second. */
function phaseWriter({ sql, log }: WorkerNeeds, claim: Claim) {
  let latest: Phase[] | undefined;
  let writing = Promise.resolve();
  const flush = () => {
    const phases = latest;
    latest = undefined;
    if (!phases) return;
    const saved = () => savePhases(sql, claim, phases);
    writing = writing.then(saved).catch((error: unknown) => log.error(error));
  };
  const timer = setInterval(flush, phaseWriteMs);
  return {
    write: (phases: Phase[]) => {
      latest = phases;
    },
    end: async () => {
      clearInterval(timer);
      flush();
      await writing;
    },
  };
}

function ourFailure(claim: Claim, error: Error, startedAt: Date, endedAt: Date, plan: string): Report {
  return {
    outcome: 'our_failure',
    seed: claim.seed,
    snapshot: claim.snapshotHash,
    environment: {
      challenge: claim.slug,
      challengeDigest: claim.digest,
      suiteDigest: '',
      runtime: claim.runtime,
      reference: '',
      images: {},
      engine: '',
      host: hostFacts(),
      plan,
      startedAt: startedAt.toISOString(),
      seconds: (endedAt.getTime() - startedAt.getTime()) / 1000,
    },
    failure: { stage: 'prepare', code: 'internal', reason: error.message, log: [] },
  };
}
