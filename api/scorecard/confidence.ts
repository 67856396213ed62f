// How sure a score is, and why. What could not be measured lowers the confidence and never the score.
import type { GradedReport } from '../grading/report.ts';
import type { Confidence } from './contract.ts';
import { counted } from './phrases.ts';

type Level = Confidence['level'];
const levels: readonly Level[] = ['low', 'medium', 'high'];

/** Half of the likely range, in points of 100, up to which a score is that sure. */
const highPoints = 5;
const mediumPoints = 12;

export function confidenceOf(report: GradedReport): Confidence {
  const doubts = doubtsOf(report);
  const level = levels[Math.max(0, levels.indexOf(rangeLevel(report)) - doubts.length)] ?? 'low';
  const { value, low, high } = report.score;
  const whole = (points: number) => String(Math.round(points));
  const range = `Score ${whole(value)} of 100, likely between ${whole(low)} and ${whole(high)}.`;
  return { level, reason: [range, ...doubts].join(' ') };
}

function rangeLevel({ score }: GradedReport): Level {
  const half = (score.high - score.low) / 2;
  if (half <= highPoints) return 'high';
  return half <= mediumPoints ? 'medium' : 'low';
}

function doubtsOf({ drills = [], environment }: GradedReport): string[] {
  const unmeasured = drills.filter(({ measured }) => !measured).length;
  return [
    ...(unmeasured > 0
      ? [`${unmeasured} of ${counted(drills.length, 'fault', 'faults')} could not be measured.`]
      : []),
    ...(environment.anchors === 'general'
      ? [
          'For this language no weak and strong solutions were measured yet, so the marks for speed are general ones.',
        ]
      : []),
    ...(environment.plan === 'full' ? [] : ['This was a short trial run.']),
  ];
}
