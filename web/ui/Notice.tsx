import type { ReactNode } from 'react';
import styles from './Notice.module.css';

/** A line that matters now. `alert` is read out at once, the others when the reader pauses. */
export function Notice(props: { tone: 'bad' | 'warn' | 'good'; children: ReactNode; alert?: boolean }) {
  return (
    <div className={styles.notice} data-tone={props.tone} role={props.alert ? 'alert' : 'status'}>
      {props.children}
    </div>
  );
}
