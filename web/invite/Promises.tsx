// What the platform promises a candidate before they start: the time, what counts, what is kept.
import type { Terms } from '../../api/attempt/contract.ts';
import type { OpenedInvite } from '../../api/invite/contract.ts';
import { messages } from '../messages.ts';
import parts from '../ui/Parts.module.css';
import { Sheet } from '../ui/Sheet.tsx';
import styles from './BriefPage.module.css';

const words = messages.brief;

export function Time({ terms }: { terms: Terms }) {
  return (
    <Sheet title={words.time}>
      <p className={styles.minutes}>{words.timeText(terms.minutes)}</p>
      {terms.extraMinutes > 0 && <p>{words.timeExtra(terms.extraMinutes)}</p>}
      <p>{words.timeNote}</p>
      <Lines lines={words.timeNotes} />
      <p>{words.tools}</p>
    </Sheet>
  );
}

export function Scored({ invite }: { invite: OpenedInvite }) {
  return (
    <Sheet title={words.scored}>
      <dl className={styles.scored}>
        {invite.scored.map(({ name, what, percent }) => (
          <div key={name}>
            <dt>
              {name} <span className={styles.percent}>{words.percent(percent)}</span>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.after}>{invite.sharesResult ? words.shared : words.notShared}</p>
    </Sheet>
  );
}

export function Recorded({ terms: { organisation, retention } }: { terms: Terms }) {
  return (
    <Sheet title={words.recorded}>
      <Lines
        lines={[...words.recordedText(organisation), ...messages.keeping.lines(organisation, retention)]}
      />
    </Sheet>
  );
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul className={parts.list}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
