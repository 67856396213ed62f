import { useEffect, useRef, useState } from 'react';
import type { Attempt } from '../../api/attempt/contract.ts';
import { messages } from '../messages.ts';
import { timeOfDay } from '../ui/time.ts';
import { givenBack, lengthOf, minutesAndSeconds } from './clock.ts';
import styles from './GivenBack.module.css';

const words = messages.clock;
const noticeMs = 15_000;
/** Below this nobody would notice, and the page would only be restless. */
const leastMs = 1000;

const spanOf = (ms: number) => words.span(...minutesAndSeconds(ms));

/** The time that was given back, and why; while the clock stands, that it does. */
export function GivenBack({ outages, stands }: { outages: Attempt['outages']; stands: boolean }) {
  const total = givenBack(outages);
  if (stands) return <span className={styles.stands}>{words.stands}</span>;
  if (total < leastMs) return null;
  return (
    <details className={styles.given}>
      <summary>{words.given(spanOf(total))}</summary>
      <ul>
        {outages.map((outage) => (
          <li key={outage.endedAt}>
            {words.outage(
              timeOfDay(Date.parse(outage.beganAt)),
              words.reasons[outage.reason],
              spanOf(lengthOf(outage)),
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The words of what was given back just now, for as long as they are worth reading. */
export function useGivenNow(outages: Attempt['outages']): string {
  const total = givenBack(outages);
  const before = useRef(total);
  const [given, setGiven] = useState(0);
  useEffect(() => {
    const more = total - before.current;
    before.current = total;
    if (more < leastMs) return;
    setGiven(more);
    const timer = setTimeout(() => setGiven(0), noticeMs);
    return () => clearTimeout(timer);
  }, [total]);
  return given > 0 ? words.givenNow(spanOf(given)) : '';
}
