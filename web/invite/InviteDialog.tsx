import { Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call, query } from '../api.ts';
import { messages } from '../messages.ts';
import { CopyLine } from '../ui/CopyLine.tsx';
import { InviteForm, type NewInvite } from './InviteForm.tsx';
import styles from './InviteDialog.module.css';

const words = messages.newInvite;

/** Asks for a challenge and a name, then shows the link to send. */
export function InviteDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: (body: NewInvite) => call('POST /api/invites', { body }),
    onSuccess: () => queries.invalidateQueries(query('GET /api/invites')),
  });
  const close = () => {
    onClose();
    make.reset();
  };
  const made = make.data;
  return (
    <Modal
      opened={opened}
      onClose={close}
      size="xl"
      title={
        <span className={styles.title}>{made ? words.ready(made.invite.candidateName) : words.title}</span>
      }
      closeButtonProps={{ 'aria-label': messages.cancel }}
      // The link is shown once: a stray click beside the dialog must not lose it.
      closeOnClickOutside={!made}
    >
      {made ? (
        <div className={styles.made}>
          <p>{words.readyText}</p>
          <CopyLine value={made.link} label={words.link} />
          <Button variant="default" onClick={close}>
            {words.done}
          </Button>
        </div>
      ) : (
        <InviteForm busy={make.isPending} problem={make.error?.message} onMake={make.mutate} />
      )}
    </Modal>
  );
}
