// Waits until a pod's service answers, or says why it never will.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pod, Probe, ServiceStatus } from '../sandbox/sandboxes.ts';
import { ReadyLine } from '../../sandboxes/probe/observation.ts';
import { parseLine, ProbeError } from './line.ts';

const lookMs = 300;
const graceMs = 20_000;

export interface Unready {
  code: 'exited' | 'never-listened' | 'did-not-start';
  reason: string;
}

/**
 * @param target port and path of the challenge's readiness answer
 * @returns undefined once the service answered, or why it did not
 * @throws SandboxError
 */
export async function waitReady(
  pod: Pod,
  probe: Probe,
  target: { port: number; path: string; deadlineMs: number },
  stop?: AbortSignal,
): Promise<Unready | undefined> {
  const giveUp = new AbortController();
  const signal = stop ? AbortSignal.any([giveUp.signal, stop]) : giveUp.signal;
  const asked = ask(probe, target, signal);
  // An aborted question ends in an error nobody waits for.
  asked.catch(() => {});
  try {
    const exited = watch(pod, signal);
    const first = await Promise.race([asked, exited]);
    if (first.type === 'exited') return { code: 'exited', reason: exitReason(first.status) };
    if (first.ready) return undefined;
    return unready(first, target, await pod.status());
  } finally {
    giveUp.abort();
  }
}

async function ask(
  probe: Probe,
  { port, path, deadlineMs }: { port: number; path: string; deadlineMs: number },
  signal: AbortSignal,
): Promise<ReadyLine> {
  let answer: ReadyLine | undefined;
  await probe.run(['node', '/probe/run-ready.ts', `http://127.0.0.1:${port}${path}`, String(deadlineMs)], {
    deadlineMs: deadlineMs + graceMs,
    onLine: (line) => (answer = parseLine(ReadyLine, line)),
    signal,
  });
  if (!answer) throw new ProbeError('The probe did not say whether the service answers');
  return answer;
}

async function watch(pod: Pod, signal: AbortSignal): Promise<{ type: 'exited'; status: ServiceStatus }> {
  for (;;) {
    const status = await pod.status();
    if (status.state === 'exited') return { type: 'exited', status };
    await sleep(lookMs, undefined, { signal });
  }
}

function exitReason(status: ServiceStatus): string {
  if (status.outOfMemory) return 'The service ran out of memory before it answered';
  return `The service exited with code ${status.exitCode} before it answered${limitMet(status)}`;
}

/** @returns the limit a service met, to be said after what came of it */
function limitMet({ outOfMemory, outOfProcesses, floodedLog }: ServiceStatus): string {
  if (floodedLog) return '; it was ended because it wrote more than 50,000 lines or 20 MB of log in a second';
  if (outOfProcesses) return '; it was refused more processes than a sandbox may have';
  return outOfMemory ? '; a process of it was killed for using up its memory' : '';
}

function unready(
  line: ReadyLine,
  { port, path, deadlineMs }: { port: number; path: string; deadlineMs: number },
  status: ServiceStatus,
): Unready {
  const within = `within ${Math.round(deadlineMs / 1000)} s`;
  const limit = limitMet(status);
  if (!line.listened)
    return { code: 'never-listened', reason: `Nothing listened on port ${port} ${within}${limit}` };
  return { code: 'did-not-start', reason: `GET ${path} did not succeed ${within}: ${line.detail}${limit}` };
}
