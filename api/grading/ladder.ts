// The ladder: one service is offered higher and higher rates until it misses the goal, while the other is kept
// saturated. Pods share a core by equal shares and without a quota, so a service has half a core, no more and no less,
// only as long as the other one is hungry; each side climbs under the same condition.
import { seedFrom } from '../../sandboxes/probe/random.ts';
import type { Challenge } from '../challenge/challenge.ts';
import { phaseCommand } from './duet.ts';
import type { Step } from './evidence.ts';
import { kneeOf, meetsGoal } from './knee.ts';
import type { WindowLine } from '../../sandboxes/probe/observation.ts';
import { limits, type Plan } from './plan.ts';
import type { Side } from './side.ts';
import { onTime } from './validity.ts';

/** Until the neighbour is saturated. */
const hungryMs = 500;
const longestMs = 180_000;
/** Rates that are apart by less than this factor tell nothing more. */
const closeEnough = 1.1;

export interface LadderOptions {
  plan: Plan;
  goal: Challenge['goal'];
  seed: number;
  /** What the climber reached when both were saturated, in good answers per second. */
  saturatedRps: number;
}

/** @returns the steps the climber was offered: those of the plan in rising order, then those that came closer */
export async function climb(climber: Side, neighbour: Side, options: LadderOptions): Promise<Step[]> {
  const id = `neighbour-of-${climber.role}`;
  const { connections } = options.plan;
  const hungry = neighbour.generator.run(
    phaseCommand(id, {
      mode: 'closed',
      connections,
      rate: 0,
      seed: seedFrom(options.seed, 'neighbour'),
      durationMs: longestMs,
      drainMs: 0,
    }),
  );
  // Its end is awaited below; until then a failure of the climber must not leave it unheard.
  hungry.catch(() => {});
  try {
    await new Promise((resolve) => setTimeout(resolve, hungryMs));
    return await closer(climber, await steps(climber, options), options);
  } finally {
    neighbour.generator.stop(id);
    await hungry;
  }
}

/**
 * The ladder of the reference, which holds the goal wherever there is a machine to hold it on: when it holds no step, what
 * was seen is the machine. It climbs once more then, and the steps do not count when that shows the same.
 */
export async function climbAsReference(
  reference: Side,
  neighbour: Side,
  options: LadderOptions,
): Promise<Step[]> {
  const first = await climb(reference, neighbour, options);
  if (holdsSome(first, options)) return first;
  const again = await climb(reference, neighbour, options);
  return holdsSome(again, options) ? again : again.map((step) => ({ ...step, valid: false }));
}

function holdsSome(done: readonly Step[], { goal }: LadderOptions): boolean {
  return done.some((step) => step.valid && meetsGoal(step, goal));
}

async function steps(climber: Side, options: LadderOptions): Promise<Step[]> {
  const done: Step[] = [];
  let misses = 0;
  let tooMuch = 0;
  for (const [index, share] of options.plan.ladder.shares.entries()) {
    const rps = Math.max(1, share * options.saturatedRps);
    const seed = seedFrom(options.seed, 'step', index);
    const step = await validStep(climber, { id: `step-${index}`, rps, seed }, options);
    done.push(step);
    misses = step.valid && !meetsGoal(step, options.goal) ? misses + 1 : 0;
    tooMuch = !step.valid && rps > limits.drivenRps ? tooMuch + 1 : 0;
    if (Math.max(misses, tooMuch) >= options.plan.ladder.failures) break;
  }
  return done;
}

/** A service that held all that the generator could drive is offered rates between that and what was too much for the generator. */
async function closer(climber: Side, done: Step[], options: LadderOptions): Promise<Step[]> {
  const all = [...done];
  for (let nth = 0; nth < options.plan.ladder.closer; nth++) {
    const rps = between(all, options.goal);
    if (rps === undefined) break;
    const seed = seedFrom(options.seed, 'closer', nth);
    all.push({ ...(await validStep(climber, { id: `closer-${nth}`, rps, seed }, options)), closer: true });
  }
  return all;
}

/** @returns undefined where the knee was found, or nothing was too much */
function between(all: readonly Step[], goal: LadderOptions['goal']): number | undefined {
  const knee = kneeOf(all, goal);
  if (!knee?.atLeast) return undefined;
  const tooMuch = Math.min(...all.map(({ rps }) => rps).filter((rps) => rps > knee.rps));
  return tooMuch < Infinity && tooMuch > closeEnough * knee.rps ? Math.sqrt(knee.rps * tooMuch) : undefined;
}

interface Offer {
  id: string;
  rps: number;
  seed: number;
}

async function validStep(climber: Side, offer: Offer, options: LadderOptions): Promise<Step> {
  const first = await once(climber, offer, options);
  return first.valid ? first : once(climber, { ...offer, id: `${offer.id}-again` }, options);
}

async function once(climber: Side, { id, rps, seed }: Offer, options: LadderOptions): Promise<Step> {
  const { minMs, maxMs, requests } = options.plan.ladder;
  const durationMs = Math.round(Math.min(maxMs, Math.max(minMs, (1000 * requests) / rps)));
  const windows = await climber.generator.run(
    phaseCommand(id, {
      mode: 'open',
      connections: 0,
      rate: rps,
      seed,
      durationMs,
      // An answer later than this has missed the goal by far; waiting for it would only lengthen the grading.
      drainMs: Math.max(1000, 2 * options.goal.ms),
    }),
  );
  return stepOf(windows, rps, durationMs, options.plan);
}

function stepOf(windows: readonly WindowLine[], rps: number, ms: number, plan: Plan): Step {
  const failures: Record<string, number> = {};
  for (const window of windows)
    for (const [kind, count] of Object.entries(window.failures))
      failures[kind] = (failures[kind] ?? 0) + count;
  return {
    rps,
    ms,
    scheduled: windows.reduce((sum, window) => sum + window.scheduled, 0),
    good: windows.reduce((sum, window) => sum + window.good, 0),
    failures,
    latencies: windows.flatMap((window) => window.latencies),
    samples: windows.map((window) => window.samples),
    valid: windows.every((window) => onTime(window, plan.validity)),
  };
}
