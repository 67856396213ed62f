import type { DrillFact } from '../../api/grading/report.ts';
import { messages } from '../messages.ts';
import { Sheet } from '../ui/Sheet.tsx';
import styles from './Scorecard.module.css';

const words = messages.scorecard;
const percent = (share: number | null) =>
  share === null ? words.notKnown : words.percent(Math.round(share * 100));

/** What was broken on purpose, and how the service came through. */
export function Drills({ drills }: { drills: DrillFact[] }) {
  return (
    <Sheet title={words.drills} id="drills">
      <p>{words.drillsText}</p>
      <table className={styles.dimensions}>
        <thead>
          <tr>
            <th scope="col">{words.drill}</th>
            <th scope="col">{words.during}</th>
            <th scope="col">{words.recovery}</th>
            <th scope="col">{words.dropped}</th>
          </tr>
        </thead>
        <tbody>
          {drills.map((drill, index) => (
            <tr key={index}>
              <th scope="row">{drill.what}</th>
              <td>{percent(drill.during)}</td>
              <td>{recoveryOf(drill)}</td>
              <td>{drill.dropped}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  );
}

function recoveryOf({ measured, recoveryMs, limitMs }: DrillFact): string {
  if (!measured) return words.notKnown;
  if (recoveryMs === null) return words.notRecovered(Math.round(limitMs / 1000));
  return recoveryMs < 1000 ? words.atOnce : words.recovered(Math.round(recoveryMs / 1000));
}
