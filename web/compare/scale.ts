// Where everything in a chart of one measure goes.
import { scaleLinear } from 'd3-scale';
import type { Comparison, Measure } from '../../api/compare/contract.ts';

/** Of the drawing of one candidate's line, and of the axis under all of them. */
export const frame = { width: 300, left: 6, right: 294, height: 18 };

export interface Scale {
  at: (value: number) => number;
  /** Values that mean something to everybody. */
  marks: { value: number; label: string }[];
}

/** One scale for everybody: 0 to 100 points, or from no traffic to the highest that somebody may hold. */
export function scaleOf({ name, values }: Measure, { bandMarks, basis }: Comparison, brief: string): Scale {
  const goal = basis?.goal.rps ?? 0;
  const end = name === 'Traffic' ? Math.max(goal * 1.2, ...values.map(({ high }) => high)) : 100;
  return {
    at: scaleLinear().domain([0, end]).range([frame.left, frame.right]),
    marks:
      name === 'Traffic'
        ? [{ value: goal, label: brief }]
        : bandMarks.map(({ points, label }) => ({ value: points, label })),
  };
}
