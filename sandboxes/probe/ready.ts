import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadyLine } from './observation.ts';

const pauseMs = 100;
const attemptMs = 3000;

interface Attempt {
  ready: boolean;
  listened: boolean;
  detail: string;
}

/** Asks `url` until it answers with a status below 500 or the time is over. */
export async function waitReady(url: string, deadlineMs: number): Promise<ReadyLine> {
  const startedMs = performance.now();
  let listened = false;
  let attempt: Attempt;
  do {
    attempt = await ask(url, Math.min(attemptMs, deadlineMs));
    listened ||= attempt.listened;
    if (attempt.ready) break;
    await sleep(pauseMs);
  } while (performance.now() - startedMs < deadlineMs);
  const ms = Math.round(performance.now() - startedMs);
  return { type: 'ready', ready: attempt.ready, listened, detail: attempt.detail.slice(0, 500), ms };
}

function ask(url: string, timeoutMs: number): Promise<Attempt> {
  return new Promise((resolve) => {
    let listened = false;
    const asked = request(url, { agent: false, signal: AbortSignal.timeout(timeoutMs) }, (response) => {
      const status = response.statusCode ?? 0;
      response.on('error', () => {}).destroy();
      resolve({ ready: status < 500, listened: true, detail: `answered with status ${status}` });
    });
    asked.on('socket', (socket) => socket.once('connect', () => (listened = true)));
    asked.on('error', (error) => resolve({ ready: false, listened, detail: reasonOf(error, timeoutMs) }));
    asked.end();
  });
}

function reasonOf(error: Error, timeoutMs: number): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  return 'code' in error ? String(error.code) : error.message;
}
