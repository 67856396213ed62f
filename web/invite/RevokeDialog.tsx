import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Invite } from '../../api/invite/contract.ts';
import { call } from '../api.ts';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import { ActDialog } from './ActDialog.tsx';
import { rereadInvites } from './use-invites.ts';

const words = messages.invites;

export function RevokeDialog({ invite, onClose }: { invite: Invite; onClose: () => void }) {
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => call('POST /api/invites/:inviteId/revocation', { params: { inviteId: invite.id } }),
    onSuccess: () => rereadInvites(queries),
  });
  return (
    <ActDialog
      title={words.revokeTitle(invite.candidateName)}
      button={words.revokeDo}
      danger
      busy={revoke.isPending}
      problem={revoke.error?.message}
      onAct={revoke.mutate}
      done={revoke.isSuccess ? <Notice tone="good">{words.revokeDone}</Notice> : undefined}
      onClose={onClose}
    >
      <p>{words.revokeText}</p>
    </ActDialog>
  );
}
