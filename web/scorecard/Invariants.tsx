import type { InvariantFact } from '../../api/grading/report.ts';
import { messages } from '../messages.ts';
import { plainText } from '../ui/plain-text.ts';
import { Sheet } from '../ui/Sheet.tsx';
import styles from './Scorecard.module.css';

const words = messages.scorecard;

/** What had to hold while many people did many things at once, with proofs where it did not. */
export function Invariants({ invariants }: { invariants: InvariantFact[] }) {
  const held = invariants.filter(({ violations }) => violations === 0).length;
  return (
    <Sheet
      title={words.invariants}
      id="invariants"
      aside={<span>{words.held(held, invariants.length)}</span>}
    >
      <p>{words.invariantsText}</p>
      <ul className={styles.checks}>
        {invariants.map((each) => (
          <Invariant key={each.rule} invariant={each} />
        ))}
      </ul>
    </Sheet>
  );
}

function Invariant({ invariant: { title, checked, violations, examples } }: { invariant: InvariantFact }) {
  const holds = violations === 0;
  return (
    <li data-passed={holds}>
      <span className={styles.sign} aria-hidden="true">
        {holds ? '✓' : '✕'}
      </span>
      <div>
        <span className="visually-hidden">{holds ? words.passed : words.failed}: </span>
        {title} <small>{words.lookedAt(checked)}</small>
        {!holds && <strong className={styles.mustFix}>{words.mustFix}</strong>}
        {examples.map(({ key, expected, seen }, index) => (
          <pre key={index}>{plainText(words.violation(key, expected, seen))}</pre>
        ))}
      </div>
    </li>
  );
}
