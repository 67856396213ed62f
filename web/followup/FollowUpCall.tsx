import { useMutation, useQuery } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import type { Attempt } from '../../api/attempt/contract.ts';
import { call, query } from '../api.ts';
import { preloadWorkspace } from '../attempt/preload.ts';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { BusyButton } from '../ui/BusyButton.tsx';
import { Notice } from '../ui/Notice.tsx';
import parts from '../ui/Parts.module.css';
import styles from './FollowUp.module.css';

const words = messages.followUp;

/** Tells a candidate who has handed in that an interviewer opened their code, and lets them join. */
export function FollowUpCall({ attempt }: { attempt: Attempt }) {
  const params = { attemptId: attempt.id };
  const [, navigate] = useLocation();
  const followUp = useQuery({
    ...query('GET /api/attempts/:attemptId/follow-up', { params }),
    refetchInterval: 5_000,
  });
  const join = useMutation({
    mutationFn: () => call('POST /api/attempts/:attemptId/follow-up', { params }),
    onSuccess: ({ attemptId }) => navigate(paths.attempt(attemptId)),
  });
  const open = followUp.data?.open;
  return (
    <div className={styles.call} role="status">
      {open && (
        <>
          <h2>{words.invited(open.openedBy)}</h2>
          <ul className={parts.list}>
            {words.invitedText(attempt.terms.organisation).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <BusyButton busy={join.isPending} onFocus={preloadWorkspace} onClick={() => join.mutate()}>
            {words.joinThem}
          </BusyButton>
        </>
      )}
      {join.isError && (
        <Notice tone="bad" alert>
          {join.error.message}
        </Notice>
      )}
    </div>
  );
}
