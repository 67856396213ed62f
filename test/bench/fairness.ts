// Whether a service that is bound by waiting is measured as fairly as one that is bound by its processor: each is graded
// beside a copy of itself that has a sixth less to do, and the ratios found are held against those that are known.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Challenge } from '../../api/challenge/challenge.ts';
import type { Tree } from '../../api/challenge/tree.ts';
import { type Grade, withGrading } from '../../api/cli/running.ts';
import { type Plan, plans } from '../../api/grading/plan.ts';
import type { GradedReport } from '../../api/grading/report.ts';
import { tree } from '../support/challenge.ts';
import { tiny } from '../support/tiny.ts';
import { gradeOnce } from './grade-once.ts';

export const usage = 'fairness [--times 3] [--plan full|short]';

const slowdown = 1.2;
const amounts = { busy: 80, waiting: 40 };
type Kind = keyof typeof amounts;

type Judged = 'throughput' | 'cpuSaturated' | 'knee';

/** What a slowdown does to each ratio that is judged. Waiting costs no processor time. */
const truths: Record<Kind, Record<Judged, number>> = {
  busy: { throughput: 1 / slowdown, cpuSaturated: 1 / slowdown, knee: 1 / slowdown },
  waiting: { throughput: 1 / slowdown, cpuSaturated: 1, knee: 1 / slowdown },
};
/** How far off a ratio may be, as a share; one knee differs from the next by far more than the others do. */
const tolerances: Record<Judged, number> = { throughput: 0.05, cpuSaturated: 0.05, knee: 0.2 };

/** Prints what was found beside what is known; ends with code 1 when one is too far from the other, or nothing was measured. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { times: { type: 'string', default: '3' }, plan: { type: 'string', default: 'full' } },
  });
  const plan = values.plan === 'short' ? plans.short : plans.full;
  await withGrading(async (grade) => {
    for (const kind of ['busy', 'waiting'] as const) {
      const reports = await gradings(grade, kind, { plan, times: Number(values.times) });
      const lines = (Object.keys(tolerances) as Judged[]).map((name) => judge(kind, name, reports));
      for (const { text } of lines) console.log(text);
      console.log(`${kind.padEnd(8)} Performance ${spread(reports.map(performanceOf), 1)}`);
      if (lines.some(({ fair }) => !fair)) process.exitCode = 1;
    }
  });
}

async function gradings(
  grade: Grade,
  kind: Kind,
  { plan, times }: { plan: Plan; times: number },
): Promise<GradedReport[]> {
  const reports: GradedReport[] = [];
  for (let seed = 1; seed <= times; seed++) {
    const challenge = challengeOf(kind);
    const slower = service(kind, amounts[kind] * slowdown);
    reports.push(...(await gradeOnce(grade, kind, { challenge, runtime: 'node', tree: slower, seed, plan })));
  }
  return reports;
}

function judge(kind: Kind, name: Judged, reports: readonly GradedReport[]): { text: string; fair: boolean } {
  const truth = truths[kind][name];
  const found = reports.map(({ ratios }) => ratios[name].value);
  const off = Math.abs(median(found) / truth - 1);
  const fair = off <= tolerances[name];
  const verdict = fair ? 'fair' : `NOT within ${100 * tolerances[name]} %`;
  return {
    text: `${kind.padEnd(8)} ${name.padEnd(13)} known ${truth.toFixed(3)}   found ${spread(found, 3)}   ${verdict}`,
    fair,
  };
}

function spread(values: readonly number[], digits: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  return `${median(values).toFixed(digits)} [${sorted.map((value) => value.toFixed(digits)).join(' ')}]`;
}

/** @returns NaN of none */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const performanceOf = ({ dimensions }: GradedReport): number =>
  dimensions.find(({ name }) => name === 'Performance')?.value ?? Number.NaN;

function challengeOf(kind: Kind): Challenge {
  const check = `import { check, expect, get } from 'proofload/checks';
check('rules', 'it answers', async () => expect((await get('/')).json).toEqual({ done: true }));`;
  const load = `import { defineLoad } from 'proofload/load';
export default defineLoad([{ name: 'work', weight: 1,
  make: () => ({ method: 'GET', path: '/', check: (status, json) => status === 200 && json?.done === true }) }]);`;
  return {
    ...tiny,
    slug: `fairness-${kind}`,
    goal: { ms: 300, errorRate: 0.01, rps: 50 },
    env: { DATABASE_URL: 'postgres://app@127.0.0.1:5432/app' },
    services: { postgres: tree({ '1.sql': 'create table nothing ();' }) },
    suites: {
      visible: tree({ 'checks/visible/work.test.ts': check }),
      hidden: tree({ 'load.ts': load }),
    },
    references: { good: { bands: ['solid'], trees: { node: service(kind, amounts[kind]) } } },
  };
}

function service(kind: Kind, amount: number): Tree {
  const server = readFileSync(join(import.meta.dirname, 'fairness/server.ts'), 'utf8');
  const work = `export const kind = '${kind}';\nexport const amount = ${amount};\n`;
  return tree({ 'server.ts': server, 'work.ts': work });
}
