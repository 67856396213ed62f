import { Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { query } from '../api.ts';
import { messages } from '../messages.ts';
import { plainText } from '../ui/plain-text.ts';
import styles from './Workspace.module.css';

const words = messages.attempt;

/** What the service wrote last, read again each second while it is looked at. */
export function LogPane({ attemptId, shown }: { attemptId: string; shown: boolean }) {
  const log = useQuery({
    ...query('GET /api/attempts/:attemptId/log', { params: { attemptId } }),
    enabled: shown,
    refetchInterval: 1_000,
  });
  const [follow, setFollow] = useState(true);
  const box = useRef<HTMLDivElement>(null);
  const text = log.data?.text ?? '';
  useEffect(() => {
    if (follow && text && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [follow, text]);
  return (
    <div className={styles.log}>
      <div
        ref={box}
        className={styles.logText}
        role="log"
        aria-live="off"
        aria-label={words.log}
        tabIndex={0}
      >
        {text ? <pre>{plainText(text)}</pre> : <p>{words.logEmpty}</p>}
      </div>
      <Checkbox
        size="xs"
        className={styles.follow}
        label={words.follow}
        checked={follow}
        onChange={(event) => setFollow(event.currentTarget.checked)}
      />
    </div>
  );
}
