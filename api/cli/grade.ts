// proofload grade: one folder of source code against one challenge.
import { parseArgs } from 'node:util';
import { plans } from '../grading/plan.ts';
import { card } from './card.ts';
import { withGrading } from './running.ts';
import { checkRuntime, findChallenge, readSource } from './source.ts';
import { BadUsage } from './usage.ts';

export const usage = 'grade <challenge> <folder> [--runtime node] [--json] [--seed N] [--plan full|short]';

const exitCodes = { graded: 0, candidate_failure: 1, our_failure: 2 } as const;

export async function run(args: string[]): Promise<number> {
  const { challenge: name, folder, runtime, seed, plan, json } = parse(args);
  const found = await findChallenge(name);
  checkRuntime(found.challenge, runtime);
  const tree = await readSource(folder, found, runtime);
  const { report } = await withGrading((grade) =>
    grade({ challenge: found.challenge, runtime, tree, seed, plan }),
  );
  process.stderr.write('\n');
  console.log(json ? JSON.stringify(report, null, 2) : card(report));
  return exitCodes[report.outcome];
}

function parse(args: string[]) {
  const { values, positionals } = parsed(args);
  const [challenge, folder, ...more] = positionals;
  if (challenge === undefined || folder === undefined || more.length > 0)
    throw new BadUsage('It takes a challenge and a folder');
  return {
    challenge,
    folder,
    runtime: values.runtime,
    json: values.json,
    seed: seedOf(values.seed),
    plan: planOf(values.plan),
  };
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        runtime: { type: 'string', default: 'node' },
        json: { type: 'boolean', default: false },
        seed: { type: 'string', default: '1' },
        plan: { type: 'string', default: 'full' },
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

function planOf(name: string) {
  if (name === 'full' || name === 'short') return plans[name];
  throw new BadUsage(`There is no plan ${name}. Known ones: ${Object.keys(plans).join(', ')}`);
}
