import { UnstyledButton } from '@mantine/core';
import type { CheckResult } from '../../api/workspace/contract.ts';
import { messages } from '../messages.ts';
import { BusyButton } from '../ui/BusyButton.tsx';
import type { Work } from './use-work.ts';
import styles from './Workspace.module.css';

const words = messages.attempt;

/** The visible checks at a glance; picking one shows the results in full. */
export function CheckList(props: { checks: Work['checks']; onRun: () => void; onPick: () => void }) {
  const results = props.checks.data?.checks;
  return (
    <>
      <BusyButton size="xs" variant="light" busy={props.checks.isPending} onClick={props.onRun}>
        {words.runChecks}
      </BusyButton>
      {!results && <p>{words.notRun}</p>}
      {results && (
        <ul className={styles.checkList}>
          {results.map((check) => (
            <li key={`${check.category} ${check.name}`}>
              <UnstyledButton className={styles.checkLine} onClick={props.onPick}>
                <Outcome check={check} /> {check.name}
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Passed or failed, as shape, colour and word. */
export function Outcome({ check }: { check: CheckResult }) {
  return (
    <span className={styles.outcome} data-passed={check.passed}>
      <span aria-hidden="true">{check.passed ? '✓' : '✕'}</span>
      <span className="visually-hidden">{check.passed ? words.passed : words.failed}</span>
    </span>
  );
}
