import type { GradedReport } from '../../api/grading/report.ts';
import type { Scorecard } from '../../api/scorecard/contract.ts';
import { messages } from '../messages.ts';
import { BandScale } from '../ui/Band.tsx';
import { figures } from '../ui/time.ts';
import { confidenceOf } from './ratios.ts';
import styles from './Scorecard.module.css';

const words = messages.scorecard;
const score = (value: number) => figures(Math.round(value), 3);

/** The answer first: one sentence, one band, how sure, and the facts beside it. */
export function Verdict({ scorecard, report }: { scorecard: Scorecard; report: GradedReport }) {
  const { value, low, high } = report.score;
  return (
    <section className={styles.verdict} aria-labelledby="question">
      <div>
        <h2 id="question" className={styles.question}>
          {words.question}
        </h2>
        <p className={styles.sentence} data-testid="sentence">
          {scorecard.sentence}
        </p>
        <BandScale band={report.band} label={words.overall} />
        <p className={styles.confidence}>
          <strong>{words.confidence[confidenceOf(report.score)]}</strong>{' '}
          {words.range(score(value), score(low), score(high))}
          {report.capped && (
            <>
              {' '}
              <strong>{words.capped}</strong> {report.capped}
            </>
          )}
        </p>
      </div>
      <dl className={styles.facts}>
        {scorecard.facts.map((fact) => (
          <div key={fact.headline}>
            <dt>{fact.headline}</dt>
            <dd>{fact.yardstick}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
