import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Invite } from '../../api/invite/contract.ts';
import { call } from '../api.ts';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import { ActDialog } from './ActDialog.tsx';
import { dayText } from './start-by.ts';
import { rereadInvites } from './use-invites.ts';

const words = messages.invites;

export function RemindDialog({ invite, onClose }: { invite: Invite; onClose: () => void }) {
  const queries = useQueryClient();
  const remind = useMutation({
    mutationFn: () => call('POST /api/invites/:inviteId/reminder', { params: { inviteId: invite.id } }),
    onSuccess: () => rereadInvites(queries),
  });
  return (
    <ActDialog
      title={words.remindTitle(invite.candidateName)}
      button={words.remindSend}
      busy={remind.isPending}
      problem={remind.error?.message}
      onAct={remind.mutate}
      done={remind.isSuccess ? <Notice tone="good">{words.remindDone}</Notice> : undefined}
      onClose={onClose}
    >
      <p>{words.remindText(invite.email ?? '', dayText(invite.startBy))}</p>
    </ActDialog>
  );
}
