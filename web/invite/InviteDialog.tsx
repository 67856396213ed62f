import { Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../api.ts';
import { messages } from '../messages.ts';
import { InviteForm, type NewInvites } from './InviteForm.tsx';
import styles from './InviteDialog.module.css';
import { MadeInvites, titleOf } from './MadeInvites.tsx';
import { rereadInvites } from './use-invites.ts';

const words = messages.newInvite;

/** Asks for a challenge and for one candidate or many, then shows the links, or where they were sent. */
export function InviteDialog(props: { opened: boolean; onClose: () => void; mail: boolean }) {
  const queries = useQueryClient();
  const make = useMutation({
    mutationFn: (body: NewInvites) => call('POST /api/invites/batch', { body }),
    onSuccess: () => rereadInvites(queries),
  });
  const close = () => {
    props.onClose();
    make.reset();
  };
  const made = make.data?.made;
  return (
    <Modal
      opened={props.opened}
      onClose={close}
      size="xl"
      title={<span className={styles.title}>{made ? titleOf(made) : words.title}</span>}
      closeButtonProps={{ 'aria-label': messages.cancel }}
      // The links are shown once: a stray click beside the dialog must not lose them, nor a list that was pasted.
      closeOnClickOutside={false}
    >
      {made ? (
        <MadeInvites made={made} onClose={close} />
      ) : (
        <InviteForm
          mail={props.mail}
          busy={make.isPending}
          problem={make.error?.message}
          onMake={make.mutate}
        />
      )}
    </Modal>
  );
}
