import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { QueuedReview } from '../../api/review/contract.ts';
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

/** What the person signed in is asked to read. */
export function ReviewsPage() {
  const reviews = useInfiniteQuery({
    queryKey: ['GET /api/reviews'],
    queryFn: ({ pageParam }) => call('GET /api/reviews', { query: pageParam }),
    initialPageParam: first,
    getNextPageParam: ({ reviews: page, more }) => (more ? { after: page.at(-1)!.id } : undefined),
  });
  if (reviews.isPending) return <Loading />;
  if (reviews.isError) return <LoadFailed error={reviews.error} retry={reviews.refetch} />;
  const rows = reviews.data.pages.flatMap((page) => page.reviews);
  return (
    <ManagerPage title={words.title}>
      <div className={styles.head}>
        <h1>{words.title}</h1>
        <p>{words.text}</p>
      </div>
      {rows.length === 0 ? (
        <div className={styles.empty}>
          <h2>{words.empty}</h2>
          <p>{words.emptyText}</p>
        </div>
      ) : (
        <Queue rows={rows} />
      )}
      {reviews.hasNextPage && (
        <Button
          className={styles.more}
          variant="default"
          loading={reviews.isFetchingNextPage}
          onClick={() => void reviews.fetchNextPage()}
        >
          {words.more}
        </Button>
      )}
    </ManagerPage>
  );
}

function Queue({ rows }: { rows: QueuedReview[] }) {
  return (
    <ul className={styles.queue}>
      {rows.map(({ id, code, challenge, part, askedAt }) => (
        <li key={id}>
          <Link href={paths.review(id)} className={styles.open}>
            {code}
          </Link>
          <span>{challenge.title}</span>
          <span className={styles.part} data-part={part}>
            {words.parts[part]}
          </span>
          <span className={styles.soft}>{words.asked(dateText(askedAt))}</span>
        </li>
      ))}
    </ul>
  );
}
