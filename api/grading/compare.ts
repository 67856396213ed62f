// What differs between two reports on the same files.
import type { GradedReport, Measured, Report } from './report.ts';

export interface Shift {
  name: string;
  /** null where the report has no such number. */
  from: Measured | null;
  to: Measured | null;
}

export interface Difference {
  /** A band, or why there is none. */
  verdict: { from: string; to: string };
  /** Why the band is lower than the score says. */
  capped: { from: string | null; to: string | null };
  score: Shift;
  /** Those that differ. */
  dimensions: Shift[];
  /** Against the reference, those that differ. */
  ratios: Shift[];
  /** What is shown and never scored, as it follows the machine: those that differ. */
  raw: Shift[];
  /** Those that came out differently, or are in one report alone; `null` where it is not. */
  checks: { name: string; from: boolean | null; to: boolean | null }[];
}

/** Points that nobody can see. */
const invisible = 0.05;

export function compare(before: Report, after: Report): Difference {
  const [from, to] = [graded(before), graded(after)];
  return {
    verdict: { from: verdictOf(before), to: verdictOf(after) },
    capped: { from: from?.capped ?? null, to: to?.capped ?? null },
    score: { name: 'Score', from: from?.score ?? null, to: to?.score ?? null },
    dimensions: shifts(dimensionsOf(from), dimensionsOf(to), invisible),
    ratios: shifts(from?.ratios ?? {}, to?.ratios ?? {}, 0),
    raw: shifts(rawOf(from), rawOf(to), 0),
    checks: checksBetween(from, to),
  };
}

/** Whether whoever reads the scorecard would see another verdict, score, dimension or check. */
export function isChanged({ verdict, capped, score, dimensions, checks }: Difference): boolean {
  return (
    verdict.from !== verdict.to ||
    capped.from !== capped.to ||
    differs(score, invisible) ||
    dimensions.length > 0 ||
    checks.length > 0
  );
}

/** Whether the ranges overlap: then there is no clear difference. */
export function isWithin({ from, to }: Shift): boolean {
  return from !== null && to !== null && from.low <= to.high && to.low <= from.high;
}

function graded(report: Report): GradedReport | undefined {
  return report.outcome === 'graded' ? report : undefined;
}

function verdictOf(report: Report): string {
  return report.outcome === 'graded' ? report.band : `${report.outcome} ${report.failure.code}`;
}

type Numbers = Record<string, Measured | null>;

function dimensionsOf(report: GradedReport | undefined): Numbers {
  const all = report?.dimensions ?? [];
  return Object.fromEntries(all.map(({ name, value, low, high }) => [name, { value, low, high }]));
}

function rawOf(report: GradedReport | undefined): Numbers {
  if (!report) return {};
  const { knee, referenceKnee, facts } = report;
  const asMeasured = ({ rps, low, high }: GradedReport['knee']) => ({ value: rps, low, high });
  return {
    'knee, requests/s': asMeasured(knee),
    "reference's knee, requests/s": asMeasured(referenceKnee),
    'good answers a second': facts.goodPerSecond,
    'processor ms a good answer': facts.cpuMsPerGoodRequest,
  };
}

function shifts(before: Numbers, after: Numbers, least: number): Shift[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .map((name) => ({ name, from: before[name] ?? null, to: after[name] ?? null }))
    .filter((shift) => differs(shift, least));
}

function differs({ from, to }: Shift, least: number): boolean {
  if (!from || !to) return from !== to;
  return (['value', 'low', 'high'] as const).some((key) => Math.abs(from[key] - to[key]) > least);
}

function checksBetween(from: GradedReport | undefined, to: GradedReport | undefined): Difference['checks'] {
  const [before, after] = [from, to].map(
    (report) =>
      new Map(report?.checks.map(({ name, category, passed }) => [`[${category}] ${name}`, passed] as const)),
  ) as [Map<string, boolean>, Map<string, boolean>];
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((name) => ({ name, from: before.get(name) ?? null, to: after.get(name) ?? null }))
    .filter((check) => check.from !== check.to);
}
