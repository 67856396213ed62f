// Checks that passed in one grading and failed in another of the same reference.
import type { Challenge } from '../../challenge/challenge.ts';
import { covers } from './failures.ts';
import { at, failed, type Finding, warning } from './finding.ts';
import { type GradedGrading, type Grading, isGraded } from './landed.ts';

export function flakeFindings(challenge: Challenge, gradings: readonly Grading[]): Finding[] {
  const byReference = [...Map.groupBy(gradings.filter(isGraded), ({ reference }) => reference)];
  return byReference.flatMap(([name, own]) => {
    const { fails = [], perhaps = [] } = challenge.references[name] ?? {};
    return wavering(own).flatMap(({ category, check, passed }) => {
      const failure = `checks/${category}`;
      // A planted race may show itself or not: that is what perhaps says.
      if (perhaps.some((reason) => covers(reason, failure))) return [];
      const what = `[${category}] ${check} passed in ${passed} of ${own.length} gradings`;
      const say = fails.some((reason) => covers(reason, failure)) ? warning : failed;
      return [say('flake', at(name), what)];
    });
  });
}

interface Wavering {
  category: string;
  check: string;
  passed: number;
}

function wavering(gradings: readonly GradedGrading[]): Wavering[] {
  const checks = gradings.flatMap(({ report }) => report.checks);
  const byName = Map.groupBy(checks, ({ category, name }) => JSON.stringify([category, name]));
  return [...byName.values()].flatMap((same) => {
    const [first] = same;
    const passed = same.filter((each) => each.passed).length;
    if (!first || passed === 0 || passed === same.length) return [];
    return [{ category: first.category, check: first.name, passed }];
  });
}
