import { useQuery } from '@tanstack/react-query';
import { messages } from '../messages.ts';
import { BusyButton } from '../ui/BusyButton.tsx';
import parts from '../ui/Parts.module.css';
import { Sheet } from '../ui/Sheet.tsx';
import styles from './BriefPage.module.css';
import { checkSystem, type Findings, slowMs } from './system-check.ts';

const words = messages.systemCheck;

/** Looks, before the clock runs, whether this browser and what is between it and the server will do. */
export function SystemCheck({ attemptId }: { attemptId: string }) {
  const check = useQuery({
    queryKey: ['system check', attemptId],
    queryFn: () => checkSystem(attemptId),
    staleTime: Infinity,
    retry: false,
  });
  const rows = check.data && rowsOf(check.data);
  const good = rows?.every((row) => row.good);
  return (
    <Sheet title={words.title}>
      <p>{words.text}</p>
      {rows && (
        <dl className={styles.checks}>
          {rows.map(({ name, text, good: fine }) => (
            <Row key={name} name={name} text={text} good={fine} />
          ))}
        </dl>
      )}
      <div className={parts.row}>
        <BusyButton variant="default" busy={check.isFetching} onClick={() => void check.refetch()}>
          {words.again}
        </BusyButton>
        <span role="status" data-testid="system-check">
          {check.isFetching ? words.checking : good ? words.allGood : words.someBad}
        </span>
      </div>
    </Sheet>
  );
}

function Row({ name, text, good }: { name: string; text: string; good: boolean }) {
  return (
    <>
      <dt>{name}</dt>
      <dd data-good={good}>
        <span aria-hidden="true">{good ? '✓' : '✕'} </span>
        {text}
      </dd>
    </>
  );
}

function rowsOf({ missing, socket, latencyMs, narrow }: Findings) {
  return [
    {
      name: words.browser,
      good: missing.length === 0,
      text: missing.length === 0 ? words.browserGood : words.browserBad(missing.join(', ')),
    },
    { name: words.socket, good: socket, text: socket ? words.socketGood : words.socketBad },
    { name: words.latency, good: latencyMs !== undefined, text: latencyText(latencyMs) },
    { name: words.screen, good: true, text: narrow ? words.screenNarrow : words.screenGood },
  ];
}

function latencyText(ms: number | undefined): string {
  if (ms === undefined) return words.latencyBad;
  return ms > slowMs ? words.latencySlow(Math.round(ms)) : words.latencyGood(Math.round(ms));
}
