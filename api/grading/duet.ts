// Phases in which both services are loaded over the same seconds.
import { cpuBetween, type CpuSample, measureCpu, measureMemory } from './cpu.ts';
import { countsOf, effortBetween, effortSum } from './effort.ts';
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
    ...(one.effort && other.effort && { effort: eachSide(one.effort, other.effort, effortSum) }),
    ...(one.memory && other.memory && { memory: eachSide(one.memory, other.memory, (a, b) => [...a, ...b]) }),
  };
}

function eachSide<T>(
  one: Record<Side['role'], T>,
  other: Record<Side['role'], T>,
  join: (one: T, other: T) => T,
): Record<Side['role'], T> {
  return { candidate: join(one.candidate, other.candidate), reference: join(one.reference, other.reference) };
}

async function once(
  duet: Duet,
  id: string,
  settings: PhaseSettings,
  validity: Plan['validity'],
): Promise<Paired> {
  // Only at a rate that both can serve do both get the same requests.
  const before = settings.mode === 'open' ? await both(duet, countsOf) : undefined;
  const command = phaseCommand(id, settings);
  const loaded = await both(duet, (side) => load(side, command));
  const effort =
    before &&
    (await both(duet, async (side) =>
      effortBetween(before[side.role], await countsOf(side), loaded[side.role].sent),
    ));
  const { candidate, reference } = loaded;
  return {
    candidate: candidate.lines.map((line) => line.second),
    reference: reference.lines.map((line) => line.second),
    valid: validSeconds(candidate.lines, reference.lines, settings.mode, validity),
    memory: { candidate: candidate.held, reference: reference.held },
    ...(effort && { effort }),
  };
}

/** Does the same to both at once. */
async function both<T>(duet: Duet, work: (side: Side) => Promise<T>): Promise<Record<Side['role'], T>> {
  const [candidate, reference] = await Promise.all([work(duet.candidate), work(duet.reference)]);
  return { candidate, reference };
}

/** @returns the phase's whole seconds, and how many requests were sent in all of it */
async function load({ pod, generator }: Side, command: Omit<LoadPhase, 'type'>) {
  const measured = measureCpu(pod, generator.run(command));
  const { result: cpu, samples: held } = await measureMemory(pod, measured);
  const lines = cpu.result
    .filter((line) => line.ms === 1000)
    .map((line) => ({ ...line, second: secondOf(line, cpu.samples) }));
  return { lines, held, sent: cpu.result.reduce((sum, line) => sum + line.sent, 0) };
}

function secondOf(line: WindowLine, cpu: readonly CpuSample[]): Second {
  const { scheduled, good, failures, latencies, samples, startMs, ms } = line;
  return { scheduled, good, failures, latencies, samples, cpuMs: cpuBetween(cpu, startMs, startMs + ms) };
}
