// Goes into a service that is measured, with `burn-ms.ts` beside it: every request costs so much more processor time.
import http from 'node:http';
import { burnMs } from './burn-ms.ts';

const { createServer } = http;
http.createServer = ((...given: Parameters<typeof createServer>) =>
  createServer(...given).prependListener('request', burn)) as typeof createServer;

/** By its own time alone: what the core gives to others meanwhile does not count. A thread's is known to the tick only. */
function burn(): void {
  const since = spentMs();
  while (spentMs() - since < burnMs);
}

function spentMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
