import { scoreIn } from '../../api/grading/score.ts';
import type { Challenge } from '../../api/challenge/challenge.ts';
import type { Boot, Evidence, Paired, Second, Step } from '../../api/grading/evidence.ts';
import type { GradedReport } from '../../api/grading/report.ts';
import { gradedReport } from './report.ts';

const seconds = Array.from({ length: 5 }, (_, index) => index);

/** What a grading of a service observes that is so many times as fast as the reference, in two boots. */
export function evidenceOf(speed: number): Evidence {
  return {
    seed: 7,
    plan: 'full',
    checks: [
      { type: 'check', name: 'finds a parcel', category: 'rules', passed: true, message: '', ms: 1 },
      { type: 'check', name: 'loses none', category: 'rules', passed: true, message: '', ms: 1 },
    ],
    boots: [bootOf(speed), bootOf(speed)],
    drills: [],
    invariants: [],
  };
}

/** The report that a grading of the challenge makes of that. */
export function reportOf(evidence: Evidence, challenge: Challenge): GradedReport {
  const { outcome, seed, snapshot, environment } = gradedReport();
  return { outcome, seed, snapshot, environment, ...scoreIn(challenge, 'node', evidence) };
}

function bootOf(speed: number): Boot {
  return {
    saturated: pairedAt(speed),
    steady: pairedAt(speed),
    candidateLadder: ladderTo(500 * speed),
    referenceLadder: ladderTo(500),
    exits: 0,
  };
}

function pairedAt(speed: number): Paired {
  return {
    candidate: seconds.map((index) => secondAt(speed, index)),
    reference: seconds.map((index) => secondAt(1, index + 1)),
    valid: seconds.map(() => true),
  };
}

/** Some seconds are better than others, as they are. */
function secondAt(speed: number, index: number): Second {
  const good = Math.round(100 * speed) + (index % 3);
  const latencies = Array.from({ length: good }, (_, answer) => (10 + (answer % 10)) / speed);
  return { scheduled: good, good, failures: {}, latencies, cpuMs: 500 };
}

/** Fast up to its capacity, far too slow above. */
function ladderTo(capacity: number): Step[] {
  return [0.5, 0.8, 1, 1.2].map((share) => ({
    rps: share * capacity,
    ms: 1500,
    scheduled: 100,
    good: 100,
    failures: {},
    latencies: Array.from({ length: 100 }, () => (share <= 1 ? 50 : 2000)),
    valid: true,
  }));
}
