import { Button, CopyButton } from '@mantine/core';
import { messages } from '../messages.ts';
import styles from './CopyLine.module.css';

/** A value to take along, with a button that copies it. */
export function CopyLine({ value, label }: { value: string; label: string }) {
  return (
    <div className={styles.line}>
      <input
        className={styles.value}
        readOnly
        value={value}
        aria-label={label}
        onFocus={(e) => e.target.select()}
      />
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button onClick={copy} variant={copied ? 'light' : 'filled'}>
            <span role="status">{copied ? messages.copied : messages.copy}</span>
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
