import { Button } from '@mantine/core';
import type { Comparison } from '../../api/compare/contract.ts';
import { messages } from '../messages.ts';
import { Sheet } from '../ui/Sheet.tsx';
import styles from './Compare.module.css';

const words = messages.compare;

/** Who was picked and cannot be compared with the others, and why. */
export function LeftOut(props: { leftOut: Comparison['leftOut']; onLeaveOut: (id: string) => void }) {
  return (
    <Sheet title={words.leftOut}>
      <p>{words.leftOutText}</p>
      <ul className={styles.leftOut}>
        {props.leftOut.map(({ submissionId, candidateName, reasons }) => {
          const name = candidateName ?? words.gone;
          return (
            <li key={submissionId}>
              <div>
                <strong>{name}</strong>
                {reasons.map((reason) => (
                  <span key={reason.what}>{words.reasons[reason.what](reason)}</span>
                ))}
              </div>
              <Button
                variant="default"
                size="xs"
                onClick={() => props.onLeaveOut(submissionId)}
                aria-label={words.leaveOutThis(name)}
              >
                {words.leaveOut}
              </Button>
            </li>
          );
        })}
      </ul>
    </Sheet>
  );
}
