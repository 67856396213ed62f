// proofload check: the author's gate. Grades the references of a challenge and says what keeps it from being offered.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Calibration, Calibrations, Challenge } from '../challenge/challenge.ts';
import { type Fault, ManifestError } from '../challenge/fault.ts';
import { failed, type Finding } from '../grading/gate/finding.ts';
import { judge } from '../grading/gate/gate.ts';
import type { Grading } from '../grading/gate/landed.ts';
import { marksOf } from '../grading/gate/marks.ts';
import { plans } from '../grading/plan.ts';
import { scoreOf } from '../grading/score.ts';
import { type Checked, summary, verdict } from './findings.ts';
import type { Kept } from './kept.ts';
import { forget, gradeReferences, type Round } from './references.ts';
import { withGrading } from './running.ts';
import { checkRuntime, findChallenge, type Found } from './source.ts';
import { BadUsage } from './usage.ts';

export const usage =
  'check <challenge> [--runtime node] [--static] [--thorough] [--only <reference>]… [--again] [--json]';

/** Gradings of each reference with --thorough. */
const thoroughTimes = 10;
const keptIn = join(import.meta.dirname, '../../.proofload/references');

type Options = ReturnType<typeof parse>;

export async function run(args: string[]): Promise<number> {
  const options = parse(args);
  const checked = await check(options);
  console.log(options.json ? JSON.stringify(summary(checked), null, 2) : verdict(checked));
  return checked.findings.some(({ result }) => result === 'failed') ? 1 : 0;
}

async function check(options: Options): Promise<Checked> {
  const found = await findChallenge(options.challenge).catch((error: unknown) => {
    if (error instanceof ManifestError) return error.faults.map(formFinding);
    throw error;
  });
  if (Array.isArray(found)) return { name: options.challenge, gradings: [], findings: found };
  checkRuntime(found.challenge, options.runtime);
  const { slug: name } = found.challenge;
  const declared = judge(found.challenge, []);
  if (options.static || declared.some(({ result }) => result === 'failed'))
    return { name, gradings: [], findings: declared };
  return { name, challenge: found.challenge, ...(await checkGraded(found, options)) };
}

function formFinding({ file, line, path, expected, actual }: Fault): Finding {
  const where = line === undefined ? file : `${file}:${line}`;
  return failed('form', where, `${path ? `${path}: ` : ''}expected ${expected}, got ${actual}`);
}

async function checkGraded({ challenge, folder }: Found, options: Options): Promise<Omit<Checked, 'name'>> {
  const { runtime, thorough } = options;
  const round = roundOf(challenge, options);
  if (options.again) await forget(round);
  const kept = await gradeReferences(round, withGrading, (line) => process.stderr.write(`${line}\n`));
  const frozen = challenge.calibrations[runtime];
  // Marks stay where they are until they are asked for anew.
  const due = options.only.length === 0 && (thorough || !frozen);
  const measured = due ? marksOf(scored(kept, challenge, frozen)) : undefined;
  const gradings = scored(kept, challenge, measured ?? frozen);
  const findings = judge(challenge, gradings);
  const green = findings.every(({ result }) => result !== 'failed');
  if (!measured || !green) return { gradings, findings };
  return { gradings, findings, calibration: await freeze(folder, challenge, runtime, measured) };
}

function roundOf(challenge: Challenge, { runtime, thorough, only }: Options): Round {
  const there = Object.keys(challenge.references).filter(
    (name) => challenge.references[name]?.trees[runtime],
  );
  const strange = only.find((name) => !there.includes(name));
  if (strange !== undefined)
    throw new BadUsage(
      `${challenge.slug} has no reference ${strange} for ${runtime}. Known ones: ${there.join(', ')}`,
    );
  const references = only.length > 0 ? only : there;
  return {
    challenge,
    runtime,
    references,
    times: thorough ? thoroughTimes : 1,
    plan: plans.full,
    folder: keptIn,
  };
}

/** What was observed, as it is scored now. */
function scored(
  kept: readonly (Kept & { reference: string })[],
  challenge: Challenge,
  calibration: Calibration | undefined,
): Grading[] {
  return kept.map(({ reference, report, evidence }) => ({
    reference,
    report:
      report.outcome === 'graded'
        ? { ...report, ...scoreOf(evidence, { ...challenge, calibration }) }
        : report,
  }));
}

/** @returns the file the marks were written to */
async function freeze(
  folder: string,
  { calibrations }: Challenge,
  runtime: string,
  marks: Calibration,
): Promise<string> {
  const path = join(folder, 'calibration.json');
  const all: Calibrations = { ...calibrations, [runtime]: marks };
  await writeFile(path, `${JSON.stringify(all, null, 2)}\n`);
  return path;
}

function parse(args: string[]) {
  const { values, positionals } = parsed(args);
  const [challenge, ...more] = positionals;
  if (challenge === undefined || more.length > 0) throw new BadUsage('It takes a challenge');
  return { challenge, ...values };
}

function parsed(args: string[]) {
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        runtime: { type: 'string', default: 'node' },
        only: { type: 'string', multiple: true, default: [] as string[] },
        static: flag,
        thorough: flag,
        again: flag,
        json: flag,
      },
    });
  } catch (error) {
    throw new BadUsage((error as Error).message);
  }
}
