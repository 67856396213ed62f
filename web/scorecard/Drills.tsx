import type { DrillFact } from '../../api/grading/report.ts';
import { messages } from '../messages.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { figures } from '../ui/time.ts';
import { failureWords } from './failure-words.ts';
import styles from './Drills.module.css';

const words = messages.scorecard;

const columns = [words.drill, words.before, words.during, words.after, words.recovery, words.dropped];

/** What was broken on purpose, and how the service came through. */
export function Drills({ drills }: { drills: DrillFact[] }) {
  return (
    <Sheet title={words.drills} id="drills">
      <p>{words.drillsText}</p>
      <table className={styles.drills}>
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {drills.map((drill, index) => (
            <Row key={index} id={`drill-${index}`} drill={drill} />
          ))}
        </tbody>
      </table>
    </Sheet>
  );
}

function Row({ id, drill }: { id: string; drill: DrillFact }) {
  const cells = drill.measured && !drill.memory ? cellsOf(drill) : undefined;
  return (
    <tr id={id}>
      <th scope="row">
        {drill.what}
        {detailsOf(drill).map((line) => (
          <span key={line}>{line}</span>
        ))}
      </th>
      {cells?.map(([label, value, back]) => (
        <td key={label} data-label={label} data-back={back}>
          {back !== undefined && <span aria-hidden="true">{back ? '✓ ' : '✕ '}</span>}
          {value}
        </td>
      ))}
      {!cells && (
        <td colSpan={5} className={styles.whole}>
          {drill.memory ? memoryText(drill.memory) : words.drillNotMeasured}
        </td>
      )}
    </tr>
  );
}

const percent = (share: number | null) =>
  share === null ? words.notKnown : words.percent(figures(Math.floor(share * 1000) / 10, 3));

/** Label, value, and of the recovery whether it came in time. */
function cellsOf(drill: DrillFact): [label: string, value: string, back?: boolean][] {
  const { before, during, after, recoveryMs, dropped } = drill;
  return [
    [words.before, percent(before)],
    [words.during, percent(during)],
    [words.after, percent(after)],
    [words.recovery, recoveryOf(drill), recoveryMs !== null],
    [words.dropped, figures(dropped, 6)],
  ];
}

function recoveryOf({ recoveryMs, limitMs }: DrillFact): string {
  if (recoveryMs === null) return words.notRecovered(Math.round(limitMs / 1000));
  return recoveryMs < 1000 ? words.atOnce : words.recovered(Math.round(recoveryMs / 1000));
}

/** What else is known, a line each. */
function detailsOf(drill: DrillFact): string[] {
  if (!drill.measured) return [];
  const { rps, failures, exits, burst, storm } = drill;
  const lost = failureWords(failures);
  const held = storm?.invariants.filter(({ violations }) => violations === 0).length ?? 0;
  return [
    words.drillLoad(figures(rps, 3)),
    ...(lost === '' ? [] : [words.lostHow(lost)]),
    ...(exits > 0 ? [words.exits(exits)] : []),
    ...(burst ? [words.burst(burst.good, burst.scheduled)] : []),
    ...(storm && storm.invariants.length > 0 ? [words.drillStorm(held, storm.invariants.length)] : []),
    ...(storm?.unreadable ? [words.unreadable(storm.unreadable)] : []),
  ];
}

function memoryText({ startBytes, endBytes, bytesPerThousand }: NonNullable<DrillFact['memory']>): string {
  const megabytes = (bytes: number) => figures(bytes / 1024 ** 2, 2);
  return words.memory(megabytes(startBytes), megabytes(endBytes), megabytes(Math.max(0, bytesPerThousand)));
}
