// proofload regrade: one submission graded anew from its snapshot, by the platform's runners, beside the grading that counts.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Sql } from '../db/connect.ts';
import { hasRunner } from '../db/presence.ts';
import { openQueue } from '../db/queue.ts';
import { compare, type Difference } from '../grading/compare.ts';
import { applyRegrade, askAgain, isOver } from '../grading/regrade.ts';
import { findLive, listRegrades, type Live, type Regrade } from '../grading/store.ts';
import { type Stored, withDatabase } from './database.ts';
import { differenceLines } from './difference.ts';
import { phasePrinter } from './phases.ts';
import { BadUsage } from './usage.ts';

export const usage = 'regrade <submission> [--json], then regrade <submission> --apply';

const pollMs = 1000;

export async function run(args: string[]): Promise<number> {
  const { submissionId, apply, json } = parse(args);
  return withDatabase(async (stored) => {
    const live = await findLive(stored.sql, submissionId);
    if (!live) throw new BadUsage(`There is no graded submission ${submissionId}`);
    const regrade = apply ? await applyRegrade(stored.sql, live, new Date()) : await gradeAnew(stored, live);
    if (!regrade) throw new BadUsage(`There is no newer result: run proofload regrade ${submissionId} first`);
    if (!regrade.report) throw new Error('It was cut short by another regrading of the same submission');
    const difference = compare(live.report, regrade.report);
    const { gradingId, report } = regrade;
    if (json) console.log(JSON.stringify({ applied: apply, gradingId, difference, report }, null, 2));
    else console.log([...differenceLines(difference), '', ending(apply, difference)].join('\n'));
    return 0;
  });
}

async function gradeAnew({ sql, url, alone }: Stored, live: Live): Promise<Regrade> {
  if (alone) throw new Error('The platform does not run, so nobody would grade it; start it first');
  const queue = await openQueue(url, (error) => console.error(`The job queue: ${error.message}`));
  try {
    const jobId = await askAgain(sql, queue, live, new Date());
    const say = (line: string) => process.stderr.write(`${line}\n`);
    if (!(await hasRunner(sql))) say('No runner is there now; it waits for one. Ctrl-C leaves it queued.');
    return await resultOf(sql, jobId);
  } finally {
    await queue.stop();
  }
}

/** Waits for the job to end, and says on stderr how it goes. Our failures are tried again by themselves. */
async function resultOf(sql: Sql, jobId: string): Promise<Regrade> {
  const print = phasePrinter();
  for (;;) {
    const [latest, ...earlier] = await listRegrades(sql, jobId);
    if (latest) print(latest.phases);
    if (latest && isOver(latest, earlier)) return latest;
    await sleep(pollMs);
  }
}

function ending(applied: boolean, { verdict }: Difference): string {
  if (applied) return 'This is the scorecard now; the earlier one is kept.';
  if (verdict.to.startsWith('our_failure')) return 'Nothing could be measured, so nothing can be made live.';
  return 'Both are kept, and the earlier one is the scorecard. --apply makes this one live.';
}

function parse(args: string[]) {
  const { values, positionals } = parsed(args);
  const [submissionId, ...more] = positionals;
  if (submissionId === undefined || more.length > 0) throw new BadUsage('It takes the id of a submission');
  return { submissionId, ...values };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { apply: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
    });
  } catch (error) {
    throw new BadUsage((error as Error).message);
  }
}
