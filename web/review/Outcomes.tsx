import type { ItemOutcome, ReviewTask } from '../../api/review/contract.ts';
import { messages } from '../messages.ts';
import { plainText } from '../ui/plain-text.ts';
import styles from './Review.module.css';

const words = messages.reading;
const answers = messages.review.answers;

type Result = keyof typeof words.results;

const signs: Record<Result, string> = { hoped: '✓', not: '✕', unknown: '?', open: '≠' };

/** Item by item what people said, and what it comes to. */
export function Outcomes({ outcomes }: { outcomes: readonly ItemOutcome[] }) {
  return (
    <ul className={styles.outcomes}>
      {outcomes.map((outcome) => (
        <Outcome key={outcome.id} outcome={outcome} />
      ))}
    </ul>
  );
}

function Outcome({ outcome }: { outcome: ItemOutcome }) {
  const result = resultOf(outcome);
  return (
    <li>
      <span className={styles.sign} data-result={result} aria-hidden="true">
        {signs[result]}
      </span>
      <span className={styles.statement}>{outcome.statement}</span>
      <span data-result={result}>
        {outcome.result !== null && outcome.result !== 'unknown' && `${answers[outcome.result]}, `}
        {words.results[result]}
      </span>
      <ul className={styles.said}>
        {outcome.said.map(({ by, answer, note }) => (
          <li key={by}>
            {words.said(by, answers[answer])}
            {note !== null && <blockquote>{plainText(note)}</blockquote>}
          </li>
        ))}
      </ul>
      <small className={styles.soft}>{outcome.why}</small>
    </li>
  );
}

/** What a result is against what one hopes for. */
export function resultOf({ result, good }: ItemOutcome): Result {
  if (result === null) return 'open';
  if (result === 'unknown') return 'unknown';
  return result === String(good) ? 'hoped' : 'not';
}

/** What a reviewer has handed in, while others still read. */
export function MyAnswers({ items }: { items: ReviewTask['items'] }) {
  return (
    <ul className={styles.outcomes}>
      {items.map(({ id, statement, answer, note }) => (
        <li key={id}>
          <span className={styles.statement}>{statement}</span>
          {answer !== null && <span>{answers[answer]}</span>}
          {note !== null && <span className={styles.soft}>{note}</span>}
        </li>
      ))}
    </ul>
  );
}
