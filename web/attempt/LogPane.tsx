import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type UIEvent, useEffect, useRef, useState } from 'react';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { Notice } from '../ui/Notice.tsx';
import { type Level, levels, linesOf, pick } from './log-lines.ts';
import { LogLines } from './LogLines.tsx';
import styles from './Log.module.css';
import pane from './Pane.module.css';

const words = messages.attempt;
const more = messages.console;
const nearEndPx = 24;

/** What the service wrote last, read again each second while it is looked at and its end is followed. */
export function LogPane({ attemptId, shown }: { attemptId: string; shown: boolean }) {
  const [follow, setFollow] = useState(true);
  const [search, setSearch] = useState('');
  const [least, setLeast] = useState<Level>('debug');
  const log = useQuery({
    ...query('GET /api/attempts/:attemptId/log', { params: { attemptId } }),
    // Held still while it is read: lines that go at the top would move the others.
    enabled: shown && follow,
    refetchInterval: 1_000,
  });
  const box = useRef<HTMLDivElement>(null);
  const text = log.data?.text ?? '';
  useEffect(() => {
    if (follow && box.current) box.current.scrollTop = box.current.scrollHeight;
  });
  const onScroll = ({ currentTarget: { scrollHeight, scrollTop, clientHeight } }: UIEvent) =>
    setFollow(scrollHeight - scrollTop - clientHeight < nearEndPx);
  const lines = text === '' ? [] : linesOf(text);
  const picked = pick(lines, least, search);
  return (
    <div className={pane.pane}>
      <div className={pane.bar}>
        <TextInput
          size="xs"
          aria-label={more.logSearch}
          placeholder={more.logSearch}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <NativeSelect
          size="xs"
          aria-label={more.logLevel}
          value={least}
          data={levels.map((level) => ({ value: level, label: more.logLevels[level] }))}
          onChange={(event) => setLeast(event.currentTarget.value as Level)}
        />
        <span role="status">
          {picked.length < lines.length && more.logPicked(picked.length, lines.length)}
        </span>
        <Checkbox
          size="xs"
          className={styles.follow}
          label={follow ? words.follow : more.logPaused}
          checked={follow}
          onChange={(event) => setFollow(event.currentTarget.checked)}
        />
      </div>
      {log.isError && <Notice tone="warn">{log.error.message}</Notice>}
      <div
        ref={box}
        className={styles.text}
        role="log"
        aria-live="off"
        aria-label={words.log}
        tabIndex={0}
        onScroll={onScroll}
      >
        {text === '' ? <p>{words.logEmpty}</p> : <LogLines lines={picked} search={search} />}
      </div>
    </div>
  );
}
