import { setTimeout as sleep } from 'node:timers/promises';

/** More than a build or a test says. */
const freeBytes = 4 * 2 ** 20;
const bytesPerSecond = 2 * 2 ** 20;

/**
 * Slows a program down that prints without end: it waits until what it printed is taken. Taking it costs the engine and this
 * process time, which is the machine's and no pod's.
 * @returns is told how many bytes have come, and resolves when the next may come
 */
export function paced(): (bytes: number) => Promise<void> {
  const began = performance.now();
  let taken = 0;
  return async (bytes) => {
    taken += bytes;
    const dueMs = ((taken - freeBytes) / bytesPerSecond) * 1000;
    const earlyMs = began + dueMs - performance.now();
    if (earlyMs > 0) await sleep(earlyMs);
  };
}
