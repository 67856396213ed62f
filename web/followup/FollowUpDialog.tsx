import { Modal } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import type { FollowUp } from '../../api/followup/contract.ts';
import { call, query } from '../api.ts';
import { preloadWorkspace } from '../attempt/preload.ts';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { BusyButton } from '../ui/BusyButton.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Notice } from '../ui/Notice.tsx';
import parts from '../ui/Parts.module.css';
import { momentText } from '../ui/time.ts';
import styles from './FollowUp.module.css';
import { EndButton } from './EndButton.tsx';

const words = messages.followUp;

/** Says what it is to open work together, and opens it, or joins where somebody has. */
export function FollowUpDialog({ submissionId, onClose }: { submissionId: string; onClose: () => void }) {
  const params = { submissionId };
  const followUp = useQuery({
    ...query('GET /api/submissions/:submissionId/follow-up', { params }),
    refetchInterval: 5_000,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={<span className={parts.title}>{words.title}</span>}
      closeButtonProps={{ 'aria-label': messages.cancel }}
    >
      <ul className={parts.list}>
        {words.text.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {followUp.isPending && <Loading />}
      {followUp.isError && <Notice tone="warn">{followUp.error.message}</Notice>}
      {followUp.data && (
        <>
          <p className={styles.fingerprint}>
            {words.snapshot} <code>{followUp.data.snapshot}</code>
          </p>
          <Acts submissionId={submissionId} open={followUp.data.open} onEnded={followUp.refetch} />
        </>
      )}
    </Modal>
  );
}

function Acts(props: { submissionId: string; open: FollowUp['open']; onEnded: () => unknown }) {
  const { submissionId, open, onEnded } = props;
  const [, navigate] = useLocation();
  const enter = useMutation({
    mutationFn: () => call('POST /api/submissions/:submissionId/follow-up', { params: { submissionId } }),
    onSuccess: ({ attemptId }) => navigate(paths.attempt(attemptId)),
  });
  return (
    <>
      {open && (
        <Notice tone="good">
          {words.isOpen(open.openedBy, momentText(open.openedAt))} {words.here(open.here)}.
        </Notice>
      )}
      {enter.isError && (
        <Notice tone="bad" alert>
          {enter.error.message}
        </Notice>
      )}
      <div className={parts.buttons}>
        {open && <EndButton submissionId={submissionId} onEnded={onEnded} />}
        <BusyButton busy={enter.isPending} onFocus={preloadWorkspace} onClick={() => enter.mutate()}>
          {open ? words.join : words.open}
        </BusyButton>
      </div>
    </>
  );
}
