// Grades the references of a challenge, one after the other, and keeps what came of it.
import { rm } from 'node:fs/promises';
import { fileOf, type Job, type Kept, readKept, writeKept } from './kept.ts';
import type { Grade } from './running.ts';

export interface Round extends Omit<Job, 'reference' | 'tree' | 'seed'> {
  references: readonly string[];
  /** Gradings of each, with the seeds 1, 2, … */
  times: number;
  /** Where gradings are kept. */
  folder: string;
}

/** A grading that we failed is tried once more; a machine may have a bad minute. */
const tries = 2;

/** The references take turns, so that a machine that gets slower by and by does so for all of them. */
function jobsOf({ challenge, runtime, plan, references, times }: Round): Job[] {
  const seeds = Array.from({ length: times }, (_, index) => index + 1);
  return seeds.flatMap((seed) =>
    references.flatMap((reference) => {
      const tree = challenge.references[reference]?.trees[runtime];
      return tree ? [{ challenge, runtime, plan, reference, tree, seed }] : [];
    }),
  );
}

/** Forgets what is kept of these gradings. */
export async function forget(round: Round): Promise<void> {
  await Promise.all(jobsOf(round).map((job) => rm(fileOf(round.folder, job), { force: true })));
}

/**
 * @param open gives `work` a way to grade; not called when everything is kept already
 * @param say is told of each grading before it begins
 * @returns one for each reference and seed
 * @throws whatever `open` throws, an interruption among it; what was graded before that is kept
 */
export async function gradeReferences(
  round: Round,
  open: (work: (grade: Grade) => Promise<void>) => Promise<void>,
  say: (line: string) => void,
): Promise<(Kept & { reference: string })[]> {
  const jobs = jobsOf(round);
  const known = await Promise.all(jobs.map((job) => readKept(fileOf(round.folder, job))));
  const results = known.map((kept, index) => ({ job: jobs[index] as Job, kept }));
  const missing = results.filter(({ kept }) => !kept);
  if (missing.length < jobs.length)
    say(`${jobs.length - missing.length} of ${jobs.length} gradings are kept`);
  if (missing.length > 0)
    await open(async (grade) => {
      for (const [index, result] of missing.entries()) {
        say(`Grading ${index + 1} of ${missing.length}: ${result.job.reference}, seed ${result.job.seed}`);
        result.kept = await gradeOne(round.folder, result.job, grade, say);
      }
    });
  return results.map(({ job, kept }) => ({ reference: job.reference, ...(kept as Kept) }));
}

/** Our own failures are not kept: the next check tries again. */
async function gradeOne(folder: string, job: Job, grade: Grade, say: (line: string) => void): Promise<Kept> {
  const { reference: _, ...options } = job;
  let graded = await grade(options);
  for (let next = 1; next < tries && graded.report.outcome === 'our_failure'; next++) {
    say(`Could not be graded: ${graded.report.failure.reason}. Once more.`);
    graded = await grade(options);
  }
  if (graded.report.outcome !== 'our_failure') await writeKept(fileOf(folder, job), graded);
  return graded;
}
