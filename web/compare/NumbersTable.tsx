import { Link } from 'wouter';
import type { Candidate, Comparison } from '../../api/compare/contract.ts';
import { messages } from '../messages.ts';
import { paths } from '../paths.ts';
import { Band } from '../ui/Band.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { dateText } from '../ui/time.ts';
import styles from './Compare.module.css';
import { measureName } from './names.ts';
import { rangeText, valueText } from './value-text.ts';

const words = messages.compare;

/** Everything the charts show, and what no chart can. */
export function NumbersTable(props: {
  comparison: Comparison;
  candidates: Candidate[];
  names: Map<string, string>;
}) {
  const { measures } = props.comparison;
  const heads = [words.candidate, words.handedIn, words.band, words.confidence, words.mustFix];
  const measured = measures.map(({ name }) => (name === 'Traffic' ? words.perSecond : measureName(name)));
  return (
    <Sheet title={words.table}>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={words.table}>
        <table className={styles.table}>
          <thead>
            <tr>
              {[...heads, ...measured].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {props.candidates.map((candidate) => (
              <Row
                key={candidate.submissionId}
                candidate={candidate}
                name={props.names.get(candidate.submissionId) ?? ''}
                measures={measures}
              />
            ))}
          </tbody>
        </table>
      </div>
    </Sheet>
  );
}

function Row(props: { candidate: Candidate; name: string; measures: Comparison['measures'] }) {
  const { submissionId, submittedAt, band, confidence, mustFix } = props.candidate;
  return (
    <tr>
      <th scope="row">
        <Link href={paths.scorecard(submissionId)}>{props.name}</Link>
      </th>
      <td>{dateText(submittedAt)}</td>
      <td>
        <Band band={band} />
      </td>
      <td>{words.confidences[confidence]}</td>
      <td>{mustFix}</td>
      {props.measures.map(({ name, values }) => {
        const value = values.find((each) => each.submissionId === submissionId);
        if (!value) return <td key={name}>{words.notMeasured}</td>;
        return (
          <td key={name}>
            {valueText(name, value)} {value.high > value.low && <small>({rangeText(name, value)})</small>}
          </td>
        );
      })}
    </tr>
  );
}
