import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { messages } from '../messages.ts';
import styles from './CopyLine.module.css';

/** A value to take along, in a field that selects itself, with a button that copies it. */
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
      <CopyButton value={value} />
    </div>
  );
}

/** A button that copies `value` and says so. @param label of a small one beside others */
export function CopyButton({ value, label }: { value: string; label?: string }) {
  const { copied, copy, error } = useClipboard();
  const plain = label === undefined ? ('filled' as const) : ('default' as const);
  const offered = label ?? messages.copy;
  return (
    <Button
      onClick={() => copy(value)}
      variant={copied ? 'light' : plain}
      size={label === undefined ? 'sm' : 'xs'}
    >
      <span aria-live="polite">{error ? messages.notCopied : copied ? messages.copied : offered}</span>
    </Button>
  );
}
