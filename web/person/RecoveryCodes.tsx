import { Button } from '@mantine/core';
import { messages } from '../messages.ts';
import { CopyButton } from '../ui/CopyLine.tsx';
import styles from './AccountPage.module.css';

const words = messages.account;

/** The codes, the one time that they can be seen. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  return (
    <>
      <p>{words.codesText}</p>
      <ul className={styles.codes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className={styles.buttons}>
        <CopyButton value={codes.join('\n')} label={words.copyCodes} />
        <Button className={styles.again ?? ''} onClick={onDone}>
          {words.done}
        </Button>
      </div>
    </>
  );
}
