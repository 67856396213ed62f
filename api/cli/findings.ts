// What the author's gate found, for a terminal and for programs.
import type { Challenge } from '../challenge/challenge.ts';
import { failuresOf } from '../grading/gate/failures.ts';
import type { Finding } from '../grading/gate/finding.ts';
import { type GradedGrading, type Grading, isGraded } from '../grading/gate/landed.ts';
import { wrap } from './wrap.ts';

export interface Checked {
  /** The challenge, as it was asked for. */
  name: string;
  /** Absent when nothing was graded. */
  challenge?: Challenge;
  gradings: readonly Grading[];
  findings: readonly Finding[];
  /** The file the marks were frozen in, if they were. */
  calibration?: string;
}

const margin = 10;

/** @returns what was found, as JSON holds it */
export function summary({ name, challenge, gradings, findings, calibration }: Checked) {
  return {
    challenge: name,
    green: findings.every(({ result }) => result !== 'failed'),
    findings,
    gradings: gradings.map((grading) => ({
      reference: grading.reference,
      seed: grading.report.seed,
      runtime: grading.report.environment.runtime,
      outcome: grading.report.outcome,
      ...(challenge && isGraded(grading) ? facts(grading, challenge) : {}),
    })),
    calibration: calibration ?? null,
  };
}

function facts({ report }: GradedGrading, challenge: Challenge) {
  const { band, score, capped, dimensions, ratios } = report;
  return { band, score, capped, dimensions, ratios, failed: [...failuresOf(report, challenge)].toSorted() };
}

/** @returns what was found, for a terminal: the references first, then what failed, then the warnings */
export function verdict({ name, challenge, gradings, findings, calibration }: Checked): string {
  const broken = findings.filter(({ result }) => result === 'failed');
  const warnings = findings.filter(({ result }) => result === 'warning');
  return [
    ...(challenge ? table(challenge, gradings) : []),
    ...[...broken, ...warnings].map(row),
    ...(calibration ? [`Marks frozen in ${calibration}`] : []),
    `${name}: ${broken.length > 0 ? 'RED' : 'green'}. Failed: ${broken.length}. Warnings: ${warnings.length}.${challenge ? '' : ' Nothing was graded.'}`,
  ].join('\n');
}

function table({ references, ...challenge }: Challenge, gradings: readonly Grading[]): string[] {
  const byReference = [...Map.groupBy(gradings, ({ reference }) => reference)];
  const rows = byReference.map(([name, all]) => {
    const reports = all.filter(isGraded).map(({ report }) => report);
    const performance = reports.flatMap(({ dimensions }) =>
      dimensions.filter((each) => each.name === 'Performance'),
    );
    const failures = reports.flatMap((report) => [...failuresOf(report, challenge)]);
    return [
      name,
      String(all.length),
      references[name]?.bands.join(', ') ?? '',
      [...new Set(reports.map(({ band }) => band))].join(', '),
      range(reports.map(({ score }) => score.value)),
      range(performance.map(({ value }) => value)),
      [...new Set(failures)].toSorted().join(' '),
    ];
  });
  const head = ['reference', 'gradings', 'declared', 'landed', 'score', 'performance', 'failed'];
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [...[head, ...rows].map(line), ''];
}

function range(values: readonly number[]): string {
  if (values.length === 0) return '-';
  const [low, high] = [Math.min(...values).toFixed(1), Math.max(...values).toFixed(1)];
  return low === high ? low : `${low} to ${high}`;
}

function row({ result, where, what, why, mend }: Finding): string {
  const head = result === 'failed' ? 'FAILED' : 'WARNING';
  const details = [what, `Why: ${why}`, `Mend: ${mend}`].map((text) => wrap(text, margin));
  return [head.padEnd(margin) + where, ...details, ''].join('\n');
}
