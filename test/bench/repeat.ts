// How much a score moves when nothing changed: grades references again and again.
import { parseArgs } from 'node:util';
import { findChallenge } from '../../api/cli/source.ts';
import { withGrading } from '../../api/cli/running.ts';
import { plans } from '../../api/grading/plan.ts';
import type { GradedReport } from '../../api/grading/report.ts';

export const usage = 'repeat <challenge> <reference …> [--times 3] [--plan full|short] [--runtime node]';

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      times: { type: 'string', default: '3' },
      plan: { type: 'string', default: 'full' },
      runtime: { type: 'string', default: 'node' },
    },
  });
  const [name, ...references] = positionals;
  if (name === undefined || references.length === 0) throw new Error(usage);
  const plan = values.plan === 'short' ? plans.short : plans.full;
  const { challenge } = await findChallenge(name);
  const reports = new Map<string, GradedReport[]>(references.map((reference) => [reference, []]));
  await withGrading(async (grade) => {
    for (let seed = 1; seed <= Number(values.times); seed++)
      for (const reference of references) {
        const tree = challenge.references[reference]?.trees[values.runtime];
        if (!tree) throw new Error(`${name} has no reference ${reference} for ${values.runtime}`);
        const { report } = await grade({ challenge, runtime: values.runtime, tree, seed, plan });
        if (report.outcome === 'graded') reports.get(reference)?.push(report);
        else
          console.log(
            `${reference} seed ${seed}: ${report.outcome} ${report.failure.code} ${report.failure.reason}`,
          );
      }
  });
  for (const [reference, graded] of reports) console.log(summary(reference, graded));
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
