import type { Dimension, GradedReport } from '../../api/grading/report.ts';
import { messages } from '../messages.ts';
import { Band } from '../ui/Band.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { figures } from '../ui/time.ts';
import styles from './Scorecard.module.css';

const words = messages.scorecard;
const score = (value: number) => figures(Math.round(value), 3);

/** Each dimension on the same scale, as a word, a shape, a bar and a number. */
export function Dimensions({ report }: { report: GradedReport }) {
  return (
    <Sheet title={words.dimensions}>
      <table className={styles.dimensions}>
        <thead>
          <tr>
            <th scope="col">{words.dimension}</th>
            <th scope="col">{words.band}</th>
            <th scope="col">{words.scoreRange}</th>
            <th scope="col">{words.score}</th>
            <th scope="col">{words.evidence}</th>
          </tr>
        </thead>
        <tbody>
          {report.dimensions.map((dimension) => (
            <tr key={dimension.name}>
              <th scope="row">
                {dimension.name}
                <span>{words.dimensionAsks[dimension.name]}</span>
              </th>
              <td>
                <Band band={dimension.band} />
              </td>
              <td className={styles.bar}>
                <Bar dimension={dimension} />
              </td>
              <td className={styles.score}>
                <strong>{score(dimension.value)}</strong>{' '}
                <small>
                  {score(dimension.low)}–{score(dimension.high)}
                </small>
              </td>
              <td>
                <Evidence name={dimension.name} report={report} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  );
}

function Bar({ dimension: { value, low, high } }: { dimension: Dimension }) {
  const at = (points: number) => 10 + points * 3;
  return (
    <svg viewBox="0 0 320 40" role="img" aria-label={words.barLabel(score(value), score(low), score(high))}>
      <rect x={at(0)} y="8" width="300" height="12" rx="2" className={styles.track} />
      <rect x={at(0)} y="8" width={value * 3} height="12" rx="2" className={styles.fill} />
      <path d={`M${at(low)},14H${at(high)}M${at(low)},9v10M${at(high)},9v10`} className={styles.whisker} />
      {[0, 50, 100].map((points) => (
        <text key={points} x={at(points)} y="35" textAnchor="middle">
          {points}
        </text>
      ))}
    </svg>
  );
}

function Evidence({ name, report }: { name: Dimension['name']; report: GradedReport }) {
  if (name === 'Performance')
    return <a href="#load">{words.loadLink(figures(Math.round(report.knee.rps), 6))}</a>;
  if (name === 'Maintainability') {
    const bugs = report.maintainability?.bugs ?? [];
    const caught = bugs.filter((bug) => bug.caught).length;
    return <a href="#own-tests">{words.bugsLink(caught, bugs.length)}</a>;
  }
  const { invariants = [] } = report;
  const drills = (report.drills ?? []).filter(({ measured }) => measured);
  if (name === 'Resilience' && drills.length > 0) {
    const recovered = drills.filter(({ recoveryMs }) => recoveryMs !== null).length;
    return <a href="#drills">{words.drillsLink(recovered, drills.length)}</a>;
  }
  if (name === 'Data integrity & security' && invariants.length > 0) {
    const held = invariants.filter(({ violations }) => violations === 0).length;
    return <a href="#invariants">{words.held(held, invariants.length)}</a>;
  }
  const passed = report.checks.filter((check) => check.passed).length;
  return <a href="#checks">{words.checksLink(passed, report.checks.length)}</a>;
}
