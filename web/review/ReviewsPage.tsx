import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { AnsweredReview, QueuedReview } from '../../api/review/contract.ts';
import { call } from '../api.ts';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { LoadFailed } from '../person/LoadFailed.tsx';
import { ManagerPage } from '../person/ManagerPage.tsx';
import { Loading } from '../ui/Loading.tsx';
import { dateText } from '../ui/time.ts';
import styles from './Review.module.css';

const words = messages.reviews;
const first: { after?: string } = {};

/** What the person signed in is asked to read, and below it what they have answered. */
export function ReviewsPage() {
  const waiting = usePages('GET /api/reviews', (query) => call('GET /api/reviews', { query }));
  const answered = usePages('GET /api/reviews/answered', (query) =>
    call('GET /api/reviews/answered', { query }),
  );
  if (waiting.isPending || answered.isPending) return <Loading />;
  if (waiting.isError) return <LoadFailed error={waiting.error} retry={waiting.refetch} />;
  if (answered.isError) return <LoadFailed error={answered.error} retry={answered.refetch} />;
  return (
    <ManagerPage title={words.title}>
      <div className={styles.head}>
        <h1>{words.title}</h1>
        <p>{words.text}</p>
      </div>
      {rowsOf(waiting).length === 0 ? (
        <div className={styles.empty}>
          <h2>{words.empty}</h2>
          <p>{words.emptyText}</p>
        </div>
      ) : (
        <List pages={waiting} row={Waiting} />
      )}
      {rowsOf(answered).length > 0 && (
        <section aria-labelledby="answered">
          <h2 id="answered" className={styles.done}>
            {words.done}
          </h2>
          <List pages={answered} row={Answered} />
        </section>
      )}
    </ManagerPage>
  );
}

function usePages<Row extends { id: string }>(
  key: string,
  read: (query: { after?: string }) => Promise<{ reviews: Row[]; more: boolean }>,
) {
  return useInfiniteQuery({
    queryKey: [key],
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: first,
    getNextPageParam: ({ reviews, more }) => (more ? { after: reviews.at(-1)!.id } : undefined),
  });
}

type Pages<Row extends { id: string }> = ReturnType<typeof usePages<Row>>;

const rowsOf = <Row extends { id: string }>({ data }: Pages<Row>): Row[] =>
  data?.pages.flatMap(({ reviews }) => reviews) ?? [];

function List<Row extends { id: string }>(props: { pages: Pages<Row>; row: (row: Row) => ReactNode }) {
  const { pages, row } = props;
  return (
    <>
      <ul className={styles.queue}>
        {rowsOf(pages).map((each) => (
          <li key={each.id}>{row(each)}</li>
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button
          className={styles.more}
          variant="default"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {words.more}
        </Button>
      )}
    </>
  );
}

function Waiting({ id, code, challenge, part, askedAt }: QueuedReview) {
  return (
    <>
      <Code id={id} code={code} />
      <span>{challenge.title}</span>
      <span className={styles.part} data-part={part}>
        {words.parts[part]}
      </span>
      <span className={styles.soft}>{words.asked(dateText(askedAt))}</span>
    </>
  );
}

function Answered({ id, code, challenge, candidateName, answeredAt }: AnsweredReview) {
  return (
    <>
      <Code id={id} code={code} />
      <span>{challenge.title}</span>
      {candidateName !== null && <span>{candidateName}</span>}
      <span className={styles.soft}>{words.answered(dateText(answeredAt))}</span>
    </>
  );
}

function Code({ id, code }: { id: string; code: string }) {
  return (
    <Link href={paths.review(id)} className={styles.open}>
      {code}
    </Link>
  );
}
