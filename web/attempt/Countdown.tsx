import { UnstyledButton } from '@mantine/core';
import { useInterval, useLocalStorage } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import type { Attempt } from '../../api/attempt/contract.ts';
import { messages } from '../messages.ts';
import { clockText } from '../ui/time.ts';
import { clockOffset, noticeBetween, timeLeft } from './clock.ts';
import { GivenBack, useGivenNow } from './GivenBack.tsx';
import styles from './Workspace.module.css';

const words = messages.attempt;

/**
 * The time left by the server's clock, whose answer came at `receivedAt` on this computer. It can be hidden; the notices at 15,
 * 5 and 1 minutes, and of time given back, still come. It stands while the server says so. `onZero` is called once.
 */
export function Countdown(props: {
  attempt: Attempt;
  deadline: string;
  receivedAt: number;
  onZero: () => void;
}) {
  const { attempt, receivedAt } = props;
  const offset = clockOffset(attempt.now, receivedAt);
  const [now, setNow] = useState(Date.now);
  const [hidden, setHidden] = useLocalStorage({ key: 'proofload clock hidden', defaultValue: false });
  useInterval(() => setNow(Date.now()), 1_000, { autoInvoke: true });
  const left = timeLeft(props.deadline, attempt.clockStands ? receivedAt : now, offset);
  useAtZero(left, props.onZero);
  const given = useGivenNow(attempt.outages);
  const notice = useNotice(left) || given;
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
      <GivenBack outages={attempt.outages} stands={attempt.clockStands} />
      <span role="status" className={notice ? styles.timeNotice : 'visually-hidden'}>
        {notice}
      </span>
    </span>
  );
}

function useAtZero(left: number, onZero: () => void): void {
  const told = useRef(false);
  const over = left <= 0;
  useEffect(() => {
    if (!over || told.current) return;
    told.current = true;
    onZero();
  }, [over, onZero]);
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
