// Which seconds measured the services, and which measured our generator or the machine.
import type { Paired } from './evidence.ts';
import type { WindowLine } from '../../sandboxes/probe/observation.ts';
import type { Outcome } from '../../sandboxes/probe/outcome.ts';
import type { Plan } from './plan.ts';

type Limits = Plan['validity'];

/** Whether the generator was itself on time, could open every connection it needed, and the machine was there for it. */
export function onTime(
  line: Pick<WindowLine, 'lagP99Ms' | 'cpuShare' | 'stolenShare' | 'failures'>,
  limits: Limits,
): boolean {
  const couldConnect = line.failures['own-limit' satisfies Outcome] === undefined;
  const kept = line.cpuShare <= limits.cpuShare && line.stolenShare <= limits.stolenShare;
  return couldConnect && kept && line.lagP99Ms <= limits.lagP99Ms;
}

/**
 * A second counts for both sides or for neither. When the reference, whose pace is known to be steady, all but stops,
 * the machine did; the candidate's own stops are its own and stay.
 */
export function validSeconds(
  candidate: readonly WindowLine[],
  reference: readonly WindowLine[],
  mode: 'closed' | 'open',
  limits: Limits,
): boolean[] {
  const usual = median(reference.map((line) => line.good));
  return reference.map((line, index) => {
    const other = candidate[index];
    const stopped = mode === 'closed' && line.good < usual * limits.stopShare;
    return other !== undefined && onTime(line, limits) && onTime(other, limits) && !stopped;
  });
}

/** Whether enough of a phase's seconds are valid. */
export function enoughValid({ valid }: Paired, limits: Limits): boolean {
  return valid.length > 0 && valid.filter(Boolean).length >= valid.length * limits.validShare;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
