// How much a score moves when nothing changed: grades references again and again. With --slower it tells as well how surely a
// solution with so much less capacity is ranked below; with --disturbed something else takes half a core now and then.
import { parseArgs } from 'node:util';
import type { Tree } from '../../api/challenge/tree.ts';
import { findChallenge } from '../../api/cli/source.ts';
import { withGrading } from '../../api/cli/running.ts';
import { plans } from '../../api/grading/plan.ts';
import type { GradedReport } from '../../api/grading/report.ts';
import { gradeOnce } from './grade-once.ts';
import { disturb } from './repeat/disturbance.ts';
import { slower } from './repeat/slower.ts';

export const usage =
  'repeat <challenge> <reference …> [--times 3] [--plan full|short] [--runtime node] [--slower 0.2] [--disturbed]';

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      times: { type: 'string', default: '3' },
      plan: { type: 'string', default: 'full' },
      runtime: { type: 'string', default: 'node' },
      slower: { type: 'string', default: '0' },
      disturbed: { type: 'boolean', default: false },
    },
  });
  const [name, ...references] = positionals;
  const share = Number(values.slower);
  if (name === undefined || references.length === 0 || !(share >= 0 && share < 1)) throw new Error(usage);
  const plan = values.plan === 'short' ? plans.short : plans.full;
  const { challenge } = await findChallenge(name);
  const { runtime } = values;
  const endDisturbance = values.disturbed ? disturb() : () => {};
  const all = await withGrading(async (grade) => {
    const solutions = references.map((reference) => {
      const tree = challenge.references[reference]?.trees[runtime];
      if (!tree) throw new Error(`${name} has no reference ${reference} for ${runtime}`);
      return { reference, tree, reports: [] as GradedReport[], burning: [] as GradedReport[] };
    });
    for (let seed = 1; seed <= Number(values.times); seed++)
      for (const { reference, tree, reports, burning } of solutions) {
        const once = (what: string, files: Tree) =>
          gradeOnce(grade, what, { challenge, runtime, tree: files, seed, plan });
        reports.push(...(await once(reference, tree)));
        const [known] = reports;
        if (share > 0 && known)
          burning.push(...(await once(slowerName(reference, share), slower(tree, share, known))));
      }
    return solutions;
  }).finally(endDisturbance);
  for (const { reference, reports, burning } of all) {
    console.log(summary(reference, reports));
    if (share === 0) continue;
    console.log(summary(slowerName(reference, share), burning));
    console.log(`${reference} ranked above it: ${rankedAbove(reports, burning)}`);
  }
}

const slowerName = (reference: string, share: number) => `${reference}-${100 * share}%`;

/** Every grading of the one beside every grading of the other. */
function rankedAbove(one: readonly GradedReport[], other: readonly GradedReport[]): string {
  const pairs = one.flatMap((a) => other.map((b) => a.score.value > b.score.value));
  return `${pairs.filter(Boolean).length} of ${pairs.length} pairs`;
}

function summary(reference: string, reports: readonly GradedReport[]): string {
  const of = (read: (report: GradedReport) => number, digits: number): string => {
    const sorted = reports.map(read).toSorted((a, b) => a - b);
    const at = (index: number): string => sorted.at(index)?.toFixed(digits) ?? '-';
    return `${at(Math.floor(sorted.length / 2))} [${at(0)} ${at(-1)}]`;
  };
  return [
    reference.padEnd(10),
    `n ${reports.length}`,
    `bands ${[...new Set(reports.map((report) => report.band))].join(' ')}`,
    `score ${of((report) => report.score.value, 1)}`,
    `± ${of((report) => report.precision?.halfWidth ?? 0, 1)}`,
    `boots ${of((report) => report.precision?.boots ?? 0, 0)}`,
    `measured ${of((report) => report.precision?.seconds ?? 0, 0)} s`,
    `knee ${of((report) => report.knee.rps, 0)}`,
    `throughput ${of((report) => report.ratios.throughput.value, 3)}`,
    `cpu ${of((report) => report.ratios.cpuSaturated.value, 3)}`,
    `p95 ${of((report) => report.ratios.latencyP95.value, 3)}`,
    `seconds ${of((report) => report.environment.seconds, 0)}`,
  ].join('   ');
}
