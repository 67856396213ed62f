// Whether everything that judges has something to judge, and has been seen to find a fault in at least one reference.
import type { Challenge } from '../../challenge/challenge.ts';
import { drillName } from '../../challenge/drill.ts';
import type { CheckFact } from '../report.ts';
import { failuresOf } from './failures.ts';
import { at, failed, type Finding, warning } from './finding.ts';
import { type GradedGrading, type Grading, isGraded } from './landed.ts';

/** In the reference beside candidates everything works, so each rule has enough to be held against. */
export function idleRules({ duet }: Challenge, gradings: readonly Grading[]): Finding[] {
  const own = gradings.filter(isGraded).filter(({ reference }) => reference === duet);
  const idle = own.flatMap(({ report }) => (report.invariants ?? []).filter(({ checked }) => checked === 0));
  return [...Map.groupBy(idle, ({ title }) => title)].map(([title, { length }]) =>
    failed('idle-rule', at(duet), `Nothing to check in ${length} of ${own.length} gradings: ${title}`),
  );
}

/** Says something only once every reference has been graded. */
export function neverFailing(challenge: Challenge, gradings: readonly Grading[]): Finding[] {
  const graded = gradings.filter(isGraded);
  const names = new Set(graded.map(({ reference }) => reference));
  if (Object.keys(challenge.references).some((name) => !names.has(name))) return [];
  return [...checksThatNeverFail(challenge, graded), ...othersThatNeverFail(challenge, graded)];
}

/** Of those that a candidate sees some show what works already; a hidden one is there to find something. */
function checksThatNeverFail({ suites }: Challenge, gradings: readonly GradedGrading[]): Finding[] {
  const checks = gradings.flatMap(({ report }) => report.checks);
  const found = new Set(checks.filter(({ passed }) => !passed).map(nameOf));
  const never = new Map(
    checks.filter((check) => !found.has(nameOf(check))).map((each) => [nameOf(each), each]),
  );
  const visible = [...suites.visible]
    .filter(([path]) => path.startsWith('checks/visible/'))
    .map(([, text]) => text.toString('utf8'))
    .join('\n');
  return [...never.values()].map((check) => {
    const seen = visible.includes(check.name);
    const where = `checks/${seen ? 'visible' : 'hidden'}/`;
    return (seen ? warning : failed)('never-fails', where, `No reference fails ${nameOf(check)}`);
  });
}

const nameOf = ({ category, name }: CheckFact): string => `[${category}] ${name}`;

function othersThatNeverFail(challenge: Challenge, gradings: readonly GradedGrading[]): Finding[] {
  const found = new Set(gradings.flatMap(({ report }) => [...failuresOf(report, challenge)]));
  const drills = challenge.drills.map((drill) => ['challenge.yaml', `drills/${drillName(drill)}`] as const);
  // Progress says only that the storm took place.
  const rules = gradings
    .flatMap(({ report }) => report.invariants ?? [])
    .filter(({ rule }) => rule !== 'progress')
    .map(({ rule }) => ['storm.ts', `rules/${rule}`] as const);
  const all = new Map([...drills, ...rules].map(([where, name]) => [name, where]));
  return [...all]
    .filter(([name]) => !found.has(name))
    .map(([name, where]) => warning('never-fails', where, `No reference fails ${name}`));
}
