import { UnstyledButton } from '@mantine/core';
import { messages } from '../messages.ts';
import type { HandRequest, Sent } from './hand-request.ts';
import styles from './Workspace.module.css';

const words = messages.attempt;

/** Requests sent before, newest first; picking one fills the form with it again. */
export function History({ sent, onPick }: { sent: Sent[]; onPick: (request: HandRequest) => void }) {
  if (sent.length === 0) return null;
  return (
    <section aria-label={words.history}>
      <ul className={styles.history}>
        {sent.map(({ request, answer }, at) => (
          <li key={sent.length - at}>
            <UnstyledButton className={styles.checkLine} onClick={() => onPick(request)}>
              <code>
                {request.method} {request.path}
              </code>{' '}
              {answer.status}
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
