import type { FailedReport } from '../../api/grading/report.ts';
import type { ScorecardWords } from '../../api/scorecard/contract.ts';
import { messages } from '../messages.ts';
import { plainText } from '../ui/plain-text.ts';
import { Sheet } from '../ui/Sheet.tsx';
import styles from './Scorecard.module.css';
import verdict from './Verdict.module.css';

const words = messages.scorecard;

/** A grading without a score: the service did not run, or we failed. */
export function FailedCard({ scorecard, report }: { scorecard: ScorecardWords; report: FailedReport }) {
  const ours = report.outcome === 'our_failure';
  const { stage, reason, code, log } = report.failure;
  return (
    <>
      <section className={styles.failed} data-ours={ours} aria-labelledby="outcome">
        <h2 id="outcome">
          <span aria-hidden="true">{ours ? '↻' : '✕'}</span> {ours ? words.ourFailed : words.candidateFailed}
        </h2>
        <p className={verdict.sentence} data-testid="sentence">
          {scorecard.sentence}
        </p>
        <p>{ours ? words.ourFailedText : words.candidateFailedText}</p>
        <dl className={styles.pairs}>
          <dt>{words.happened}</dt>
          <dd>{words.stages[stage]}</dd>
          <dt>{words.reason}</dt>
          <dd>
            {reason} <code>{code}</code>
          </dd>
        </dl>
      </section>
      {(!ours || log.length > 0) && (
        <Sheet title={words.lastLines}>
          {log.length > 0 ? (
            <pre className={styles.lines}>{plainText(log.join('\n'))}</pre>
          ) : (
            <p>{words.noLines}</p>
          )}
        </Sheet>
      )}
    </>
  );
}
