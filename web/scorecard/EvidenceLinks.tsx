import type { Report } from '../../api/grading/report.ts';
import { messages } from '../messages.ts';
import styles from './EvidenceLinks.module.css';

const words = messages.scorecard;

/** The way to each kind of evidence that there is; the raw data is not for those outside. */
export function EvidenceLinks({ report, shared }: { report: Report; shared: boolean }) {
  const measured =
    report.outcome === 'graded'
      ? [
          ['#load', words.load],
          ['#checks', words.checks],
          ['#ratios', words.ratios],
          ...(report.invariants?.length ? [['#rules', words.invariants]] : []),
          ...(report.drills?.length ? [['#drills', words.drills]] : []),
        ]
      : [];
  const links = [
    ...measured,
    ['#changes', words.changes],
    ...(shared
      ? []
      : [
          ['#environment', words.environment],
          ['#raw', words.raw],
        ]),
  ];
  return (
    <nav className={styles.links} aria-labelledby="evidence">
      <h2 id="evidence">{words.allEvidence}</h2>
      <ul>
        {links.map(([anchor, title]) => (
          <li key={anchor}>
            <a href={anchor}>{title}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
