import { useQuery } from '@tanstack/react-query';
import type { OwnResult as Result } from '../../api/scorecard/contract.ts';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { Band } from '../ui/Band.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Notice } from '../ui/Notice.tsx';
import parts from '../ui/Parts.module.css';
import styles from './ReceiptPage.module.css';

const words = messages.own;
type Graded = Extract<Result, { outcome: 'graded' }>;

/** A candidate's own result, as soon as the grading is finished. */
export function OwnResult({ attemptId }: { attemptId: string }) {
  const result = useQuery({
    ...query('GET /api/attempts/:attemptId/result', { params: { attemptId } }),
    refetchInterval: ({ state }) => state.data?.outcome === 'waiting' && 5_000,
  });
  return (
    <section className={styles.part}>
      <h2>{words.result}</h2>
      {result.isPending && <Loading />}
      {result.isError && <Notice tone="bad">{result.error.message}</Notice>}
      {result.data && <Outcome result={result.data} />}
    </section>
  );
}

function Outcome({ result }: { result: Result }) {
  if (result.outcome === 'waiting') return <Loading text={words.waiting} />;
  if (result.outcome === 'our_failure') return <p>{words.ourFault}</p>;
  if (result.outcome !== 'graded')
    return (
      <p>
        {words.didNotRun} ({messages.scorecard.stages[result.stage]})
      </p>
    );
  return <Measured result={result} />;
}

function Measured({ result }: { result: Graded }) {
  const { value, low, high } = result.score;
  const [score, least, most] = [value, low, high].map((points) => String(Math.round(points)));
  return (
    <>
      <p className={styles.band}>
        <Band band={result.band} /> <span>{words.score(score!, least!, most!)}</span>
      </p>
      <ul className={styles.facts}>
        {result.facts.map(({ headline, yardstick }) => (
          <li key={headline}>
            {headline}
            <span>{yardstick}</span>
          </li>
        ))}
      </ul>
      <Table
        heads={[words.dimension, words.points]}
        rows={result.dimensions.map((one) => [one.name, String(Math.round(one.value))])}
      />
      <Table
        heads={[words.category, words.passed]}
        rows={result.categories.map((one) => [one.category, words.tally(one.passed, one.count)])}
      />
    </>
  );
}

function Table({ heads, rows }: { heads: [string, string]; rows: [string, string][] }) {
  return (
    <table className={parts.table}>
      <thead>
        <tr>
          <th scope="col">{heads[0]}</th>
          <th scope="col">{heads[1]}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
