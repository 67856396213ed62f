// proofload rescore: stored observations scored by today's rules, without a container.
import { parseArgs } from 'node:util';
import { compare, isChanged } from '../grading/compare.ts';
import { isToChange, makeLive, type Outcome, rescored, rescoreStored } from '../grading/rescore.ts';
import { withDatabase } from './database.ts';
import { differenceLines } from './difference.ts';
import { readReport } from './report-file.ts';
import { findChallenge } from './source.ts';
import { BadUsage } from './usage.ts';

export const usage = 'rescore <challenge> [--apply] [--json], or rescore --from <report.json> [--json]';

export async function run(args: string[]): Promise<number> {
  const { challenge: name, from, apply, json } = parse(args);
  if (from !== undefined) return rescoreFile(from, json);
  const { challenge } = await findChallenge(name as string);
  const outcomes = await withDatabase(async ({ sql }) => {
    const found = await rescoreStored(sql, challenge, new Date());
    if (apply) await makeLive(sql, found, new Date());
    return found;
  });
  console.log(json ? asJson(outcomes, apply) : asText(challenge.slug, outcomes, apply));
  return 0;
}

async function rescoreFile(path: string, json: boolean): Promise<number> {
  const { evidence, ...before } = await readReport(path);
  if (before.outcome !== 'graded') throw new BadUsage(`${path} is of a service that was not graded`);
  const { challenge } = await findChallenge(before.environment.challenge);
  const after = rescored(before, evidence, challenge, new Date());
  const difference = compare(before, after);
  if (json) console.log(JSON.stringify({ difference, report: after }, null, 2));
  else console.log(isChanged(difference) ? differenceLines(difference).join('\n') : 'Nothing changes.');
  return 0;
}

function asJson(outcomes: readonly Outcome[], applied: boolean): string {
  const scorecards = outcomes.map((outcome) => {
    const { live, difference, skipped } = outcome;
    const { submissionId, gradingId, candidateName } = live;
    return { submissionId, gradingId, candidateName, changed: isToChange(outcome), difference, skipped };
  });
  return JSON.stringify({ applied, scorecards }, null, 2);
}

function asText(slug: string, outcomes: readonly Outcome[], applied: boolean): string {
  const changed = outcomes.filter(isToChange);
  const skipped = outcomes.filter((outcome) => outcome.skipped !== undefined);
  const person = ({ live: { candidateName, submissionId } }: Outcome) => `${candidateName} (${submissionId})`;
  return [
    `${slug}: ${outcomes.length} scorecards, ${changed.length} change, ${skipped.length} cannot be scored again`,
    ...changed.flatMap((each) => ['', person(each), ...differenceLines(each.difference)]),
    ...(skipped.length > 0 ? ['', ...skipped.map((each) => `${person(each)}: ${each.skipped}`)] : []),
    '',
    ending(changed.length, applied),
  ].join('\n');
}

function ending(changed: number, applied: boolean): string {
  if (changed === 0) return 'Every scorecard that can be scored again stays as it is.';
  return applied
    ? 'These scorecards are live now; the earlier ones are kept.'
    : 'Nothing was written. --apply makes it live.';
}

function parse(args: string[]) {
  const { values, positionals } = parsed(args);
  const [challenge, ...more] = positionals;
  const { from, apply, json } = values;
  if (more.length > 0 || (challenge === undefined) === (from === undefined))
    throw new BadUsage('It takes a challenge, or --from and a file');
  if (from !== undefined && apply)
    throw new BadUsage('A file has no scorecard to replace; leave --apply out');
  return { challenge, from, apply, json };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        from: { type: 'string' },
        apply: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new BadUsage((error as Error).message);
  }
}
