import { useId } from 'react';
import type { GradedReport } from '../../api/grading/report.ts';
import { messages } from '../messages.ts';
import { durationText, figures } from '../ui/time.ts';
import { chartLabels, type Label } from './chart-labels.ts';
import { frame, type LoadChartShape, loadChart } from './load-chart.ts';
import styles from './LoadChart.module.css';

const words = messages.scorecard;

/** Answer time against offered load: the candidate, the reference, the goal and the knee, as the sentence has it. */
export function LoadChart({ report, holds }: { report: GradedReport; holds: string | null }) {
  const id = useId();
  const shape = loadChart(report);
  const { goal, referenceKnee } = report;
  const ours = figures(referenceKnee.rps, 3);
  const labels = chartLabels(shape, {
    candidate: words.candidate,
    reference: words.reference,
    holds: holds === null ? words.holdsNone : words.holds(holds),
    goal: words.goal(durationText(goal.ms)),
    brief: words.brief(figures(goal.rps, 3)),
    ...words.solutions,
  });
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={words.chartScroll}>
      <svg viewBox={`0 0 ${frame.width} 400`} role="img" aria-labelledby={`${id}t ${id}d`}>
        <title id={`${id}t`}>{words.chartTitle}</title>
        <desc id={`${id}d`}>
          {words.chartAbout({
            knee: holds ?? '0',
            reference: referenceKnee.atLeast ? words.atLeast(ours) : ours,
            goal: durationText(goal.ms),
            brief: figures(goal.rps, 3),
          })}
        </desc>
        <Axes shape={shape} />
        <Goal shape={shape} />
        <Solutions shape={shape} />
        <path d={shape.reference.path} className={styles.reference} />
        <path d={shape.candidate.path} className={styles.candidate} />
        {shape.candidate.dots.map((dot) =>
          dot.answered ? (
            <circle key={dot.rps} cx={dot.x} cy={dot.y} r="3.4" className={styles.dot} />
          ) : (
            <path key={dot.rps} d={`M${dot.x - 5},${dot.y + 4}h10l-5,-9z`} className={styles.dot}>
              <title>{words.noAnswer}</title>
            </path>
          ),
        )}
        {holds !== null && <Ring shape={shape} />}
        <Text label={labels.candidate} className={styles.mine} />
        <Text label={labels.reference} />
        <Text label={labels.holds} className={styles.mine} testId="knee" />
        <Text label={labels.goal} className={styles.goalText} />
        <Text label={labels.brief} className={styles.briefText} />
        <Text label={labels.naive} />
        <Text label={labels.strong} />
        <Errors shape={shape} />
      </svg>
    </div>
  );
}

function Axes({ shape }: { shape: LoadChartShape }) {
  return (
    <>
      {shape.yTicks.map(({ at, ms }) => (
        <g key={ms}>
          <line x1={frame.left} x2={frame.right} y1={at} y2={at} className={styles.grid} />
          <text x={frame.left - 8} y={at + 4} textAnchor="end">
            {durationText(ms)}
          </text>
        </g>
      ))}
      <line x1={frame.left} x2={frame.right} y1={frame.bottom} y2={frame.bottom} className={styles.axis} />
      {shape.xTicks.map(({ at, rps }) => (
        <text key={rps} x={at} y={frame.bottom + 18} textAnchor="middle">
          {figures(rps, 3)}
        </text>
      ))}
      <text x={(frame.left + frame.right) / 2} y={394} textAnchor="middle">
        {words.xAxis}
      </text>
    </>
  );
}

function Goal({ shape: { goalY, briefX } }: { shape: LoadChartShape }) {
  return (
    <>
      <rect
        x={frame.left}
        y={goalY}
        width={frame.right - frame.left}
        height={frame.bottom - goalY}
        className={styles.goodArea}
      />
      <line x1={frame.left} x2={frame.right} y1={goalY} y2={goalY} className={styles.goal} />
      <line x1={briefX} x2={briefX} y1={frame.top - 6} y2={frame.bottom} className={styles.brief} />
    </>
  );
}

/** What weak and strong solutions of others hold, along the axis. */
function Solutions({ shape }: { shape: LoadChartShape }) {
  return shape.marks.map(({ x, name }) => (
    <path key={name} d={`M${x - 5},${frame.bottom}h10l-5,-8z`} className={styles.solution} />
  ));
}

function Text(props: { label: Label | undefined; className?: string | undefined; testId?: string }) {
  const { label, className, testId } = props;
  if (!label) return null;
  const { text, anchor, point } = label;
  return (
    <text {...point} textAnchor={anchor} className={className} data-testid={testId}>
      {text}
    </text>
  );
}

function Ring({ shape: { knee } }: { shape: LoadChartShape }) {
  if (!knee) return null;
  return (
    <>
      <path
        d={`M${knee.from},${knee.y}H${knee.to}M${knee.from},${knee.y - 5}v10M${knee.to},${knee.y - 5}v10`}
        className={styles.range}
      />
      <circle cx={knee.x} cy={knee.y} r="7.5" className={styles.ring} />
    </>
  );
}

/** How many requests went wrong, in a strip under the curve. */
function Errors({ shape }: { shape: LoadChartShape }) {
  return (
    <>
      <text x={frame.left - 8} y={frame.stripBottom} textAnchor="end">
        {words.errors}
      </text>
      <line
        x1={frame.left}
        x2={frame.right}
        y1={frame.stripBottom}
        y2={frame.stripBottom}
        className={styles.axis}
      />
      {shape.errors.map(({ x, top, rate }) => (
        <g key={x}>
          <rect x={x - 6} y={top} width="12" height={frame.stripBottom - top} className={styles.errorBar} />
          {rate >= 0.001 && (
            <text x={x} y={top - 4} textAnchor="middle" className={styles.errorText}>
              {figures(rate * 100, 2)} %
            </text>
          )}
        </g>
      ))}
    </>
  );
}
