// proofload grade: one folder of source code against one challenge, or an earlier grading once more.
import { parseArgs } from 'node:util';
import { type Plan, plans } from '../grading/plan.ts';
import type { Report } from '../grading/report.ts';
import { card } from './card.ts';
import { cameOutAgain, otherGrading, replayedSource, replayOf, replayText } from './replay.ts';
import { readReport } from './report-file.ts';
import { withGrading } from './running.ts';
import { checkRuntime, findChallenge, readSource } from './source.ts';
import { BadUsage } from './usage.ts';

export const usage = `grade <challenge> <folder> [--runtime node] [--json] [--seed N] [--plan full|short]
       proofload grade --replay <scorecard.json> [folder] [--anyway] [--json]`;

const exitCodes = { graded: 0, candidate_failure: 1, our_failure: 2 } as const;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parsed(args);
  return values.replay === undefined ? gradeOnce(values, positionals) : gradeAgain(values, positionals);
}

type Values = ReturnType<typeof parsed>['values'];

async function gradeOnce(values: Values, [name, folder, ...more]: string[]): Promise<number> {
  if (name === undefined || folder === undefined || more.length > 0)
    throw new BadUsage('It takes a challenge and a folder');
  if (values.anyway) throw new BadUsage('--anyway goes with --replay');
  const { runtime = 'node', json } = values;
  const [seed, plan] = [seedOf(values.seed ?? '1'), planOf(values.plan ?? 'full')];
  const found = await findChallenge(name);
  checkRuntime(found.challenge, runtime);
  const tree = await readSource(folder, found, runtime);
  const { report, evidence } = await withGrading((grade) =>
    grade({ challenge: found.challenge, runtime, tree, seed, plan }),
  );
  process.stderr.write('\n');
  console.log(json ? JSON.stringify({ ...report, evidence }, null, 2) : card(report));
  return exitCodes[report.outcome];
}

/** @returns 0 when it came out again, 1 when not, 2 when it could not be measured */
async function gradeAgain(values: Values, [folder, ...more]: string[]): Promise<number> {
  const { replay: path, anyway, json, runtime: other, seed: unwanted, plan: wrong } = values;
  if (more.length > 0) throw new BadUsage('A replay takes one folder, or none');
  if ((other ?? unwanted ?? wrong) !== undefined)
    throw new BadUsage('A replay takes runtime, seed and plan from the scorecard');
  const before: Report = await readReport(path as string);
  const { challenge: name, runtime, plan } = before.environment;
  const found = await findChallenge(name);
  checkRuntime(found.challenge, runtime);
  const tree = await replayedSource(folder, found, before);
  const others = otherGrading(before, found, tree).map(({ what }) => what);
  if (others.length > 0 && !anyway)
    throw new BadUsage(
      `The ${others.join(' and the ')} are not those of the scorecard; --anyway runs it all the same`,
    );
  const { seed } = before;
  const { report, evidence } = await withGrading((grade) =>
    grade({ challenge: found.challenge, runtime, tree, seed, plan: planOf(plan) }),
  );
  process.stderr.write('\n');
  const replay = replayOf(before, report);
  console.log(json ? JSON.stringify({ ...report, evidence, replay }, null, 2) : replayText(replay));
  return report.outcome === 'our_failure' ? 2 : Number(!cameOutAgain(replay));
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        replay: { type: 'string' },
        anyway: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        runtime: { type: 'string' },
        seed: { type: 'string' },
        plan: { type: 'string' },
      },
    });
  } catch (error) {
    throw new BadUsage((error as Error).message);
  }
}

function seedOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new BadUsage(`--seed takes a whole number of at most nine digits, not ${text}`);
}

function planOf(name: string): Plan {
  if (name === 'full' || name === 'short') return plans[name];
  throw new BadUsage(`There is no plan ${name}. Known ones: ${Object.keys(plans).join(', ')}`);
}
