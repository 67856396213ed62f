import { Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useContext, useState } from 'react';
import type { Invite } from '../../api/invite/contract.ts';
import { call } from '../api.ts';
import { messages } from '../messages.ts';
import { CopyLine } from '../ui/CopyLine.tsx';
import { Notice } from '../ui/Notice.tsx';
import { ActDialog } from './ActDialog.tsx';
import { dayAhead } from './start-by.ts';
import { MailIsSetUp, rereadInvites } from './use-invites.ts';

const words = messages.invites;
const usualDays = 14;

/** Makes a new link in place of the old one, and if need be with more days to start in. */
export function ResendDialog({ invite, onClose }: { invite: Invite; onClose: () => void }) {
  const mailable = useContext(MailIsSetUp) && invite.email !== null;
  const [sendMail, setSendMail] = useState(true);
  const [startBy, setStartBy] = useState(() =>
    invite.state === 'expired' ? dayAhead(new Date(), usualDays) : invite.startBy.slice(0, 10),
  );
  const queries = useQueryClient();
  const resend = useMutation({
    mutationFn: () =>
      call('POST /api/invites/:inviteId/link', {
        params: { inviteId: invite.id },
        body: { sendMail, ...(invite.state !== 'started' && startBy && { startBy }) },
      }),
    onSuccess: () => rereadInvites(queries),
  });
  return (
    <ActDialog
      title={words.resendTitle(invite.candidateName)}
      button={mailable && sendMail ? words.resendSend : words.resendMake}
      busy={resend.isPending}
      problem={resend.error?.message}
      onAct={resend.mutate}
      done={resend.data && <Done link={resend.data.link} email={invite.email ?? ''} />}
      onClose={onClose}
    >
      <p>{words.resendText}</p>
      {invite.state !== 'started' && (
        <TextInput
          type="date"
          label={messages.newInvite.startBy}
          description={messages.newInvite.startByText}
          value={startBy}
          onChange={(event) => setStartBy(event.currentTarget.value)}
        />
      )}
      {mailable && (
        <Checkbox
          label={messages.newInvite.sendMail}
          checked={sendMail}
          onChange={(event) => setSendMail(event.currentTarget.checked)}
        />
      )}
    </ActDialog>
  );
}

function Done({ link, email }: { link: string | null; email: string }) {
  if (link === null) return <Notice tone="good">{words.resendSent(email)}</Notice>;
  return (
    <>
      <p>{messages.newInvite.readyText}</p>
      <CopyLine value={link} label={messages.newInvite.link} />
    </>
  );
}
