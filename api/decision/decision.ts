// What people say beside a measurement: their own view of a value, and the decision.
import type { Band, Report } from '../grading/report.ts';
import { Problem } from '../http/problem.ts';
import { can } from '../http/roles.ts';
import type { Person } from '../http/serve.ts';
import type { Judgement } from './contract.ts';

/** The whole result, as an override names it; everything else is the name of a dimension. */
const overall = 'overall';

/** @returns the band that was measured for it, undefined when nothing was */
export function measuredBand(report: Report, what: string): Band | undefined {
  if (report.outcome !== 'graded') return undefined;
  if (what === overall) return report.band;
  return report.dimensions.find(({ name }) => name === what)?.band;
}

/** @param report null while the grading is not finished */
export function actionsOf(person: Person, report: Report | null): Judgement['actions'] {
  if (!report || !can(person, 'decide')) return [];
  return report.outcome === 'graded' ? ['decide', 'override'] : ['decide'];
}

const shortest = 10;

/** @returns the reason without the space around it @throws Problem 400 no-reason */
export function reasonFrom(text: string): string {
  const reason = text.trim();
  if (reason.length < shortest)
    throw new Problem(400, 'no-reason', `Say why, in at least ${shortest} characters`);
  return reason;
}
