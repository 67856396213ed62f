import type { GradedReport, Report } from '../grading/report.ts';
import type { OwnResult } from './contract.ts';
import { factsOf } from './facts.ts';

/** @returns what a candidate sees of their own grading: no name, no message and no example of a check */
export function ownResultOf(report: Report): Exclude<OwnResult, { outcome: 'waiting' }> {
  if (report.outcome !== 'graded') return { outcome: report.outcome, stage: report.failure.stage };
  const { outcome, band, score, dimensions } = report;
  return { outcome, band, score, dimensions, facts: factsOf(report), categories: tallies(report) };
}

function tallies({ checks }: GradedReport) {
  const names = [...new Set(checks.map(({ category }) => category))];
  return names.map((category) => {
    const inside = checks.filter((check) => check.category === category);
    return { category, passed: inside.filter(({ passed }) => passed).length, count: inside.length };
  });
}
