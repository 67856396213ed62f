// Runs a challenge's checks from the probe in a pod.
import type { Probe } from '../sandbox/sandboxes.ts';
import { type CheckLine, ChecksLine } from '../../sandboxes/probe/observation.ts';
import { parseLine, ProbeError } from './line.ts';

/** How long the probe may take beyond the checks' own time: Vitest's start, and the check that was running. */
const graceMs = 40_000;

export interface ChecksOptions {
  port: number;
  seed: number;
  /** Checks not done by then have failed. */
  deadlineMs: number;
  signal?: AbortSignal;
}

/**
 * Runs every check of the suite the probe was given against the service on `port`.
 * @throws SandboxError when the suite could not be run: never for a failed check
 */
export async function runChecks(probe: Probe, options: ChecksOptions): Promise<CheckLine[]> {
  const checks: CheckLine[] = [];
  let done: number | undefined;
  const baseUrl = `http://127.0.0.1:${options.port}`;
  const program = ['node', '/probe/run-checks.ts', baseUrl, String(options.seed), String(options.deadlineMs)];
  await probe.run(program, {
    deadlineMs: options.deadlineMs + graceMs,
    onLine: (raw) => {
      const line = parseLine(ChecksLine, raw);
      if (line.type === 'check') checks.push(line);
      else done = line.count;
    },
    ...(options.signal && { signal: options.signal }),
  });
  if (done !== checks.length) throw new ProbeError('The probe lost checks on the way');
  return checks;
}
