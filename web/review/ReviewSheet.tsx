import { useQuery } from '@tanstack/react-query';
import type { Review, SubmissionReview, Waiting } from '../../api/review/contract.ts';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { Loading } from '../ui/Loading.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { dateText } from '../ui/time.ts';
import { AskThird, AskTwo, HandOver } from './AskForms.tsx';
import { Outcomes, resultOf } from './Outcomes.tsx';
import styles from './Review.module.css';

const words = messages.reading;

/** What people who read the code say of it, on its scorecard. A challenge without items has nothing to say here. */
export function ReviewSheet({ submissionId }: { submissionId: string }) {
  const answer = useQuery(query('GET /api/submissions/:submissionId/review', { params: { submissionId } }));
  if (answer.data?.items === 0 && !answer.data.review) return null;
  return (
    <Sheet title={words.title} id="review">
      <p className={styles.soft}>{words.text}</p>
      {answer.isPending && <Loading />}
      {answer.isError && <Notice tone="warn">{answer.error.message}</Notice>}
      {answer.data && <Answered submissionId={submissionId} answer={answer.data} />}
    </Sheet>
  );
}

function Answered({ submissionId, answer }: { submissionId: string; answer: SubmissionReview }) {
  const { review, actions, askable, waiting } = answer;
  if (review)
    return (
      <>
        <Read review={review} />
        {actions.includes('ask-third') && <AskThird submissionId={submissionId} askable={askable} />}
        {actions.includes('hand-over') && (
          <>
            <p>{words.waiting(namesOf(waiting))}</p>
            <details className={styles.fold}>
              <summary>{words.handOver.open}</summary>
              <HandOver submissionId={submissionId} askable={askable} waiting={waiting} />
            </details>
          </>
        )}
      </>
    );
  if (actions.includes('ask')) return <AskTwo submissionId={submissionId} askable={askable} />;
  return <p>{words.nobody}</p>;
}

const namesOf = (waiting: readonly Waiting[]) =>
  waiting.map(({ name, askedAt }) => words.waitingFor(name, dateText(askedAt))).join('; ');

function Read({ review }: { review: Review }) {
  const { state, answered, outcomes, disputed } = review;
  return (
    <>
      {state === 'reading' && <Notice tone="warn">{words.states.reading(answered)}</Notice>}
      {state === 'split' && <Notice tone="warn">{words.askThirdText(disputed)}</Notice>}
      {state === 'deciding' && <Notice tone="warn">{words.states.deciding}</Notice>}
      {state === 'closed' && <Notice tone="warn">{words.states.closed}</Notice>}
      {outcomes && (
        <>
          <p>
            <strong>{words.good(hopedIn(outcomes), outcomes.length)}.</strong>{' '}
            {words.same(outcomes.length - disputed, outcomes.length)}
          </p>
          <Outcomes outcomes={outcomes} />
        </>
      )}
      {review.agreement && <p className={styles.soft}>{agreementText(review.agreement)}</p>}
    </>
  );
}

const hopedIn = (outcomes: NonNullable<Review['outcomes']>) =>
  outcomes.filter((outcome) => resultOf(outcome) === 'hoped').length;

function agreementText({ pairs, same, ac1, enoughPairs }: NonNullable<Review['agreement']>): string {
  if (ac1 === null) return words.tooFew(pairs, enoughPairs);
  return words.agreement(pairs, Math.round((100 * same) / pairs), ac1.toFixed(2));
}
