import type { Question } from '../../api/scorecard/contract.ts';
import { messages } from '../messages.ts';
import { Sheet } from '../ui/Sheet.tsx';
import styles from './Questions.module.css';

const words = messages.scorecard;

/** What to ask in the interview, and what to listen for. */
export function Questions({ questions }: { questions: Question[] }) {
  return (
    <Sheet title={words.questions} id="questions">
      <p>{words.questionsText}</p>
      <ol className={styles.questions}>
        {questions.map(({ ask, listenFor, anchor, label }) => (
          <li key={ask}>
            <q>{ask}</q>
            <details>
              <summary>{words.goodAnswer}</summary>
              <p>{listenFor}</p>
            </details>
            <small>
              {words.because} <a href={anchor}>{label}</a>
            </small>
          </li>
        ))}
      </ol>
    </Sheet>
  );
}
