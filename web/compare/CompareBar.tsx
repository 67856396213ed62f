import { Button } from '@mantine/core';
import { Link, useSearchParams } from 'wouter';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import styles from './Compare.module.css';
import { mostAtOnce, pickedIn, withPicked } from './picked.ts';

const words = messages.compare;

/** What to do with those that are picked, and everybody's results to take along. */
export function CompareBar() {
  const [params, setParams] = useSearchParams();
  const picked = pickedIn(params);
  return (
    <div className={styles.bar}>
      <div className={styles.acts}>
        <span aria-live="polite">{picked.length > 0 && words.picked(picked.length)}</span>
        {picked.length > 0 && (
          <>
            <Button component={Link} href={paths.compare(picked)} size="xs">
              {words.open}
            </Button>
            <Button
              variant="default"
              size="xs"
              onClick={() => setParams((now) => withPicked(now, []), { replace: true })}
            >
              {words.clear}
            </Button>
          </>
        )}
        {picked.length >= mostAtOnce && <span>{words.full}</span>}
      </div>
      <a href="/api/results.csv" download="results.csv">
        {words.results}
      </a>
    </div>
  );
}
