import { messages } from '../messages.ts';
import { Sheet } from '../ui/Sheet.tsx';
import styles from './Scorecard.module.css';

const words = messages.scorecard;

/**
 * What nobody should read into the result, and the fingerprint of what it is about.
 * @param props.address where paper says that the page is
 */
export function NotMeasured(props: { lines: string[]; snapshot: string; address?: string }) {
  return (
    <Sheet title={words.notMeasured} id="not-measured">
      <ul className={styles.notMeasured}>
        {props.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p>{words.foot}</p>
      <p className={styles.soft}>
        {words.facts.snapshot}: <code className={styles.hash}>{props.snapshot}</code>
      </p>
      {props.address !== undefined && <p className="print-only">{words.address(props.address)}</p>}
    </Sheet>
  );
}
