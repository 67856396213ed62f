import { setTimeout as sleep } from 'node:timers/promises';
import type { DrillOf } from '../../challenge/drill.ts';
import type { Prepare } from './disturbance.ts';

const everyMs = 500;

/** Nothing is done but to go on: what is watched is the memory. */
export const soak: Prepare<DrillOf<'soak'>> = ({ side: { pod } }, { seconds = 20 }) => {
  const memory: { atMs: number; bytes: number }[] = [];
  return {
    what: `The load went on for ${seconds} s while its memory was watched`,
    act: async () => {
      const untilMs = performance.now() + seconds * 1000;
      while (performance.now() < untilMs) {
        const bytes = await pod.memory();
        memory.push({ atMs: Date.now(), bytes });
        await sleep(everyMs);
      }
    },
    found: async () => ({ memory }),
  };
};
