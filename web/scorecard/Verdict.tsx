import type { GradedReport } from '../../api/grading/report.ts';
import type { ScorecardWords } from '../../api/scorecard/contract.ts';
import { OverrideNote } from '../decision/Overrides.tsx';
import { messages } from '../messages.ts';
import { BandScale } from '../ui/Band.tsx';
import styles from './Verdict.module.css';

const words = messages.scorecard;

/** The answer first: would it hold, to what traffic, and the main risk. All of it fits a first screen. */
export function Verdict({ scorecard, report }: { scorecard: ScorecardWords; report: GradedReport }) {
  const { sentence, confidence, heldBack, facts, risks } = scorecard;
  return (
    <section className={styles.verdict} data-band={report.band} aria-labelledby="question">
      <div>
        <h2 id="question" className={styles.question}>
          {words.question}
        </h2>
        <p className={styles.sentence} data-testid="sentence">
          {sentence}
        </p>
        <BandScale band={report.band} label={words.overall} />
        <OverrideNote what="overall" measured={report.band} />
        {heldBack && (
          <p className={styles.heldBack}>
            <strong>{words.heldBack}</strong> {heldBack}
          </p>
        )}
        {confidence && (
          <p className={styles.confidence}>
            <strong>{words.confidence[confidence.level]}</strong> {confidence.reason}
          </p>
        )}
      </div>
      <dl className={styles.facts}>
        {facts.map(({ headline, yardstick, tone, anchor }) => (
          <div key={headline} data-tone={tone}>
            <dt>
              <a href={anchor}>{headline}</a>
            </dt>
            <dd>{yardstick}</dd>
          </div>
        ))}
      </dl>
      <MainRisk risk={risks[0]} />
    </section>
  );
}

function MainRisk({ risk }: { risk: ScorecardWords['risks'][number] | undefined }) {
  if (!risk)
    return (
      <p className={styles.risk} data-testid="main-risk" data-tone="good">
        <span aria-hidden="true">✓</span> {words.noRisk}
      </p>
    );
  return (
    <p className={styles.risk} data-testid="main-risk">
      <span aria-hidden="true">▲</span> <strong>{words.mainRisk}</strong> {risk.text}{' '}
      <a href={risk.anchor}>{risk.label}</a>
    </p>
  );
}
