import type { GradedReport, LoadStep } from '../../api/grading/report.ts';
import { messages } from '../messages.ts';
import { durationText, figures } from '../ui/time.ts';
import styles from './Scorecard.module.css';

const words = messages.scorecard;

const timeOr = (ms: number | null) => (ms === null ? words.noAnswer : durationText(ms));

/** The numbers behind the load chart. */
export function LoadTable({ report }: { report: GradedReport }) {
  return (
    <details className={styles.details}>
      <summary>{words.table}</summary>
      <div className={styles.scrollX} tabIndex={0} role="group" aria-label={words.table}>
        <table className={styles.numbers}>
          <thead>
            <tr>
              {[words.who, words.rps, words.typical, words.slow, words.errors, words.good, words.meets].map(
                (name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            <Rows who={words.candidate} steps={report.load} />
            <Rows who={words.reference} steps={report.referenceLoad} />
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Rows({ who, steps }: { who: string; steps: LoadStep[] }) {
  return steps.map((step) => (
    <tr key={step.rps}>
      <th scope="row">{who}</th>
      <td>{figures(step.rps, 3)}</td>
      <td>{timeOr(step.p50Ms)}</td>
      <td>{timeOr(step.p95Ms)}</td>
      <td>{figures(step.errorRate * 100, 2)} %</td>
      <td>{figures(step.good, 3)}</td>
      <td>{step.meetsGoal ? words.yes : words.no}</td>
    </tr>
  ));
}
