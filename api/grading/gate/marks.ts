// The marks of a challenge, frozen as calibration.json: what the author's naive and strong solutions reach against the
// reference that candidates are measured beside.
import type { Calibration } from '../../challenge/challenge.ts';
import { anchorPoints } from '../points.ts';
import { metrics } from '../ratio.ts';
import type { Ratios } from '../report.ts';
import { at, type Finding, warning } from './finding.ts';
import { type Grading, isGraded } from './landed.ts';

/** Points by which frozen marks may be off before they are said to be. */
const tolerance = 10;

/** @returns the geometric mean of each metric over the gradings, to four digits; undefined without a naive or a strong one */
export function marksOf(gradings: readonly Grading[]): Calibration | undefined {
  const ratiosOf = (name: string) =>
    gradings.filter(isGraded).flatMap(({ reference, report }) => (reference === name ? [report.ratios] : []));
  const [naive, strong] = [ratiosOf('naive'), ratiosOf('strong')];
  if (naive.length === 0 || strong.length === 0) return undefined;
  const entries = metrics.map((metric) => [
    metric,
    { naive: mean(naive, metric), strong: mean(strong, metric) },
  ]);
  return Object.fromEntries(entries) as Calibration;
}

function mean(all: readonly Ratios[], metric: keyof Ratios): number {
  const logs = all.map((ratios) => Math.log(ratios[metric].value));
  return Number(Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length).toPrecision(4));
}

/** Whether the naive and the strong reference still get the points that they stand for. */
export function markFindings(gradings: readonly Grading[]): Finding[] {
  return Object.entries(anchorPoints).flatMap(([name, points]) => {
    const reached = gradings
      .filter(isGraded)
      .filter(({ reference }) => reference === name)
      .flatMap(({ report }) => report.dimensions.filter((each) => each.name === 'Performance'));
    const off = reached.filter(({ low, high }) => low > points + tolerance || high < points - tolerance);
    if (off.length === 0) return [];
    const values = off.map(({ value }) => value.toFixed(0)).join(', ');
    return [warning('marks', at(name), `Its performance stands for ${points} points and now gets ${values}`)];
  });
}
