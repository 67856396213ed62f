import { Button } from '@mantine/core';
import { CopyLine } from '../ui/CopyLine.tsx';
import styles from './Integrations.module.css';

/** A secret that is shown only now, to be copied. */
export function SecretShown(props: {
  text: string;
  label: string;
  secret: string;
  done: string;
  onDone: () => void;
}) {
  return (
    <div className={styles.dialog}>
      <p>{props.text}</p>
      <CopyLine value={props.secret} label={props.label} />
      <Button variant="default" onClick={props.onDone} className={styles.end}>
        {props.done}
      </Button>
    </div>
  );
}
