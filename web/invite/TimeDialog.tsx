import { Button, Modal } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Invite } from '../../api/invite/contract.ts';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import { ExtraTime } from './InviteChoices.tsx';
import styles from './InviteDialog.module.css';
import { rereadInvites } from './use-invites.ts';

const words = messages.invites;

/** Gives a candidate more time, or takes some of it back before the clock runs. */
export function TimeDialog({ invite, onClose }: { invite: Invite; onClose: () => void }) {
  const queries = useQueryClient();
  const challenges = useQuery(query('GET /api/challenges'));
  const [extraTime, setExtraTime] = useState(invite.extraTime ?? 1);
  const give = useMutation({
    mutationFn: () =>
      call('PUT /api/invites/:inviteId/extra-time', {
        params: { inviteId: invite.id },
        body: { extraTime },
      }),
    onSuccess: async () => {
      await rereadInvites(queries);
      onClose();
    },
  });
  const minutes = challenges.data?.find(({ slug }) => slug === invite.challenge.slug)?.minutes;
  return (
    <Modal
      opened
      onClose={onClose}
      title={<span className={styles.title}>{words.timeTitle(invite.candidateName)}</span>}
      closeButtonProps={{ 'aria-label': messages.cancel }}
    >
      <div className={styles.made}>
        {invite.accommodation !== null && (
          <blockquote className={styles.asked}>
            {words.asks(invite.candidateName)} {invite.accommodation}
          </blockquote>
        )}
        <p>{words.timeText}</p>
        <ExtraTime value={extraTime} minutes={minutes} onChange={setExtraTime} />
        {give.isError && (
          <Notice tone="bad" alert>
            {give.error.message}
          </Notice>
        )}
        <Button loading={give.isPending} onClick={() => give.mutate()}>
          {words.timeSave}
        </Button>
      </div>
    </Modal>
  );
}
