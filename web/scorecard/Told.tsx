import type { GradedReport, MaintainabilityFact, Measured } from '../../api/grading/report.ts';
import { messages } from '../messages.ts';
import { plainText } from '../ui/plain-text.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { figures } from '../ui/time.ts';
import { confidenceOf } from './ratios.ts';
import styles from './Scorecard.module.css';

const words = messages.scorecard.told;

/** What a service asks of others for a request, and whether its memory grows: counted, told and not scored. */
export function Counted({ facts: { statements, calls, memoryGrowth } }: { facts: GradedReport['facts'] }) {
  const kilobytes = ({ value }: Measured) => figures(Math.max(0, value) / 1024, 2);
  const rows: [string, string][] = [];
  for (const [name, fact] of [
    [words.statements, statements],
    [words.calls, calls],
  ] as const)
    if (fact)
      rows.push([name, words.perRequest(number(fact.candidate), number(fact.reference), times(fact.ratio))]);
  if (memoryGrowth) {
    const { candidate, reference, grows } = memoryGrowth;
    const compared = reference ? words.kilobytes(kilobytes(reference)) : words.notKnown;
    rows.push([words.memory, grows ? words.grows(kilobytes(candidate), compared) : words.noGrowth]);
  }
  if (rows.length === 0) return null;
  return (
    <Sheet title={words.counted} id="counted">
      <p>{words.countedText}</p>
      <dl className={styles.pairs}>
        {rows.map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} is`}>{value}</dd>])}
      </dl>
    </Sheet>
  );
}

/** What the candidate's own tests noticed, and how much code there is. */
export function OwnTests({ report: { maintainability: fact, dimensions } }: { report: GradedReport }) {
  if (!fact) return null;
  const dimension = dimensions.find(({ name }) => name === 'Maintainability');
  const { size, referenceSize } = fact;
  return (
    <Sheet title={words.ownTests} id="own-tests">
      <p>
        {words.tests[fact.tests]} {dimension && messages.scorecard.confidence[confidenceOf(dimension)]}
      </p>
      <Bugs bugs={fact.bugs} />
      <dl className={styles.pairs}>
        <dt>{words.size}</dt>
        <dd>{words.sizeOf(size.lines, size.files, size.decisions)}</dd>
        <dt>{words.referenceSize}</dt>
        <dd>{words.sizeOf(referenceSize.lines, referenceSize.files, referenceSize.decisions)}</dd>
      </dl>
    </Sheet>
  );
}

function Bugs({ bugs }: { bugs: MaintainabilityFact['bugs'] }) {
  if (bugs.length === 0) return null;
  return (
    <ul className={styles.checks}>
      {bugs.map(({ path, line, what, caught }) => (
        <li key={`${path}:${line}`} data-passed={caught}>
          <span className={styles.sign} aria-hidden="true">
            {caught ? '✓' : '✕'}
          </span>
          <div>
            {caught ? words.caught : words.missed}: {plainText(words.bug(path, line, what))}
          </div>
        </li>
      ))}
    </ul>
  );
}

function number(value: number): string {
  return value >= 10 ? figures(value, 3) : figures(value, 2);
}

function times(ratio: number | null): string | null {
  return ratio === null ? null : messages.scorecard.times(number(ratio));
}
