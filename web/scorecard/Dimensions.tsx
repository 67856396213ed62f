import type { Dimension, GradedReport } from '../../api/grading/report.ts';
import type { Mark, ScorecardWords } from '../../api/scorecard/contract.ts';
import { OverrideNote } from '../decision/Overrides.tsx';
import { messages } from '../messages.ts';
import { Band } from '../ui/Band.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { figures } from '../ui/time.ts';
import { inRow, textWidth } from './label-places.ts';
import { confidenceOf } from './ratios.ts';
import styles from './Scorecard.module.css';
import { isProven } from './storms.ts';

const words = messages.scorecard;
const score = (value: number) => figures(Math.round(value), 3);

/** Each dimension on the same scale, as a word, a shape, a bar and a number. */
export function Dimensions({ scorecard, report }: { scorecard: ScorecardWords; report: GradedReport }) {
  const { bandMarks, solutionMarks } = scorecard;
  return (
    <Sheet title={words.dimensions} id="dimensions">
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
                <OverrideNote what={dimension.name} measured={dimension.band} />
              </td>
              <td className={styles.bar}>
                <Bar
                  dimension={dimension}
                  bands={bandMarks}
                  solutions={dimension.name === 'Performance' ? solutionMarks : []}
                />
              </td>
              <td className={styles.score}>
                <strong>{score(dimension.value)}</strong>{' '}
                {dimension.high > dimension.low && (
                  <small>
                    {score(dimension.low)}–{score(dimension.high)}
                    {confidenceOf(dimension) === 'low' && `, ${words.unsure}`}
                  </small>
                )}
              </td>
              <td>
                <Evidence dimension={dimension} scorecard={scorecard} report={report} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  );
}

const at = (points: number) => 10 + points * 3;

/** The score with its likely range, over marks where each band begins; known solutions stand above the bar. */
function Bar(props: { dimension: Dimension; bands: Mark[]; solutions: Mark[] }) {
  const { dimension, bands, solutions } = props;
  const { value, low, high } = dimension;
  const top = solutions.length > 0 ? 24 : 6;
  const label = words.barLabel(score(value), score(low), score(high));
  const starts = inRow(
    solutions.map((mark) => ({ at: at(mark.points), width: textWidth(mark.label, 11) })),
    { from: 0, to: 320, gap: 12 },
  );
  const known = solutions.map((mark) => words.markLabel(mark.label, mark.points)).join(', ');
  return (
    <svg viewBox={`0 0 320 ${top + 32}`} role="img" aria-label={known === '' ? label : `${label}; ${known}`}>
      {solutions.map(({ points, label: name }, place) => (
        <g key={name}>
          <text x={starts[place]} y="11">
            {name}
          </text>
          <path d={`M${at(points) - 4},${top - 9}h8l-4,7z`} className={styles.one} />
        </g>
      ))}
      <rect x={at(0)} y={top} width="300" height="12" rx="2" className={styles.track} />
      <rect x={at(0)} y={top} width={value * 3} height="12" rx="2" className={styles.fill} />
      {bands.map(({ points, label: name }) => (
        <g key={name}>
          <path d={`M${at(points)},${top - 2}v16`} className={styles.halo} />
          <path d={`M${at(points)},${top - 2}v16`} className={styles.tick} />
          <text x={at(points)} y={top + 27} textAnchor="middle">
            {name}
          </text>
        </g>
      ))}
      {high > low && (
        <>
          <path d={whisker(at(low), at(high), top + 6)} className={styles.halo} />
          <path d={whisker(at(low), at(high), top + 6)} className={styles.whisker} />
        </>
      )}
    </svg>
  );
}

const whisker = (from: number, to: number, y: number) =>
  `M${from},${y}H${to}M${from},${y - 4}v8M${to},${y - 4}v8`;

function Evidence(props: { dimension: Dimension; scorecard: ScorecardWords; report: GradedReport }) {
  const { report, scorecard } = props;
  const name: string = props.dimension.name;
  const { invariants = [], drills = [], categories = {} } = report;
  if (name === 'Performance')
    return <a href="#load">{scorecard.holds === null ? words.holdsNone : words.loadLink(scorecard.holds)}</a>;
  if (name === 'Maintainability') {
    const bugs = report.maintainability?.bugs ?? [];
    const caught = bugs.filter((bug) => bug.caught).length;
    return <a href="#own-tests">{words.bugsLink(caught, bugs.length)}</a>;
  }
  // A drill that watches memory ends no service that could come back.
  const measured = drills.filter((drill) => drill.measured && !drill.memory);
  if (name === 'Resilience' && measured.length > 0) {
    const recovered = measured.filter(({ recoveryMs }) => recoveryMs !== null).length;
    return <a href="#drills">{words.drillsLink(recovered, measured.length)}</a>;
  }
  if (name === 'Data integrity & security' && invariants.length > 0) {
    const proven = invariants.filter(isProven);
    const held = proven.filter(({ violations }) => violations === 0).length;
    return <a href="#rules">{words.rulesLink(held, proven.length)}</a>;
  }
  const own = report.checks.filter(({ category }) => isOf(categories[category]?.dimension, name));
  if (own.length === 0) return null;
  return <a href="#checks">{words.checksLink(own.filter(({ passed }) => passed).length, own.length)}</a>;
}

/** Whether a category of checks speaks for the dimension of this name; of old gradings all checks speak for the first. */
function isOf(aspect: string | undefined, name: string): boolean {
  const names: Record<string, string> = { resilience: 'Resilience', integrity: 'Data integrity & security' };
  return (names[aspect ?? ''] ?? 'Correctness') === name;
}
