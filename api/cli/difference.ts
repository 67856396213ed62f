// What differs between two reports, as text for a terminal.
import { type Difference, isWithin, type Shift } from '../grading/compare.ts';
import type { Measured } from '../grading/report.ts';
import { bandTitles } from './card.ts';

/** @returns a line for each thing that differs, the verdict and the score first */
export function differenceLines(difference: Difference): string[] {
  const { verdict, score, capped, dimensions, checks } = difference;
  return [
    `${arrow(titleOf(verdict.from), titleOf(verdict.to))}   ${shiftText(score, 1)}`,
    ...dimensions.map((shift) => `  ${shiftText(shift, 1)}`),
    ...(capped.from === capped.to ? [] : [`  capped: ${arrow(capped.from ?? 'no', capped.to ?? 'no')}`]),
    ...checks.map(({ name, from, to }) => `  check ${name}: ${arrow(outcome(from), outcome(to))}`),
  ];
}

/** @returns a line for each number, and whether its two ranges overlap where it is scored */
export function numberLines({ score, dimensions, ratios, raw }: Difference): string[] {
  const scored = [score, ...dimensions, ...ratios];
  return [
    ...scored.map((shift) => `  ${isWithin(shift) ? 'within ' : 'APART  '} ${shiftText(shift, 2)}`),
    ...raw.map((shift) => `  shown   ${shiftText(shift, 2)}`),
  ];
}

function shiftText({ name, from, to }: Shift, digits: number): string {
  return `${name} ${arrow(range(from, digits), range(to, digits))}`;
}

function arrow(from: string, to: string): string {
  return from === to ? from : `${from} → ${to}`;
}

function titleOf(verdict: string): string {
  return Object.hasOwn(bandTitles, verdict) ? bandTitles[verdict as keyof typeof bandTitles] : verdict;
}

function outcome(passed: boolean | null): string {
  if (passed === null) return 'not there';
  return passed ? 'passed' : 'failed';
}

function range(measured: Measured | null, digits: number): string {
  if (!measured) return 'not measured';
  const { value, low, high } = measured;
  return `${value.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}
