import { Button } from '@mantine/core';
import type { CheckResult } from '../../api/workspace/contract.ts';
import { messages } from '../messages.ts';
import { CheckDetail } from './CheckDetail.tsx';
import { Outcome } from './CheckList.tsx';
import type { Work } from './use-work.ts';
import styles from './Workspace.module.css';

const words = messages.attempt;

/** Each visible check of the last run: passed, or what was expected and what came. */
export function Results({ checks, onRun }: { checks: Work['checks']; onRun: () => void }) {
  const results = checks.data?.checks;
  return (
    <>
      <p role="status" className={styles.tally} data-testid="checks-tally">
        {checks.isPending ? words.running : results ? tally(results) : words.notRun}
      </p>
      {!results && !checks.isPending && (
        <Button size="xs" variant="light" onClick={onRun}>
          {words.runChecks}
        </Button>
      )}
      {results && !checks.isPending && <ResultList results={results} />}
    </>
  );
}

const tally = (results: CheckResult[]) =>
  words.tally(results.filter((check) => check.passed).length, results.length);

function ResultList({ results }: { results: CheckResult[] }) {
  const failedFirst = results.toSorted((a, b) => Number(a.passed) - Number(b.passed));
  return (
    <ul className={styles.results}>
      {failedFirst.map((check) => (
        <li key={`${check.category} ${check.name}`} data-passed={check.passed}>
          <Outcome check={check} />
          <div>
            <strong>{check.name}</strong> <span className={styles.category}>{check.category}</span>
            <CheckDetail check={check} />
          </div>
        </li>
      ))}
    </ul>
  );
}
