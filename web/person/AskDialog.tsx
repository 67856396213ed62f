import { Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import styles from './AccountPage.module.css';

/**
 * Asks before something is done that cannot be undone, does it, and closes or shows what came of it.
 * @param props.changes the first words of the queries that read what it changes
 * @param props.children shows what came of it; without it the dialog closes
 */
export function AskDialog<T>(props: {
  title: string;
  text: string;
  button: string;
  act: () => Promise<T>;
  changes: string[];
  onClose: () => void;
  children?: (done: T) => ReactNode;
}) {
  const { children, onClose } = props;
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: props.act,
    onSuccess: async () => {
      await Promise.all(props.changes.map((key) => queries.invalidateQueries({ queryKey: [key] })));
      if (!children) onClose();
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={<span className={styles.title}>{props.title}</span>}
      closeButtonProps={{ 'aria-label': messages.cancel }}
      // What it shows is shown once: a stray click beside the dialog must not lose it.
      closeOnClickOutside={act.data === undefined}
    >
      <div className={styles.form}>
        {act.isSuccess && children ? (
          children(act.data)
        ) : (
          <>
            <p>{props.text}</p>
            {act.isError && (
              <Notice tone="bad" alert>
                {act.error.message}
              </Notice>
            )}
            <Button loading={act.isPending} onClick={() => act.mutate()}>
              {props.button}
            </Button>
          </>
        )}
      </div>
    </Modal>
  );
}
