import type { CheckFact } from '../../api/grading/report.ts';
import { messages } from '../messages.ts';
import { plainText } from '../ui/plain-text.ts';
import { Sheet } from '../ui/Sheet.tsx';
import styles from './Scorecard.module.css';

const words = messages.scorecard;
const passedOf = (checks: CheckFact[]) => checks.filter((check) => check.passed).length;

/** Every check by category. Categories with a failure are open. */
export function Checks({ checks }: { checks: CheckFact[] }) {
  const categories = Map.groupBy(checks, (check) => check.category);
  return (
    <Sheet
      title={words.checks}
      id="checks"
      aside={<span>{words.tally(passedOf(checks), checks.length)}</span>}
    >
      {[...categories].map(([category, group]) => (
        <details key={category} className={styles.category} open={passedOf(group) < group.length}>
          <summary>
            <strong>{category}</strong> {words.tally(passedOf(group), group.length)}
          </summary>
          <ul className={styles.checks}>
            {group.map((check) => (
              <Check key={check.name} check={check} />
            ))}
          </ul>
        </details>
      ))}
    </Sheet>
  );
}

function Check({ check }: { check: CheckFact }) {
  return (
    <li data-passed={check.passed}>
      <span className={styles.sign} aria-hidden="true">
        {check.passed ? '✓' : '✕'}
      </span>
      <div>
        <span className="visually-hidden">{check.passed ? words.passed : words.failed}: </span>
        {check.name}
        {check.mustFix && !check.passed && <strong className={styles.mustFix}>{words.mustFix}</strong>}
        {check.message && <pre>{plainText(check.message)}</pre>}
      </div>
    </li>
  );
}
