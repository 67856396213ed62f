// node generator.ts <origin> <sockets|pool> <rate> <milliseconds> <seed>: offers an open load and prints its windows.
import { Engine } from '../../../sandboxes/probe/engine.ts';
import { defineLoad } from '../../../sandboxes/probe/kit/load.ts';
import { PoolTransport } from '../../../sandboxes/probe/wire/pool.ts';
import { SocketTransport } from '../../../sandboxes/probe/wire/sockets.ts';

const [origin = '', transport, rate, durationMs, seed] = process.argv.slice(2);
const kinds = defineLoad([
  {
    name: 'any',
    weight: 1,
    make: (random) => ({
      method: 'GET',
      path: `/items/${random.integer(1, 1000)}`,
      check: (status, json) => status === 200 && (json as { ok: boolean }).ok,
    }),
  },
]);
const engine = new Engine(
  origin,
  kinds,
  new (transport === 'pool' ? PoolTransport : SocketTransport)(origin),
);
const common = {
  type: 'phase',
  mode: 'open',
  connections: 0,
  seed: Number(seed),
  drainMs: 2000,
  timeoutMs: 5000,
} as const;
// Uncounted, at the rate that is measured: code that was run seldom is slow, the server's too.
await engine.run({
  ...common,
  id: 'warm-up',
  rate: Number(rate),
  startAtMs: Date.now() + 50,
  durationMs: 3000,
});
process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
await new Promise((resolve) => process.stdin.once('data', resolve));
const before = process.cpuUsage();
const startAtMs = Date.now() + 100;
const settings = { ...common, id: 'measured', rate: Number(rate), startAtMs, durationMs: Number(durationMs) };
const windows = await engine.run(settings);
const { user, system } = process.cpuUsage(before);
process.stdout.write(`${JSON.stringify({ windows, cpuMs: (user + system) / 1000 })}\n`);
await engine.close();
process.stdin.destroy();
