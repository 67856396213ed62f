// A report as text for a terminal.
import type { DrillFact, Environment, GradedReport, Measured, Report } from '../grading/report.ts';

export const bandTitles = {
  below: 'Below the bar',
  meets: 'Meets minimum',
  solid: 'Solid',
  strong: 'Strong',
} as const;

export function card(report: Report): string {
  if (report.outcome === 'graded') return graded(report);
  const { failure } = report;
  const title =
    report.outcome === 'candidate_failure'
      ? 'The service could not be graded'
      : 'The grading failed, not the service';
  return [
    `${title} (${failure.code}, during ${failure.stage})`,
    failure.reason,
    ...failure.log.map((line) => `  | ${line}`),
  ].join('\n');
}

function graded(report: GradedReport): string {
  const { checks, ratios, facts, goal, environment } = report;
  const failed = checks.filter((check) => !check.passed);
  return [
    `${bandTitles[report.band]}   score ${range(report.score, 0)}`,
    ...(report.capped ? [`  capped: ${report.capped}`] : []),
    ...doubts(report),
    ...(environment.anchors === 'general' ? [`  ${uncalibrated(environment)}`] : []),
    '',
    ...report.dimensions.map(
      (each) => `${each.name.padEnd(14)} ${range(each, 0)}   ${bandTitles[each.band]}`,
    ),
    '',
    `Goal           95 % within ${goal.ms} ms, errors at most ${goal.errorRate * 100} %`,
    `Knee           ${kneeText(report.knee)} requests/s (reference ${bound(report.referenceKnee)}${report.referenceKnee.rps.toFixed(0)})`,
    `Good answers   ${range(facts.goodPerSecond, 0)} a second when saturated`,
    `Processor      ${facts.cpuMsPerGoodRequest ? `${range(facts.cpuMsPerGoodRequest, 2)} ms a good answer` : 'no answer was good'}`,
    ...Object.entries(facts.failures).map(([kind, count]) => `  ${count} x ${kind}`),
    '',
    'Against the reference, above 1 is better',
    ...Object.entries(ratios).map(([name, ratio]) => `  ${name.padEnd(13)} ${range(ratio, 2)}`),
    '',
    `Checks         ${checks.length - failed.length} of ${checks.length} passed`,
    ...failed.map(
      (check) =>
        `  ${check.mustFix ? 'MUST FIX ' : ''}[${check.category}] ${check.name}: ${firstLine(check.message)}`,
    ),
    ...drilled(report.drills ?? []),
    '',
    `seed ${report.seed}, snapshot ${report.snapshot.slice(0, 12)}, ${environment.seconds} s, plan ${environment.plan}`,
  ].join('\n');
}

/** A service that held all that could be offered has a range without an upper end. */
function kneeText(knee: GradedReport['knee']): string {
  if (!knee.atLeast) return range({ ...knee, value: knee.rps }, 0);
  return `${bound(knee)}${knee.rps.toFixed(0)} (from ${knee.low.toFixed(0)}; no more was offered)`;
}

const bound = ({ atLeast }: GradedReport['knee']): string => (atLeast ? 'at least ' : '');

/** What a reader has to know before trusting the number. */
function doubts({ couldBe = [], precision, unmeasured = [] }: GradedReport): string[] {
  const bands = couldBe.map((band) => bandTitles[band]).join(' or ');
  const wide = precision && precision.halfWidth > precision.aim;
  return [
    ...(couldBe.length > 1 ? [`  its range reaches more than one band: ${bands}`] : []),
    ...(wide
      ? ['  the range is wider than aimed at: the machine allowed no better in the time there is']
      : []),
    ...unmeasured.map((what) => `  could not be measured, and cost no point: ${what}`),
  ];
}

function drilled(drills: readonly DrillFact[]): string[] {
  if (drills.length === 0) return [];
  return ['', 'Drills', ...drills.map((drill) => `  ${drill.what}: ${outcome(drill)}`)];
}

function outcome({ measured, during, recoveryMs, limitMs, dropped }: DrillFact): string {
  if (!measured) return 'could not be measured';
  const held = during === null ? '' : `${Math.round(during * 100)} % good meanwhile, `;
  const back =
    recoveryMs === null
      ? `not back within ${limitMs / 1000} s`
      : `back after ${(recoveryMs / 1000).toFixed(1)} s`;
  return `${held}${back}, ${dropped} requests without a good answer`;
}

function uncalibrated({ challenge, runtime }: Environment): string {
  return `no anchors for ${runtime}: points for performance follow general marks until proofload check ${challenge} --runtime ${runtime}`;
}

function range({ value, low, high }: Measured, digits: number): string {
  return `${value.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
