// Whether a grading comes out again: the conditions of an earlier one beside today's, and what differs in the result.
import type { Tree } from '../challenge/tree.ts';
import { compare, type Difference, isWithin, type Shift } from '../grading/compare.ts';
import { snapshotOf } from '../grading/grade.ts';
import type { Environment, Report } from '../grading/report.ts';
import { differenceLines, numberLines } from './difference.ts';
import { type Found, readSource } from './source.ts';
import { BadUsage } from './usage.ts';

/** Something that a result depends on and that is not as it was. */
interface Condition {
  what: string;
  from: string;
  to: string;
}

interface Replay {
  conditions: Condition[];
  difference: Difference;
  /** Numbers that are scored and whose ranges do not overlap. */
  apart: string[];
}

/**
 * The files that were graded, from the folder given, or else a reference or starter of the challenge with the same hash.
 * @throws BadUsage when there is none
 */
export async function replayedSource(
  folder: string | undefined,
  found: Found,
  { snapshot, environment: { runtime } }: Report,
): Promise<Tree> {
  if (folder !== undefined) return readSource(folder, found, runtime);
  const { starters, references } = found.challenge;
  const trees = [starters[runtime], ...Object.values(references).map(({ trees: own }) => own[runtime])];
  const same = trees.find((tree) => tree && snapshotOf(tree) === snapshot);
  if (same) return same;
  throw new BadUsage('The files are those of no reference or starter: give their folder after the scorecard');
}

/** @returns what makes it another grading than the earlier one: other checks, or other files */
export function otherGrading(before: Report, found: Found, tree: Tree): Condition[] {
  const { suiteDigest } = before.environment;
  return [
    condition('checks and load', suiteDigest, found.challenge.suiteDigest),
    condition('files', before.snapshot, snapshotOf(tree)),
  ].flat();
}

export function replayOf(before: Report, after: Report): Replay {
  const difference = compare(before, after);
  return { conditions: conditionsOf(before, after), difference, apart: apartIn(difference) };
}

/** Whether verdict and checks are the same and no number is clearly another. */
export function cameOutAgain({ difference: { verdict, checks }, apart }: Replay): boolean {
  return verdict.from === verdict.to && checks.length === 0 && apart.length === 0;
}

export function replayText(replay: Replay): string {
  const { conditions, difference, apart } = replay;
  const [head, ...lines] = differenceLines({ ...difference, dimensions: [] });
  return [
    ...(conditions.length === 0
      ? ['Checks, files, images, engine and machine are the same.']
      : ['Not under the same conditions:', ...conditions.map(conditionLine)]),
    '',
    head,
    ...lines,
    '',
    ...numberLines(difference),
    '',
    ending(replay, apart),
  ].join('\n');
}

function ending(replay: Replay, apart: readonly string[]): string {
  if (cameOutAgain(replay))
    return 'It came out again: the same verdict and checks, every number within the ranges.';
  if (apart.length > 0) return `It came out differently; clearly apart: ${apart.join(', ')}.`;
  return 'It came out differently, though every number is within the ranges.';
}

function conditionLine({ what, from, to }: Condition): string {
  return `  ${what}: ${from || 'none'} → ${to || 'none'}`;
}

function conditionsOf(before: Report, after: Report): Condition[] {
  const [from, to] = [facts(before), facts(after)];
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((what) =>
    condition(what, from[what] ?? '', to[what] ?? ''),
  );
}

function condition(what: string, from: string, to: string): Condition[] {
  return from === to ? [] : [{ what, from, to }];
}

function facts({ seed, snapshot, environment }: Report): Record<string, string> {
  const { images, host } = environment;
  return {
    seed: String(seed),
    files: snapshot,
    ...environmentFacts(environment),
    ...Object.fromEntries(Object.entries(images).map(([name, id]) => [`image ${name}`, id])),
    machine: `${host.cpuModel}, ${host.cores} cores, ${host.memoryBytes} bytes, kernel ${host.kernel}`,
  };
}

function environmentFacts(environment: Environment): Record<string, string> {
  const { suiteDigest, challengeDigest, runtime, reference, anchors, engine, plan } = environment;
  return {
    'checks and load': suiteDigest,
    challenge: challengeDigest,
    runtime,
    reference,
    anchors: anchors ?? '',
    engine,
    plan,
  };
}

function apartIn({ score, dimensions, ratios }: Difference): string[] {
  const isApart = (shift: Shift) => shift.from !== shift.to && !isWithin(shift);
  return [score, ...dimensions, ...ratios].filter(isApart).map(({ name }) => name);
}
