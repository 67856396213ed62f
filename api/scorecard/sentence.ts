// The answer to "would this person's API hold up?": at most 25 words, made from the report's numbers.
import type { Band, FailedReport, GradedReport, Report } from '../grading/report.ts';
import { bandOf, holdsTooLittle } from '../grading/band.ts';
import { counted, figures, held, perSecond } from './phrases.ts';

const bandNames: Record<Band, string> = {
  below: 'Below the bar',
  meets: 'Meets minimum',
  solid: 'Solid',
  strong: 'Strong',
};

/** @returns one or two short sentences */
export function sentenceOf(report: Report): string {
  if (report.outcome !== 'graded') return failureSentence(report);
  const load = loadPhrase(report);
  if (report.band === 'below') return `No: it ${load}${whyBelow(report)}.`;
  if (report.band !== 'meets' && enough(report)) return `Yes: it ${load}.`;
  const faults = mustFixCount(report);
  if (report.capped && faults > 0)
    return `Not yet: it ${load}, ${enough(report) ? 'but' : 'and'} ${counted(faults, 'fault', 'faults')} must be fixed first.`;
  return holdsTooLittle(report) ? `Not yet: it ${load}.` : `Yes, with little to spare: it ${load}.`;
}

const enough = ({ knee, goal }: GradedReport) => knee.atLeast === true || knee.rps >= goal.rps;

/** @returns the requests a second that it holds, as the sentence writes them; null when there are none */
export function holdsOf(report: Report): string | null {
  return report.outcome === 'graded' && report.knee.rps > 0 ? held(report.knee) : null;
}

function loadPhrase(report: GradedReport): string {
  const { knee, goal } = report;
  if (knee.rps === 0) return 'is too slow at every load we tried';
  const ratio = knee.rps / goal.rps;
  if (!enough(report)) return `holds only ${perSecond(knee.rps)} of the ${figures(goal.rps)} asked for`;
  const share =
    Number(figures(ratio)) === 1 ? 'just what the brief asks' : `${figures(ratio)} times what the brief asks`;
  return `holds ${knee.atLeast ? 'at least ' : ''}${perSecond(knee.rps)}, ${share}`;
}

function whyBelow(report: GradedReport): string {
  const { checks, facts, score } = report;
  const failed = checks.filter((check) => !check.passed).length;
  if (failed > 0) return `, and ${failed} of ${counted(checks.length, 'check fails', 'checks fail')}`;
  if ((facts.failures['wrong'] ?? 0) > 0) return ', and answers under load are wrong';
  return !enough(report) ? '' : `, but scores only ${Math.round(score.value)} of 100`;
}

/** @returns why the band is lower than the score alone would make it; null when it is not */
export function heldBackOf(report: Report): string | null {
  if (report.outcome !== 'graded' || !report.capped) return null;
  const earned = `The score alone says ${bandNames[bandOf(report.score.value)]}`;
  const faults = mustFixCount(report);
  if (report.band !== 'meets' || faults === 0)
    return `${earned}, but ${report.capped.charAt(0).toLowerCase()}${report.capped.slice(1).replace(/\.$/, '')}.`;
  const what =
    faults === 1 ? 'one fault that must be fixed limits' : `${faults} faults that must be fixed limit`;
  return `${earned}; ${what} it to ${bandNames.meets}.`;
}

/** @returns how many faults there are that must be fixed */
export function mustFixCount({ checks, invariants = [] }: GradedReport): number {
  const failed = checks.filter((check) => check.mustFix && !check.passed).length;
  return failed + invariants.filter(({ violations }) => violations > 0).length;
}

function failureSentence({ outcome, failure }: FailedReport): string {
  const reason = failure.reason.replace(/\.$/, '');
  if (outcome === 'our_failure')
    return `We could not measure this: ${reason}. It is our failure and says nothing about the candidate.`;
  if (failure.stage === 'build') return `The service did not build: ${reason}.`;
  if (failure.stage === 'start') return `The service did not start: ${reason}.`;
  return `The service failed while it was measured: ${reason}.`;
}
