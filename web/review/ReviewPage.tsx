import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { ReviewTask } from '../../api/review/contract.ts';
import { ApiError, query } from '../api.ts';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { LoadFailed } from '../person/LoadFailed.tsx';
import { ManagerPage } from '../person/ManagerPage.tsx';
import { ChangedFiles } from '../scorecard/ChangedFiles.tsx';
import { Loading } from '../ui/Loading.tsx';
import { MessagePage } from '../ui/MessagePage.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { AnswerForm } from './AnswerForm.tsx';
import { MyAnswers, Outcomes } from './Outcomes.tsx';
import styles from './Review.module.css';

const words = messages.review;

/** A candidate's code beside what is to be said of it. Nothing here tells whose it is. */
export function ReviewPage({ reviewId }: { reviewId: string }) {
  const task = useQuery({
    ...query('GET /api/reviews/:reviewId', { params: { reviewId } }),
    // Answers half given are not lost to a page that loads again.
    staleTime: Infinity,
  });
  if (task.isPending) return <Loading />;
  if (task.error instanceof ApiError && task.error.code === 'handed-over')
    return (
      <MessagePage title={words.handedOver} text={task.error.message}>
        <Link href={paths.reviews()}>{words.back}</Link>
      </MessagePage>
    );
  if (task.isError) return <LoadFailed error={task.error} retry={task.refetch} />;
  const { code, challenge, part, files, candidateName, state } = task.data;
  const title = words.title(code, challenge.title);
  return (
    <ManagerPage title={title}>
      <div className={styles.head}>
        <Link href={paths.reviews()}>← {words.back}</Link>
        <h1>{title}</h1>
        {candidateName !== null && <p>{words.named(candidateName)}</p>}
        {state === 'open' && <p>{words.blind}</p>}
        {state === 'open' && part === 'third' && <p>{words.third}</p>}
      </div>
      <div className={styles.both}>
        <Sheet title={words.changes} id="changes">
          {files.length === 0 ? <p>{words.noChanges}</p> : <ChangedFiles files={files} />}
        </Sheet>
        <div className={styles.statements}>
          <Statements task={task.data} />
        </div>
      </div>
    </ManagerPage>
  );
}

function Statements({ task }: { task: ReviewTask }) {
  const { state, outcomes } = task;
  if (state === 'open')
    return (
      <Sheet title={words.items} id="items">
        <AnswerForm task={task} />
      </Sheet>
    );
  if (state === 'closed') return <Notice tone="warn">{words.closed}</Notice>;
  return (
    <>
      <Notice tone="good">{outcomes ? words.compared : words.answered}</Notice>
      <Sheet title={outcomes ? messages.reading.title : words.mine} id="items">
        {outcomes ? <Outcomes outcomes={outcomes} /> : <MyAnswers items={task.items} />}
      </Sheet>
    </>
  );
}
