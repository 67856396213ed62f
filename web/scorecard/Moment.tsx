import { NativeSelect } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { rowText, sinceStart } from './row-text.ts';
import styles from './Timeline.module.css';
import { pathAt, type Row } from './timeline.ts';

const words = messages.timeline;

/** A slider through the work, and a file as it was saved at that moment. */
export function Moment(props: { submissionId: string; startedAt: string; rows: readonly Row[] }) {
  const { submissionId, startedAt, rows } = props;
  const [place, setPlace] = useState(rows.length - 1);
  const [picked, setPicked] = useState<string>();
  const row = rows[place]!;
  const path = picked ?? pathAt(rows, place) ?? '';
  const asked = useDeferredValue({ entry: row.id, path });
  const moment = useQuery({
    ...query('GET /api/submissions/:submissionId/moment', { params: { submissionId }, query: asked }),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
  const files = moment.data?.files ?? [];
  const text = words.momentAt(sinceStart(startedAt, row), rowText(row));
  const names = [...new Set([...files.map((file) => file.path), path])].filter(Boolean).toSorted();
  return (
    <div className={styles.moment}>
      <label className={styles.slider}>
        <span>{words.moment}</span>
        <input
          type="range"
          min={0}
          max={rows.length - 1}
          value={place}
          aria-valuetext={text}
          onChange={(event) => setPlace(Number(event.currentTarget.value))}
        />
      </label>
      <p className={styles.now}>
        {text} <span className={styles.soft}>({words.files(files.length)})</span>
      </p>
      <NativeSelect
        label={words.file}
        data={names}
        value={path}
        onChange={(event) => setPicked(event.currentTarget.value)}
      />
      <pre className={styles.content} tabIndex={0} role="region" aria-label={path}>
        {moment.data?.content ?? words.noText}
      </pre>
    </div>
  );
}
