import type { CheckFact, GradedReport } from '../../api/grading/report.ts';
import { messages } from '../messages.ts';
import { plainText } from '../ui/plain-text.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { assertionOf } from './assertion.ts';
import styles from './Scorecard.module.css';

const words = messages.scorecard;

interface Placed extends CheckFact {
  /** Its place in the report, by which links find it. */
  at: number;
}

const passedOf = (checks: CheckFact[]) => checks.filter((check) => check.passed).length;

/** Every check by category. Categories with a failure come first and are open. */
export function Checks(props: { checks: CheckFact[]; categories: NonNullable<GradedReport['categories']> }) {
  const { checks, categories } = props;
  const placed = checks.map((check, at) => ({ ...check, at }));
  const groups = [...Map.groupBy(placed, (check) => check.category)].toSorted(
    ([, a], [, b]) => Number(passedOf(a) === a.length) - Number(passedOf(b) === b.length),
  );
  return (
    <Sheet
      title={words.checks}
      id="checks"
      aside={<span>{words.tally(passedOf(checks), checks.length)}</span>}
    >
      {groups.map(([category, group]) => (
        <details key={category} className={styles.category} open={passedOf(group) < group.length}>
          <summary>
            <strong>{categories[category]?.title ?? category}</strong>{' '}
            {words.tally(passedOf(group), group.length)}
          </summary>
          <ul className={styles.checks}>
            {group
              .toSorted((a, b) => Number(a.passed) - Number(b.passed))
              .map((check) => (
                <Check key={check.at} check={check} />
              ))}
          </ul>
        </details>
      ))}
    </Sheet>
  );
}

function Check({ check }: { check: Placed }) {
  return (
    <li data-passed={check.passed} id={`check-${check.at}`}>
      <span className={styles.sign} aria-hidden="true">
        {check.passed ? '✓' : '✕'}
      </span>
      <div>
        <span className="visually-hidden">{check.passed ? words.passed : words.failed}: </span>
        {check.name}
        {check.mustFix && !check.passed && <strong className={styles.mustFix}>{words.mustFix}</strong>}
        {check.message && <Message text={plainText(check.message)} />}
      </div>
    </li>
  );
}

/** What was expected beside what came, where the message tells; else the message. */
function Message({ text }: { text: string }) {
  const assertion = assertionOf(text);
  if (!assertion) return <pre>{text}</pre>;
  return (
    <dl className={styles.assertion}>
      {assertion.where && (
        <>
          <dt>{words.lookedWhere}</dt>
          <dd>{assertion.where}</dd>
        </>
      )}
      <dt>{words.expected}</dt>
      <dd>{assertion.expected}</dd>
      <dt>{words.got}</dt>
      <dd>{assertion.got}</dd>
    </dl>
  );
}
