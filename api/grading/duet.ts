// Phases in which both services are loaded over the same seconds.
import { cpuBetween, type CpuSample, measureCpu } from './cpu.ts';
import type { Paired, Second } from './evidence.ts';
import { OurFailure } from './failure.ts';
import { aims, type Spare } from './narrow.ts';
import type { LoadPhase, WindowLine } from '../../sandboxes/probe/observation.ts';
import { seedFrom } from '../../sandboxes/probe/random.ts';
import { limits, type Plan } from './plan.ts';
import type { Side } from './side.ts';
import { enoughValid, validSeconds } from './validity.ts';

/** Both generators are told this long before they start together. */
const aheadMs = 250;

export interface Duet {
  candidate: Side;
  reference: Side;
}

/** What a phase asks of both sides alike. */
export type PhaseSettings = Pick<
  LoadPhase,
  'mode' | 'connections' | 'rate' | 'seed' | 'durationMs' | 'drainMs'
>;

/** A phase as its generator is told it. */
export function phaseCommand(id: string, settings: PhaseSettings): Omit<LoadPhase, 'type'> {
  return { id, startAtMs: Date.now() + aheadMs, timeoutMs: limits.requestMs, ...settings };
}

/**
 * Loads both services at once, once more when the generator or the machine was the limit.
 * @throws OurFailure inconclusive when that happens again
 */
export async function pairedPhase(
  duet: Duet,
  name: string,
  settings: PhaseSettings,
  validity: Plan['validity'],
): Promise<Paired> {
  for (const attempt of [1, 2]) {
    const paired = await once(duet, `${name}-${attempt}`, settings, validity);
    if (enoughValid(paired, validity)) return paired;
  }
  throw new OurFailure(
    'inconclusive',
    `The machine was too busy to measure anything while both were ${name}`,
  );
}

export interface Narrowing {
  plan: Pick<Plan, 'narrow' | 'validity'>;
  spare: Spare;
  /** Half the range of points that these seconds leave open. */
  open: (paired: Paired) => number;
}

/**
 * A phase that is lengthened while its seconds leave more open than is aimed at, as far as the plan and the time to spare
 * go. Whatever is left open then stays so: the range says it.
 * @throws OurFailure inconclusive
 */
export async function narrowPhase(
  duet: Duet,
  name: string,
  settings: PhaseSettings,
  { plan: { narrow, validity }, spare, open }: Narrowing,
): Promise<Paired> {
  let paired = await pairedPhase(duet, name, settings, validity);
  let { durationMs } = settings;
  while (
    open(paired) > aims.phase &&
    durationMs + narrow.addMs <= narrow.mostMs &&
    spare.take(narrow.addMs)
  ) {
    const more = { ...settings, durationMs: narrow.addMs, seed: seedFrom(settings.seed, 'more', durationMs) };
    paired = joined(paired, await once(duet, `${name}-from-${durationMs}`, more, validity));
    durationMs += narrow.addMs;
  }
  return paired;
}

function joined(one: Paired, other: Paired): Paired {
  return {
    ...one,
    candidate: [...one.candidate, ...other.candidate],
    reference: [...one.reference, ...other.reference],
    valid: [...one.valid, ...other.valid],
  };
}

async function once(
  duet: Duet,
  id: string,
  settings: PhaseSettings,
  validity: Plan['validity'],
): Promise<Paired> {
  const command = phaseCommand(id, settings);
  const [candidate, reference] = await Promise.all([
    load(duet.candidate, command),
    load(duet.reference, command),
  ]);
  return {
    candidate: candidate.map((line) => line.second),
    reference: reference.map((line) => line.second),
    valid: validSeconds(candidate, reference, settings.mode, validity),
  };
}

/** @returns the phase's whole seconds */
async function load({ pod, generator }: Side, command: Omit<LoadPhase, 'type'>) {
  const { result, samples } = await measureCpu(pod, generator.run(command));
  return result
    .filter((line) => line.ms === 1000)
    .map((line) => ({ ...line, second: secondOf(line, samples) }));
}

function secondOf(line: WindowLine, cpu: readonly CpuSample[]): Second {
  const { scheduled, good, failures, latencies, samples, startMs, ms } = line;
  return { scheduled, good, failures, latencies, samples, cpuMs: cpuBetween(cpu, startMs, startMs + ms) };
}
