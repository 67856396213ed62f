// Maintainability, by evidence alone: whether the candidate's own tests notice bugs that are planted in the candidate's own
// code, and how much code there is beside the reference's. Without tests that pass there is nothing to say.
import { shareRange } from '../chance.ts';
import type { MaintainabilityRun, TestRun } from '../evidence.ts';
import type { MaintainabilityFact, Measured } from '../report.ts';

export function factOf({ testFiles, runs, size, referenceSize }: MaintainabilityRun): MaintainabilityFact {
  const bugs = runs.flatMap(({ bug, ended }) =>
    bug && ended !== 'not-told' ? [{ ...bug, caught: ended === 'failed' }] : [],
  );
  return { tests: stateOf(testFiles, runs, bugs.length), testFiles, bugs, size, referenceSize };
}

function stateOf(testFiles: number, runs: readonly TestRun[], bugs: number): MaintainabilityFact['tests'] {
  if (testFiles === 0) return 'none';
  const ends = (kind: TestRun['kind']) => runs.filter((run) => run.kind === kind).map(({ ended }) => ended);
  const asTheyAre = ends('none');
  if (!asTheyAre.includes('passed')) return asTheyAre.includes('failed') ? 'failing' : 'unknown';
  const [neutral] = ends('neutral');
  if (neutral === 'failed') return 'unsteady';
  return neutral === 'passed' && bugs > 0 ? 'tried' : 'unknown';
}

/** @returns each kind of evidence from 0 to 100; none where there is nothing to say */
export function pointsOf(fact: MaintainabilityFact): Measured[] {
  if (fact.tests !== 'tried') return [];
  const { size, referenceSize } = fact;
  const comparable = size.lines > 0 && referenceSize.lines > 0;
  return [testPoints(fact.bugs), ...(comparable ? [sizePoints(size.lines / referenceSize.lines)] : [])];
}

function testPoints(bugs: MaintainabilityFact['bugs']): Measured {
  const caught = bugs.filter((bug) => bug.caught).length;
  // Few bugs say little.
  const { low, high } = shareRange(caught, bugs.length) ?? { low: 0, high: 1 };
  return { value: marked(caught / bugs.length), low: marked(low), high: marked(high) };
}

/** None is 0 points, half 75, all 100. */
function marked(share: number): number {
  return share <= 0.5 ? 150 * share : 50 + 50 * share;
}

/** As much as the reference is 75 points, half of it 95, four times as much 20. Twice as much or little is no clear difference. */
export function sizePoints(ratio: number): Measured {
  const at = (times: number) => {
    const doublings = Math.log2(times);
    return Math.min(95, Math.max(0, 75 - (doublings > 0 ? 27.5 : 20) * doublings));
  };
  return { value: at(ratio), low: at(2 * ratio), high: at(ratio / 2) };
}
