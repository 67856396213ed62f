// Another process that takes half a core now and then, as something else on a founder's machine would.
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

const halfACore = `
const wait = new Int32Array(new SharedArrayBuffer(4));
for (;;) {
  const since = performance.now();
  while (performance.now() - since < 10);
  Atomics.wait(wait, 0, 0, 10);
}`;

/** Works for 3 to 8 seconds, rests as long, and so on. @returns ends it */
export function disturb(): () => void {
  const over = new AbortController();
  void goOn(over.signal).catch(() => {});
  return () => over.abort();
}

async function goOn(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const worker = new Worker(halfACore, { eval: true });
    try {
      await sleep(someMs(), undefined, { signal });
    } finally {
      await worker.terminate();
    }
    await sleep(someMs(), undefined, { signal });
  }
}

const someMs = () => 3000 + 5000 * Math.random();
