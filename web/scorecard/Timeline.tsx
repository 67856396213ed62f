import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Timeline as Recorded } from '../../api/timeline/contract.ts';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { Loading } from '../ui/Loading.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { momentText } from '../ui/time.ts';
import { Moment } from './Moment.tsx';
import { rowText, sinceStart } from './row-text.ts';
import styles from './Timeline.module.css';
import { type Row, rowsOf } from './timeline.ts';

const words = messages.timeline;

/** What happened while the candidate worked, and the files at any moment of it. It is read when it is opened, and never scored. */
export function Timeline({ submissionId }: { submissionId: string }) {
  const [opened, setOpened] = useState(false);
  return (
    <Sheet title={words.title} id="timeline">
      <p className={styles.soft}>{words.text}</p>
      <details onToggle={(event) => setOpened(event.currentTarget.open)}>
        <summary>{words.list}</summary>
        {opened && <Opened submissionId={submissionId} />}
      </details>
    </Sheet>
  );
}

function Opened({ submissionId }: { submissionId: string }) {
  const timeline = useQuery(
    query('GET /api/submissions/:submissionId/timeline', { params: { submissionId } }),
  );
  if (timeline.isPending) return <Loading />;
  if (timeline.isError) return <Notice tone="bad">{timeline.error.message}</Notice>;
  const rows = rowsOf(timeline.data.entries);
  return (
    <>
      <Agreed timeline={timeline.data} />
      {timeline.data.cut && <Notice tone="warn">{words.cut}</Notice>}
      {rows.length > 0 && (
        <Moment submissionId={submissionId} startedAt={timeline.data.startedAt} rows={rows} />
      )}
      <List startedAt={timeline.data.startedAt} rows={rows} />
    </>
  );
}

function Agreed({ timeline }: { timeline: Recorded }) {
  const { aiRule, signature, disclosure } = timeline;
  return (
    <div className={styles.agreed}>
      <p>
        {words.rules[aiRule]} {signature && words.signed(signature.name, momentText(signature.at))}
      </p>
      {aiRule === 'disclosed' &&
        (disclosure === null ? (
          <p>{words.notDisclosed}</p>
        ) : (
          <>
            <p>{words.disclosed}</p>
            <blockquote>{disclosure}</blockquote>
          </>
        ))}
    </div>
  );
}

function List({ startedAt, rows }: { startedAt: string; rows: readonly Row[] }) {
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={words.list}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{words.at}</th>
            <th scope="col">{words.what}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-kind={row.kind}>
              <td>{sinceStart(startedAt, row)}</td>
              <td>{rowText(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
