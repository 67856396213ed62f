import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import { plainText } from '../ui/plain-text.ts';
import { durationText } from '../ui/time.ts';
import { prettyBody } from './http-text.ts';
import type { HandAnswer } from './hand-request.ts';
import styles from './Workspace.module.css';

const words = messages.attempt;

/** What the service answered. The body is shown as text and never rendered. */
export function Answer({ answer, problem }: { answer: HandAnswer | undefined; problem: string | undefined }) {
  return (
    <section aria-label={words.answer} className={styles.answer} aria-live="polite">
      {problem && <Notice tone="bad">{problem}</Notice>}
      {!answer && !problem && <p>{words.noAnswer}</p>}
      {answer && !problem && (
        <>
          <p className={styles.answerHead}>
            <strong data-testid="answer-status" data-ok={answer.status < 400}>
              {answer.status}
            </strong>{' '}
            {durationText(answer.ms)}
            {answer.headers['content-type'] && ` · ${answer.headers['content-type']}`}
          </p>
          {answer.truncated && <Notice tone="warn">{words.answerCut}</Notice>}
          <pre tabIndex={0} aria-label={words.body}>
            {answer.body === '' ? words.answerEmpty : plainText(prettyBody(answer.body))}
          </pre>
        </>
      )}
    </section>
  );
}
