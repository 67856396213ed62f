import { Loader } from '@mantine/core';
import { messages } from '../messages.ts';
import styles from './Loading.module.css';

export function Loading({ text = messages.loading }: { text?: string | undefined }) {
  return (
    <div role="status" className={styles.loading}>
      <Loader size="sm" aria-hidden="true" />
      {text}
    </div>
  );
}
