import { UnstyledButton } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { messages } from '../messages.ts';
import { clockText } from '../ui/time.ts';
import { clockOffset, noticeBetween, timeLeft } from './clock.ts';
import styles from './Workspace.module.css';

const words = messages.attempt;

/**
 * The time left by the server's clock, which said `serverNow` when its answer came, at `receivedAt` on this computer.
 * It can be hidden; the notices at 15, 5 and 1 minutes still come.
 */
export function Countdown(props: { deadline: string; serverNow: string; receivedAt: number }) {
  const offset = clockOffset(props.serverNow, props.receivedAt);
  const [now, setNow] = useState(Date.now);
  const [hidden, setHidden] = useState(false);
  useInterval(() => setNow(Date.now()), 1_000, { autoInvoke: true });
  const left = timeLeft(props.deadline, now, offset);
  const notice = useNotice(left);
  return (
    <span className={styles.clock}>
      {!hidden && (
        <span data-testid="time-left" data-soon={left < 5 * 60_000 || undefined}>
          <span className="visually-hidden">{words.timeLeft} </span>
          {clockText(left)}
        </span>
      )}
      <UnstyledButton className={styles.small} onClick={() => setHidden(!hidden)}>
        {hidden ? words.showClock : words.hideClock}
      </UnstyledButton>
      <span role="status" className={notice ? styles.timeNotice : 'visually-hidden'}>
        {notice}
      </span>
    </span>
  );
}

/** The words of the last notice passed, for as long as they are worth reading. */
function useNotice(left: number): string {
  const before = useRef(left);
  const [minutes, setMinutes] = useState<number>();
  useEffect(() => {
    const passed = noticeBetween(before.current, left);
    before.current = left;
    if (passed !== undefined) setMinutes(passed);
  }, [left]);
  if (left <= 0) return words.timeUp;
  const fresh = minutes !== undefined && left > minutes * 60_000 - 15_000;
  return fresh ? words.minutesLeft(minutes) : '';
}
