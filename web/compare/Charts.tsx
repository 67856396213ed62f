import type { Candidate, Comparison, Measure } from '../../api/compare/contract.ts';
import { messages } from '../messages.ts';
import { inRow, textWidth } from '../scorecard/label-places.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { figures } from '../ui/time.ts';
import styles from './Compare.module.css';
import { measureName } from './names.ts';
import { frame, type Scale, scaleOf } from './scale.ts';
import { rangeText, spoken, valueText } from './value-text.ts';

const words = messages.compare;

interface Shown {
  comparison: Comparison;
  candidates: Candidate[];
  names: Map<string, string>;
}

/** A small chart for each measure, everybody in the same order on the same scale. */
export function Charts(props: Shown) {
  return (
    <div className={styles.charts}>
      {props.comparison.measures.map((measure) => (
        <Chart key={measure.name} measure={measure} {...props} />
      ))}
    </div>
  );
}

function Chart({ measure, comparison, candidates, names }: Shown & { measure: Measure }) {
  const scale = scaleOf(measure, comparison, words.brief);
  const goal = comparison.basis?.goal.rps ?? 0;
  return (
    <Sheet title={measureName(measure.name)}>
      <ul className={styles.rows}>
        {candidates.map(({ submissionId }) => (
          <Row
            key={submissionId}
            name={names.get(submissionId) ?? ''}
            measure={measure}
            value={measure.values.find((value) => value.submissionId === submissionId)}
            scale={scale}
          />
        ))}
      </ul>
      <Axis scale={scale} />
      <p className={styles.axisText}>
        {measure.name === 'Traffic' ? words.axisTraffic(figures(goal, 3)) : words.axisPoints}
      </p>
      <Differences measure={measure} names={names} />
    </Sheet>
  );
}

function Row(props: {
  name: string;
  measure: Measure;
  value: Measure['values'][number] | undefined;
  scale: Scale;
}) {
  const { name, measure, value, scale } = props;
  if (!value)
    return (
      <li>
        <span className={styles.name}>{name}</span>
        <span className={styles.none}>{words.notMeasured}</span>
      </li>
    );
  return (
    <li>
      <span className={styles.name}>{name}</span>
      <span className={styles.value}>
        <strong>{valueText(measure.name, value)}</strong>{' '}
        {value.high > value.low && <small>{rangeText(measure.name, value)}</small>}
      </span>
      <Line label={`${name}: ${spoken(measure.name, value)}`} value={value} scale={scale} />
    </li>
  );
}

function Line(props: { label: string; value: Measure['values'][number]; scale: Scale }) {
  const { value, low, high } = props.value;
  const { at, marks } = props.scale;
  const middle = frame.height / 2;
  const range = `M${at(low)},${middle}H${at(high)}M${at(low)},${middle - 4}v8M${at(high)},${middle - 4}v8`;
  return (
    <svg viewBox={`0 0 ${frame.width} ${frame.height}`} role="img" aria-label={props.label}>
      <rect
        x={frame.left}
        y={middle - 5}
        width={frame.right - frame.left}
        height="10"
        rx="2"
        className={styles.track}
      />
      {marks.map((mark) => (
        <path key={mark.label} d={`M${at(mark.value)},0V${frame.height}`} className={styles.tick} />
      ))}
      {high > low && <path d={range} className={styles.range} />}
      <circle cx={at(value)} cy={middle} r="4.5" className={styles.dot} />
    </svg>
  );
}

/** What the marks are called, under all lines. */
function Axis({ scale: { at, marks } }: { scale: Scale }) {
  const size = 12;
  const starts = inRow(
    marks.map(({ value, label }) => ({ at: at(value), width: textWidth(label, size) })),
    { from: 0, to: frame.width, gap: 8 },
  );
  return (
    <svg viewBox={`0 0 ${frame.width} 16`} aria-hidden="true" className={styles.axis}>
      {marks.map(({ label }, place) => (
        <text key={label} x={starts[place]} y="12" fontSize={size}>
          {label}
        </text>
      ))}
    </svg>
  );
}

const list = new Intl.ListFormat('en');

function Differences({
  measure: { values, clear },
  names,
}: {
  measure: Measure;
  names: Map<string, string>;
}) {
  const nameOf = (id: string) => names.get(id) ?? '';
  const pairs = (values.length * (values.length - 1)) / 2;
  const told = clear.reduce((sum, { below }) => sum + below.length, 0);
  if (pairs === 0) return <p className={styles.differences}>{words.one}</p>;
  if (told === 0) return <p className={styles.differences}>{words.allTied}</p>;
  return (
    <ul className={styles.differences}>
      {clear.map(({ above, below }) => (
        <li key={above}>{words.above(nameOf(above), list.format(below.map(nameOf)))}</li>
      ))}
      {told < pairs && <li>{words.othersTied}</li>}
    </ul>
  );
}
