import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Share } from '../../api/share/contract.ts';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { Loading } from '../ui/Loading.tsx';
import { Notice } from '../ui/Notice.tsx';
import { momentText } from '../ui/time.ts';
import styles from './Share.module.css';

const words = messages.share;

/** Every link that was made to a scorecard, and what came of it. */
export function ShareList({ submissionId }: { submissionId: string }) {
  const shares = useQuery(query('GET /api/submissions/:submissionId/shares', { params: { submissionId } }));
  if (shares.isPending) return <Loading />;
  if (shares.isError) return <Notice tone="bad">{shares.error.message}</Notice>;
  return (
    <section aria-labelledby="share-links">
      <h3 id="share-links" className={styles.h3}>
        {words.links}
      </h3>
      {shares.data.length === 0 && <p>{words.none}</p>}
      <ul className={styles.links}>
        {shares.data.map((share) => (
          <Link key={share.id} share={share} submissionId={submissionId} />
        ))}
      </ul>
    </section>
  );
}

function Link({ share, submissionId }: { share: Share; submissionId: string }) {
  const { state, showsName, showsSource, opened, lastOpenedAt } = share;
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => call('DELETE /api/shares/:shareId', { params: { shareId: share.id } }),
    onSuccess: () =>
      queries.invalidateQueries(
        query('GET /api/submissions/:submissionId/shares', { params: { submissionId } }),
      ),
  });
  const made = momentText(share.createdAt);
  return (
    <li data-state={state}>
      <div>
        <strong>{words.states[state](momentText(share.expiresAt))}</strong>,{' '}
        {words.shows(showsName, showsSource)}
        <small>
          {words.made(made, share.createdBy)}.{' '}
          {lastOpenedAt === null ? words.neverOpened : words.opened(opened, momentText(lastOpenedAt))}.
        </small>
        {revoke.isError && (
          <Notice tone="bad" alert>
            {revoke.error.message}
          </Notice>
        )}
      </div>
      {state === 'open' && (
        <Button
          variant="default"
          size="xs"
          loading={revoke.isPending}
          onClick={() => revoke.mutate()}
          aria-label={words.revokeThis(made)}
        >
          {words.revoke}
        </Button>
      )}
    </li>
  );
}
