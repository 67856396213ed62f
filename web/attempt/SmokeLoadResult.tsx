import type { LoadResult } from '../../api/workspace/contract.ts';
import { messages } from '../messages.ts';
import { durationText, figures } from '../ui/time.ts';
import { SmokeChart } from './SmokeChart.tsx';
import styles from './SmokeLoad.module.css';

const words = messages.console;
const time = (ms: number | null) => (ms === null ? words.tooFew : durationText(ms));

/** What a smoke load saw: answer times by the second, what went wrong, and what the service used meanwhile. */
export function SmokeLoadResult({ result, goal }: { result: LoadResult; goal: { ms: number; rps: number } }) {
  const { scheduled, good, p95, failures } = result;
  const met = p95 !== null && p95 <= goal.ms;
  return (
    <>
      <p className={styles.verdict} data-met={met} data-testid="load-verdict">
        {words.loadVerdict(
          good,
          scheduled,
          p95 === null ? undefined : durationText(p95),
          durationText(goal.ms),
        )}
      </p>
      <div className={styles.parts}>
        <SmokeChart seconds={result.seconds} goalMs={goal.ms} />
        <Seconds result={result} />
        <Usage usage={result.usage} />
        {Object.keys(failures).length > 0 && <Failures failures={failures} />}
      </div>
    </>
  );
}

function Seconds({ result }: { result: LoadResult }) {
  const rows = result.seconds.map((second, at) => ({ ...second, name: words.second(at + 1) }));
  return (
    <table className={styles.table}>
      <caption>{words.answerTimes}</caption>
      <thead>
        <tr>
          <th scope="col">{words.when}</th>
          {(['p50', 'p95', 'p99'] as const).map((p) => (
            <th key={p} scope="col">
              {p}
            </th>
          ))}
          <th scope="col">{words.goodOf}</th>
        </tr>
      </thead>
      <tbody>
        {[...rows, { ...result, name: words.all }].map(({ name, p50, p95, p99, good, scheduled }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{time(p50)}</td>
            <td>{time(p95)}</td>
            <td>{time(p99)}</td>
            <td>
              {good}/{scheduled}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Usage({ usage }: { usage: LoadResult['usage'] }) {
  const cores = usage.map((one) => one.cores);
  const memory = usage.map((one) => one.memoryMb);
  const mean = cores.reduce((sum, one) => sum + one, 0) / Math.max(1, cores.length);
  return (
    <dl className={styles.usage}>
      <dt>{words.cpu}</dt>
      <dd>{words.cpuText(figures(mean, 2), figures(Math.max(0, ...cores), 2))}</dd>
      <dt>{words.memory}</dt>
      <dd>{words.memoryText(figures(memory[0] ?? 0, 3), figures(Math.max(0, ...memory), 3))}</dd>
    </dl>
  );
}

function Failures({ failures }: { failures: Record<string, number> }) {
  return (
    <table className={styles.table}>
      <caption>{words.failures}</caption>
      <tbody>
        {Object.entries(failures).map(([kind, count]) => (
          <tr key={kind}>
            <th scope="row">{words.failureKinds[kind as keyof typeof words.failureKinds] ?? kind}</th>
            <td>{count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
