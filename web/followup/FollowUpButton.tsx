import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { FollowUpDialog } from './FollowUpDialog.tsx';

/** To others it would only say no; the server judges. */
const interviewers = new Set(['admin', 'manager']);

/** The way to the work handed in, opened again together with its candidate, for those who may. */
export function FollowUpButton({ submissionId }: { submissionId: string }) {
  const me = useQuery(query('GET /api/session'));
  const [opened, dialog] = useDisclosure(false);
  if (!me.data?.roles.some((role) => interviewers.has(role))) return null;
  return (
    <>
      <Button variant="default" onClick={dialog.open}>
        {messages.followUp.button}
      </Button>
      {opened && <FollowUpDialog submissionId={submissionId} onClose={dialog.close} />}
    </>
  );
}
