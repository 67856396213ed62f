import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import type { Together } from '../../api/followup/contract.ts';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { timeOfDay } from '../ui/time.ts';
import { EndButton } from './EndButton.tsx';
import styles from './FollowUp.module.css';

const words = messages.followUp;
/** Of a fingerprint, enough to be told from others. */
const shownDigits = 12;

/** Says over a workspace that it is an interview, who else is in it, and leads out. */
export function TogetherBar({ attemptId }: { attemptId: string }) {
  const params = { attemptId };
  const together = useQuery({
    ...query('GET /api/attempts/:attemptId/together', { params }),
    refetchInterval: 3_000,
  });
  return (
    <section className={styles.bar} aria-label={words.notScored}>
      <strong>{words.notScored}</strong>
      <span role="status" className={styles.here} data-alone={!together.data?.here.length}>
        {together.isError ? words.away : together.data && words.here(together.data.here)}
      </span>
      {together.data && <Facts together={together.data} />}
      {together.data && <Ways together={together.data} />}
    </section>
  );
}

function Facts({ together }: { together: Together }) {
  return (
    <span className={styles.facts}>
      {words.began} <code title={together.snapshot}>{together.snapshot.slice(0, shownDigits)}</code>,{' '}
      {words.until(timeOfDay(Date.parse(together.endsAt)))}
    </span>
  );
}

function Ways({ together: { side, of } }: { together: Together }) {
  const [, navigate] = useLocation();
  if (side === 'candidate')
    return (
      <Button size="xs" variant="default" component={Link} href={paths.attempt(of)}>
        {words.leave}
      </Button>
    );
  const card = paths.scorecard(of);
  return (
    <>
      <Button size="xs" variant="default" component={Link} href={card}>
        {words.backToCard}
      </Button>
      <EndButton size="xs" submissionId={of} onEnded={() => navigate(card)} />
    </>
  );
}
