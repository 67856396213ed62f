import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import styles from './InviteDialog.module.css';

const words = messages.invites;

/** Asks before something is done with an invite, and then says what came of it. */
export function ActDialog(props: {
  title: string;
  /** What is about to happen, and what is to be decided for it. */
  children: ReactNode;
  button: string;
  danger?: boolean;
  busy: boolean;
  problem: string | undefined;
  onAct: () => void;
  /** What came of it, once it is done. */
  done: ReactNode | undefined;
  onClose: () => void;
}) {
  const { title, children, button, danger = false, busy, problem, onAct, done, onClose } = props;
  return (
    <Modal
      opened
      onClose={onClose}
      title={<span className={styles.title}>{title}</span>}
      closeButtonProps={{ 'aria-label': messages.cancel }}
      closeOnClickOutside={done === undefined}
    >
      <div className={styles.made}>
        {done ?? children}
        {problem !== undefined && (
          <Notice tone="bad" alert>
            {problem}
          </Notice>
        )}
        {done === undefined ? (
          <Button loading={busy} onClick={onAct} {...(danger && { color: 'red' })}>
            {button}
          </Button>
        ) : (
          <Button variant="default" onClick={onClose}>
            {words.close}
          </Button>
        )}
      </div>
    </Modal>
  );
}
