// Asks a pod's third parties, from the probe, how often they were called.
import type { Probe } from '../sandbox/sandboxes.ts';
import { CallsLine } from '../../sandboxes/probe/observation.ts';
import { parseLine, ProbeError } from './line.ts';

const deadlineMs = 15_000;

/** @param stubs names of at least one. @returns calls of all of them together, since a check last made them forget. @throws SandboxError */
export async function countCalls(probe: Probe, stubs: readonly string[]): Promise<number> {
  let calls: number | undefined;
  await probe.run(['node', '/probe/run-calls.ts', ...stubs], {
    deadlineMs,
    onLine: (line) => (calls = parseLine(CallsLine, line).calls),
  });
  if (calls === undefined) throw new ProbeError('The probe did not say how often third parties were called');
  return calls;
}
