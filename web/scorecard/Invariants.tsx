import type { DrillFact, InvariantFact } from '../../api/grading/report.ts';
import { messages } from '../messages.ts';
import { plainText } from '../ui/plain-text.ts';
import { Sheet } from '../ui/Sheet.tsx';
import styles from './Scorecard.module.css';
import { isProven, storms } from './storms.ts';

const words = messages.scorecard;

/** What had to hold while many people did many things at once, with proofs where it did not. */
export function Invariants({ invariants, drills }: { invariants: InvariantFact[]; drills: DrillFact[] }) {
  const proven = invariants.filter(isProven);
  const held = proven.filter(({ violations }) => violations === 0).length;
  return (
    <Sheet title={words.invariants} id="rules" aside={<span>{words.held(held, proven.length)}</span>}>
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
  const [sign, read] = !isProven(invariant)
    ? ['–', words.notProven]
    : holds
      ? ['✓', words.passed]
      : ['✕', words.failed];
  return (
    <li data-passed={holds} id={id}>
      <span className={styles.sign} aria-hidden="true">
        {sign}
      </span>
      <div>
        <span className="visually-hidden">{read}: </span>
        {title}{' '}
        <small className={styles.soft}>
          {isProven(invariant) ? words.lookedAt(violations, checked) : words.unproven}
        </small>
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
