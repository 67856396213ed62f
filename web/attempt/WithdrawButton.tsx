import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { BusyButton } from '../ui/BusyButton.tsx';
import { Notice } from '../ui/Notice.tsx';
import parts from '../ui/Parts.module.css';

const words = messages.withdraw;

/** A way out without being graded, asked about once more. The page then shows that it is over by itself. */
export function WithdrawButton({ attemptId, onDone }: { attemptId: string; onDone?: () => void }) {
  const [opened, dialog] = useDisclosure(false);
  const queries = useQueryClient();
  const params = { attemptId };
  const withdraw = useMutation({
    mutationFn: () => call('POST /api/attempts/:attemptId/withdrawal', { params }),
    onSuccess: (attempt) => {
      queries.setQueryData(query('GET /api/attempts/:attemptId', { params }).queryKey, attempt);
      dialog.close();
      onDone?.();
    },
  });
  return (
    <>
      <Button variant="default" onClick={dialog.open}>
        {words.button}
      </Button>
      <Modal
        opened={opened}
        onClose={dialog.close}
        title={<span className={parts.title}>{words.title}</span>}
        closeButtonProps={{ 'aria-label': messages.cancel }}
      >
        <ul className={parts.list}>
          {words.text.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        {withdraw.isError && (
          <Notice tone="bad" alert>
            {withdraw.error.message}
          </Notice>
        )}
        <div className={parts.buttons}>
          <Button variant="default" onClick={dialog.close}>
            {words.stay}
          </Button>
          <BusyButton color="red.9" busy={withdraw.isPending} onClick={() => withdraw.mutate()}>
            {words.confirm}
          </BusyButton>
        </div>
      </Modal>
    </>
  );
}
