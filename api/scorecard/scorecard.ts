// What a scorecard says in words: made from the report's numbers, for people who do not read code.
import type { Band, CheckFact, FailedReport, GradedReport, Report } from '../grading/report.ts';
import type { Scorecard } from './contract.ts';

type Fact = Scorecard['facts'][number];

const verdicts: Record<Band, string> = {
  below: 'No',
  meets: 'Yes, with little to spare',
  solid: 'Yes',
  strong: 'Yes',
};

/** @returns the answer to "would this person's API hold up?" */
export function sentenceOf(report: Report): string {
  if (report.outcome !== 'graded') return failureSentence(report);
  const verdict = verdicts[report.band];
  const share = `, ${times(report.knee.rps / report.goal.rps)} what the brief asks`;
  const load = `${holds(report)}${report.knee.rps > 0 ? share : ''}`;
  const reason = report.capped ? ` ${upperFirst(report.capped.replace(/\.$/, ''))}.` : '';
  return `${verdict}: ${load}; ${checksPhrase(report.checks)}.${reason}`;
}

function failureSentence({ outcome, failure }: FailedReport): string {
  const reason = failure.reason.replace(/\.$/, '');
  if (outcome === 'our_failure')
    return `We could not measure this: ${reason}. It is our failure and says nothing about the candidate.`;
  if (failure.stage === 'build') return `The service did not build: ${reason}.`;
  if (failure.stage === 'start') return `The service did not start: ${reason}.`;
  return `The service failed while it was measured: ${reason}.`;
}

function holds(report: GradedReport): string {
  return report.knee.rps > 0
    ? `holds ${figures(report.knee.rps)} requests/s`
    : 'meets the goal at no load we tried';
}

function times(ratio: number): string {
  return `${figures(ratio)}x`;
}

/** Two figures below ten, whole numbers above: no more than the measurement carries. */
function figures(value: number): string {
  return String(value >= 10 ? Math.round(value) : Number(value.toPrecision(2)));
}

function checksPhrase(checks: CheckFact[]): string {
  const failed = checks.filter((check) => !check.passed).length;
  if (failed === 0) return `all ${checks.length} checks pass`;
  return `${failed} of ${checks.length} checks ${failed === 1 ? 'fails' : 'fail'}`;
}

/** @returns the four facts beside the sentence; none when nothing was measured */
export function factsOf(report: Report): Fact[] {
  if (report.outcome !== 'graded') return [];
  return [loadFact(report), checksFact(report), speedFact(report), referenceFact(report)];
}

function loadFact(report: GradedReport): Fact {
  const { low, high } = report.knee;
  return {
    headline: upperFirst(holds(report)),
    yardstick:
      report.knee.rps > 0
        ? `The brief asks for ${report.goal.rps}; likely between ${figures(low)} and ${figures(high)}`
        : `The brief asks for ${report.goal.rps} requests/s`,
  };
}

function checksFact({ checks }: GradedReport): Fact {
  const passed = checks.filter((check) => check.passed).length;
  const severe = checks.filter((check) => check.mustFix && !check.passed).length;
  return {
    headline: `${passed} of ${checks.length} checks pass`,
    yardstick: severe === 0 ? 'Nothing that must be fixed failed' : `${severe} of the failures must be fixed`,
  };
}

/** The answer time at the load the brief asks for, or at the highest load tried below it. */
function speedFact({ load, goal }: GradedReport): Fact {
  const steps = load.toSorted((a, b) => a.rps - b.rps);
  const step = steps.find(({ rps }) => rps >= goal.rps) ?? steps.at(-1);
  const yardstick = `The goal is ${goal.ms} ms at ${goal.rps} requests/s`;
  if (!step) return { headline: 'Answer times were not measured', yardstick };
  const at = `at ${Math.round(step.rps)} requests/s`;
  if (step.p95Ms === null) return { headline: `More than 5 % of answers never came ${at}`, yardstick };
  return { headline: `95 % of answers within ${Math.round(step.p95Ms)} ms ${at}`, yardstick };
}

function referenceFact({ ratios, referenceKnee }: GradedReport): Fact {
  return {
    headline: `${times(ratios.throughput.value)} the reference's throughput, side by side`,
    yardstick: `The reference holds ${Math.round(referenceKnee.rps)} requests/s`,
  };
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A file that differs between two trees; null where a side does not have it. */
interface ChangedFile {
  path: string;
  before: string | null;
  after: string | null;
}

/** @returns the files that differ, by path */
export function changesBetween(
  before: ReadonlyMap<string, Buffer>,
  after: ReadonlyMap<string, Buffer>,
): ChangedFile[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return paths
    .map((path) => ({ path, before: textOf(before.get(path)), after: textOf(after.get(path)) }))
    .filter((file) => file.before !== file.after);
}

function textOf(content: Buffer | undefined): string | null {
  return content ? content.toString() : null;
}
