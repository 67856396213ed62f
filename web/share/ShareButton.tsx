import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { ShareDialog } from './ShareDialog.tsx';

/** To others it would only say no; the server judges. */
const sharers = new Set(['admin', 'manager']);

/** Opens the links to a scorecard, for those who may make some. */
export function ShareButton({ submissionId }: { submissionId: string }) {
  const me = useQuery(query('GET /api/session'));
  const [opened, dialog] = useDisclosure(false);
  if (!me.data?.roles.some((role) => sharers.has(role))) return null;
  return (
    <>
      <Button variant="default" onClick={dialog.open}>
        {messages.share.button}
      </Button>
      {opened && <ShareDialog submissionId={submissionId} onClose={dialog.close} />}
    </>
  );
}
