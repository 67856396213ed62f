// proofload calibrate: freezes what the author's naive and strong references reach against the duet reference.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Calibration, Calibrations, Challenge } from '../challenge/challenge.ts';
import { plans } from '../grading/plan.ts';
import { metrics } from '../grading/ratio.ts';
import type { Ratios } from '../grading/report.ts';
import { withGrading } from './running.ts';
import { checkRuntime, findChallenge } from './source.ts';
import { BadUsage } from './usage.ts';

export const usage = 'calibrate <challenge> [--runtime node] [--times N]';

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { runtime: { type: 'string', default: 'node' }, times: { type: 'string', default: '2' } },
  });
  const [name] = positionals;
  if (name === undefined) throw new BadUsage('It takes a challenge');
  if (!/^[1-9]\d?$/.test(values.times)) throw new BadUsage('--times takes a number from 1 to 99');
  const { challenge, folder } = await findChallenge(name);
  checkRuntime(challenge, values.runtime);
  const naive = await ratiosOf(challenge, 'naive', values.runtime, Number(values.times));
  const strong = await ratiosOf(challenge, 'strong', values.runtime, Number(values.times));
  const path = join(folder, 'calibration.json');
  const all: Calibrations = { ...challenge.calibrations, [values.runtime]: calibrationOf(naive, strong) };
  await writeFile(path, `${JSON.stringify(all, null, 2)}\n`);
  console.log(path);
  return 0;
}

async function ratiosOf(
  challenge: Challenge,
  name: string,
  runtime: string,
  times: number,
): Promise<Ratios[]> {
  const tree = challenge.references[name]?.trees[runtime];
  if (!tree) throw new BadUsage(`${challenge.slug} has no reference ${name} for ${runtime}`);
  return withGrading(async (grade) => {
    const all: Ratios[] = [];
    for (let seed = 1; seed <= times; seed++) {
      const { report } = await grade({ challenge, runtime, tree, seed, plan: plans.full });
      if (report.outcome !== 'graded')
        throw new Error(`${name} could not be graded: ${report.failure.reason}`);
      all.push(report.ratios);
    }
    return all;
  });
}

/** The geometric mean of each metric over the runs, to four digits. */
function calibrationOf(naive: readonly Ratios[], strong: readonly Ratios[]): Calibration {
  return Object.fromEntries(
    metrics.map((metric) => [metric, { naive: mean(naive, metric), strong: mean(strong, metric) }]),
  ) as Calibration;
}

function mean(all: readonly Ratios[], metric: keyof Ratios): number {
  const logs = all.map((ratios) => Math.log(ratios[metric].value));
  return Number(Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length).toPrecision(4));
}
