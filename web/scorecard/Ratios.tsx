import type { GradedReport, Measured } from '../../api/grading/report.ts';
import { messages } from '../messages.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { durationText, figures } from '../ui/time.ts';
import { failureWords } from './failure-words.ts';
import { placeOf, verdictOf } from './ratios.ts';
import styles from './Scorecard.module.css';

const words = messages.scorecard;
const names = ['throughput', 'knee', 'latencyP50', 'latencyP95', 'cpuSaturated', 'cpuSteady'] as const;
const times = (ratio: number) => words.times(ratio >= 10 ? figures(ratio, 2) : ratio.toFixed(2));

/** Candidate against reference, in plain words. */
export function Ratios({ report }: { report: GradedReport }) {
  return (
    <Sheet title={words.ratios} id="ratios">
      <p>{words.ratiosText}</p>
      <table className={styles.ratios}>
        <thead>
          <tr>
            <th scope="col">{words.measure}</th>
            <th scope="col">{words.ratio}</th>
            <th scope="col">{words.likely}</th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <Row key={name} what={words.ratioAsks[name]} ratio={report.ratios[name]} />
          ))}
        </tbody>
      </table>
      <Facts facts={report.facts} />
    </Sheet>
  );
}

function Row({ what, ratio }: { what: string; ratio: Measured }) {
  const verdict = verdictOf(ratio);
  const at = placeOf(ratio.value);
  const from = placeOf(ratio.low);
  return (
    <tr>
      <th scope="row">{what}</th>
      <td className={styles.ratio}>
        <svg viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true">
          <rect x="0" y="3" width="100" height="8" className={styles.track} />
          <rect x={Math.min(50, at)} y="3" width={Math.abs(at - 50)} height="8" className={styles.fill} />
          <rect x={from} y="6" width={placeOf(ratio.high) - from} height="2" className={styles.one} />
          <rect x="49.7" y="0" width="0.6" height="14" className={styles.one} />
        </svg>
        <strong>{times(ratio.value)}</strong> <span data-verdict={verdict}>{words.verdict[verdict]}</span>
      </td>
      <td>
        {times(ratio.low)} – {times(ratio.high)}
      </td>
    </tr>
  );
}

function Facts({ facts }: { facts: GradedReport['facts'] }) {
  const { goodPerSecond: good, cpuMsPerGoodRequest: cpu } = facts;
  const failures = failureWords(facts.failures);
  return (
    <>
      <h3 className={styles.h3}>{words.also}</h3>
      <dl className={styles.pairs}>
        <dt>{words.goodPerSecond}</dt>
        <dd>{words.measured(figures(good.value, 3), figures(good.low, 3), figures(good.high, 3))}</dd>
        {cpu && <dt>{words.cpuMs}</dt>}
        {cpu && (
          <dd>{words.measured(durationText(cpu.value), durationText(cpu.low), durationText(cpu.high))}</dd>
        )}
        <dt>{words.failures}</dt>
        <dd>{failures === '' ? words.nothing : failures}</dd>
      </dl>
    </>
  );
}
