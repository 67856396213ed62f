import type { DrillFact, InvariantFact } from '../../api/grading/report.ts';
import { messages } from '../messages.ts';
import { plainText } from '../ui/plain-text.ts';
import { Sheet } from '../ui/Sheet.tsx';
import styles from './Scorecard.module.css';
import { storms } from './storms.ts';

const words = messages.scorecard;

/** What had to hold while many people did many things at once, with proofs where it did not. */
export function Invariants({ invariants, drills }: { invariants: InvariantFact[]; drills: DrillFact[] }) {
  const held = invariants.filter(({ violations }) => violations === 0).length;
  return (
    <Sheet title={words.invariants} id="rules" aside={<span>{words.held(held, invariants.length)}</span>}>
      <p>{words.invariantsText}</p>
      {storms(invariants, drills).map(({ during, first, found }) => (
        <div key={first}>
          {during !== null && <h3 className={styles.h3}>{words.stormDuring(during)}</h3>}
          <ul className={styles.checks}>
            {found.map((each, index) => (
              <Invariant key={index} id={`rule-${first + index}`} invariant={each} />
            ))}
          </ul>
        </div>
      ))}
    </Sheet>
  );
}

function Invariant({ id, invariant }: { id: string; invariant: InvariantFact }) {
  const { title, checked, violations, examples } = invariant;
  const holds = violations === 0;
  return (
    <li data-passed={holds} id={id}>
      <span className={styles.sign} aria-hidden="true">
        {holds ? '✓' : '✕'}
      </span>
      <div>
        <span className="visually-hidden">{holds ? words.passed : words.failed}: </span>
        {title} <small className={styles.soft}>{words.lookedAt(violations, checked)}</small>
        {!holds && <strong className={styles.mustFix}>{words.mustFix}</strong>}
        {examples.map(({ key, expected, seen }, index) => (
          <dl key={index} className={styles.assertion}>
            <dt>{words.lookedWhere}</dt>
            <dd>{plainText(key)}</dd>
            <dt>{words.expected}</dt>
            <dd>{plainText(expected)}</dd>
            <dt>{words.got}</dt>
            <dd>{plainText(seen)}</dd>
          </dl>
        ))}
      </div>
    </li>
  );
}
