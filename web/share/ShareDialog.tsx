import { Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { CopyLine } from '../ui/CopyLine.tsx';
import { Notice } from '../ui/Notice.tsx';
import styles from './Share.module.css';
import { type Choices, ShareForm } from './ShareForm.tsx';
import { ShareList } from './ShareList.tsx';

const words = messages.share;

/** Makes links to a scorecard, and shows those there are. */
export function ShareDialog({ submissionId, onClose }: { submissionId: string; onClose: () => void }) {
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: (choices: Choices) => call('POST /api/shares', { body: { submissionId, ...choices } }),
    onSuccess: () =>
      queries.invalidateQueries(
        query('GET /api/submissions/:submissionId/shares', { params: { submissionId } }),
      ),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={<span className={styles.title}>{words.title}</span>}
      closeButtonProps={{ 'aria-label': messages.cancel }}
      // The link is shown once: a stray click beside the dialog must not lose it.
      closeOnClickOutside={!make.data}
    >
      <div className={styles.parts}>
        <p>{words.text}</p>
        {make.data ? (
          <>
            <CopyLine value={make.data.link} label={words.link} />
            <p>{words.ready}</p>
          </>
        ) : (
          <ShareForm busy={make.isPending} onMake={make.mutate} />
        )}
        {make.isError && (
          <Notice tone="bad" alert>
            {make.error.message}
          </Notice>
        )}
        <ShareList submissionId={submissionId} />
      </div>
    </Modal>
  );
}
