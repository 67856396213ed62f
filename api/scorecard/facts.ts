// The four facts beside the sentence, each with the yardstick that makes it mean something.
import type { DrillFact, GradedReport, LoadStep, Report } from '../grading/report.ts';
import type { Scorecard } from './contract.ts';
import { counted, duration, figures, held, percent, perSecond } from './phrases.ts';

type Fact = Scorecard['facts'][number];

/** @returns traffic, speed, mistakes and recovery; none when nothing was measured */
export function factsOf(report: Report): Fact[] {
  if (report.outcome !== 'graded') return [];
  return [trafficFact(report), speedFact(report), mistakesFact(report), recoveryFact(report)];
}

function trafficFact({ knee, goal, referenceKnee, kneeMarks }: GradedReport): Fact {
  const others = kneeMarks
    ? `a weak solution holds ${figures(kneeMarks.naive * referenceKnee.rps)}, a strong one ${figures(kneeMarks.strong * referenceKnee.rps)}`
    : `our own solution holds ${held(referenceKnee)}`;
  return {
    headline:
      knee.rps > 0
        ? `Holds ${knee.atLeast ? 'at least ' : ''}${perSecond(knee.rps)}`
        : 'Too slow at every load we tried',
    yardstick: `The brief asks for ${figures(goal.rps)}; ${others}${likely(knee)}.`,
    tone: knee.rps >= goal.rps ? 'good' : 'bad',
    anchor: '#load',
  };
}

function likely({ rps, low, high, atLeast }: GradedReport['knee']): string {
  if (rps === 0) return '';
  return atLeast ? '. More was not offered' : `. Likely ${figures(low)} to ${figures(high)}`;
}

/** The answer time at half of what it holds, where a service is meant to live; or at the least load, when it holds none. */
function speedFact({ load, knee, goal }: GradedReport): Fact {
  const step = nearest(load, knee.rps / 2);
  const yardstick = `The goal is ${duration(goal.ms)}.`;
  if (!step)
    return { headline: 'Answer times could not be measured', yardstick, tone: 'plain', anchor: '#load' };
  const ratio = (2 * step.rps) / knee.rps;
  const isHalf = ratio > 2 / 3 && ratio < 1.5;
  const where = isHalf ? `At about half of that (${perSecond(step.rps)})` : `At ${perSecond(step.rps)}`;
  const answers =
    step.p95Ms === null
      ? 'more than 5 of 100 answers never came'
      : `95 of 100 answers come within ${duration(step.p95Ms)}`;
  return {
    headline: `${where}, ${answers}`,
    yardstick,
    tone: step.p95Ms !== null && step.p95Ms <= goal.ms ? 'good' : 'bad',
    anchor: '#load',
  };
}

function nearest(load: readonly LoadStep[], rps: number): LoadStep | undefined {
  const off = (step: LoadStep) => Math.abs(Math.log(Math.max(step.rps, 0.01) / Math.max(rps, 0.01)));
  return load.toSorted((a, b) => off(a) - off(b))[0];
}

/** At the load of the brief, or the highest below it that was tried. */
function mistakesFact({ load, goal, facts }: GradedReport): Fact {
  const { wrong = 0 } = facts.failures;
  const steps = load.toSorted((a, b) => a.rps - b.rps);
  const step = steps.find(({ rps }) => rps >= goal.rps) ?? steps.at(-1);
  const allowed = `At most ${percent(goal.errorRate)} may`;
  const yardstick =
    wrong > 0
      ? `${allowed}. Fully loaded, ${counted(wrong, 'answer was', 'answers were')} wrong.`
      : `${allowed}.`;
  if (!step)
    return {
      headline: 'Mistakes under load could not be counted',
      yardstick,
      tone: 'plain',
      anchor: '#load',
    };
  const at = `at ${perSecond(step.rps)}`;
  const headline =
    step.errorRate === 0 ? `No request fails ${at}` : `${percent(step.errorRate)} of requests fail ${at}`;
  const fine = wrong === 0 && step.errorRate <= goal.errorRate;
  // No mistake at less than what was asked for is no news.
  const tone = !fine ? 'bad' : step.rps >= goal.rps ? 'good' : 'plain';
  return { headline, yardstick, tone, anchor: '#load' };
}

/** The slowest recovery of all, or what was checked where nothing was broken on purpose. */
function recoveryFact({ drills = [], checks }: GradedReport): Fact {
  const measured = drills.filter((drill) => drill.measured && !drill.memory);
  if (measured.length === 0) return drills.length > 0 ? unmeasured(drills) : checksFact(checks);
  const lost = measured.reduce((sum, { dropped }) => sum + dropped, 0);
  const failed = measured.filter(({ recoveryMs }) => recoveryMs === null);
  const slowest = Math.max(...measured.map(({ recoveryMs }) => recoveryMs ?? 0));
  const headline =
    failed.length > 0
      ? `Did not get over ${failed.length} of ${counted(measured.length, 'fault', 'faults')} in time`
      : `Back to normal ${slowest < 1000 ? 'at once' : `within ${duration(slowest)}`} after every fault`;
  return {
    headline,
    yardstick: `${counted(measured.length, 'fault', 'faults')} caused on purpose; ${counted(lost, 'request was', 'requests were')} lost.`,
    tone: failed.length === 0 ? 'good' : 'bad',
    anchor: '#drills',
  };
}

function unmeasured(drills: readonly DrillFact[]): Fact {
  return {
    headline: 'Recovery could not be measured',
    yardstick: `The machine was too busy during ${counted(drills.length, 'fault', 'faults')}. This counts for nothing.`,
    tone: 'plain',
    anchor: '#drills',
  };
}

function checksFact(checks: GradedReport['checks']): Fact {
  const passed = checks.filter((check) => check.passed).length;
  const grave = checks.filter((check) => check.mustFix && !check.passed).length;
  return {
    headline: `${passed} of ${counted(checks.length, 'check passes', 'checks pass')}`,
    yardstick: grave === 0 ? 'Nothing that must be fixed failed.' : `${grave} of the failures must be fixed.`,
    tone: grave === 0 && passed === checks.length ? 'good' : grave > 0 ? 'bad' : 'plain',
    anchor: '#checks',
  };
}
