// How true the load generator is: against a server whose delay is known, at rising rates.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Worker, isMainThread, parentPort } from 'node:worker_threads';
import { percentile } from '../../api/grading/percentile.ts';
import { Engine } from '../../sandboxes/probe/engine.ts';
import { defineLoad } from '../../sandboxes/probe/kit/load.ts';

export const usage = 'engine [rate …]';

const delayMs = 10;
const seconds = 5;

if (!isMainThread) serve();

/** Prints, for each rate, what was measured of answers that take 10 ms, and how late the generator itself was. */
export async function run(rates: string[]): Promise<void> {
  const server = new Worker(import.meta.filename);
  const port = await new Promise<number>((resolve) => server.once('message', resolve));
  const kinds = defineLoad([
    { name: 'any', weight: 1, make: () => ({ method: 'GET', path: '/', check: (status) => status === 200 }) },
  ]);
  const engine = new Engine(`http://127.0.0.1:${port}`, kinds);
  console.log(`answers take ${delayMs} ms; milliseconds from the intended time`);
  for (const rate of rates.length > 0 ? rates.map(Number) : [200, 1000, 2000]) {
    const windows = await engine.run({
      type: 'phase',
      id: `at-${rate}`,
      mode: 'open',
      connections: 0,
      rate,
      seed: 1,
      startAtMs: Date.now() + 200,
      durationMs: seconds * 1000,
      drainMs: 1000,
      timeoutMs: 5000,
    });
    const latencies = windows.flatMap((window) => window.latencies);
    const sent = windows.reduce((sum, window) => sum + window.sent, 0);
    const lag = Math.max(...windows.map((window) => window.lagP99Ms));
    const cpu = Math.max(...windows.map((window) => window.cpuShare));
    console.log(
      `${rate}/s: sent ${sent}, good ${latencies.length}, p50 ${percentile(latencies, 50)}, p95 ${percentile(latencies, 95)}, ` +
        `p99 ${percentile(latencies, 99)}, worst second: lag p99 ${lag} ms, own core ${cpu}`,
    );
  }
  await engine.close();
  await server.terminate();
}

function serve(): void {
  const server = createServer((_request, response) => {
    setTimeout(() => response.end('{}'), delayMs);
  });
  server.listen(0, '127.0.0.1', () => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker of Node, not a window
    parentPort?.postMessage((server.address() as AddressInfo).port);
  });
}
