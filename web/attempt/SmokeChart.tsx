import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { useId } from 'react';
import type { LoadResult } from '../../api/workspace/contract.ts';
import { messages } from '../messages.ts';
import { durationText } from '../ui/time.ts';
import styles from './SmokeLoad.module.css';

const words = messages.console;
const frame = { width: 420, height: 170, left: 56, right: 380, top: 12, bottom: 140 };
const labelHeight = 12;
const quantiles = ['p50', 'p95', 'p99'] as const;

/** Answer times by the second, with the goal. A second with too few answers has no point. */
export function SmokeChart({ seconds, goalMs }: { seconds: LoadResult['seconds']; goalMs: number }) {
  const id = useId();
  const values = seconds.flatMap(({ p50, p95, p99 }) => [p50, p95, p99]);
  const highest = Math.max(goalMs * 1.2, ...values.map((ms) => ms ?? 0));
  const x = scaleLinear([0, Math.max(1, seconds.length - 1)], [frame.left, frame.right]);
  const y = scaleLinear([0, highest], [frame.bottom, frame.top]).nice(4);
  const path = (name: (typeof quantiles)[number]) =>
    line<LoadResult['seconds'][number]>()
      .defined((second) => second[name] !== null)
      .x((_, at) => x(at))
      .y((second) => y(second[name] ?? 0))(seconds) ?? undefined;
  const ends = quantiles.toReversed().flatMap((name) => {
    const last = seconds.at(-1)?.[name] ?? null;
    return last === null ? [] : [{ name, at: y(last) }];
  });
  return (
    <svg
      viewBox={`0 0 ${frame.width} ${frame.height}`}
      className={styles.chart}
      role="img"
      aria-labelledby={id}
    >
      <title id={id}>{words.answerTimes}</title>
      {y.ticks(4).map((ms) => (
        <g key={ms}>
          <line x1={frame.left} x2={frame.right} y1={y(ms)} y2={y(ms)} className={styles.grid} />
          <text x={frame.left - 6} y={y(ms) + 4} textAnchor="end">
            {durationText(ms)}
          </text>
        </g>
      ))}
      {seconds.map((_, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a second is its place
        <text key={at} x={x(at)} y={frame.bottom + 16} textAnchor="middle">
          {at + 1}
        </text>
      ))}
      <line x1={frame.left} x2={frame.right} y1={y(goalMs)} y2={y(goalMs)} className={styles.goal} />
      {quantiles.map((name) => (
        <path key={name} d={path(name)} className={styles.curve} data-quantile={name} />
      ))}
      {apart(ends).map(({ name, at }) => (
        <text key={name} x={frame.right + 5} y={at + 4}>
          {name}
        </text>
      ))}
      <text x={(frame.left + frame.right) / 2} y={frame.height - 2} textAnchor="middle">
        {words.seconds}
      </text>
    </svg>
  );
}

/** Names of curves that end close together stand one below another. @param ends from the top */
function apart(ends: { name: string; at: number }[]) {
  let free = 0;
  return ends.map(({ name, at }) => {
    const place = Math.max(at, free);
    free = place + labelHeight;
    return { name, at: place };
  });
}
