// The ladder: one service is offered higher and higher rates until it misses the goal, while the other is kept
// saturated. Pods share a core by equal shares and without a quota, so a service has half a core, no more and no less,
// only as long as the other one is hungry; each side climbs under the same condition.
import { seedFrom } from '../../sandboxes/probe/random.ts';
import type { Challenge } from '../challenge/challenge.ts';
import { phaseCommand } from './duet.ts';
import type { Step } from './evidence.ts';
import { meetsGoal } from './knee.ts';
import type { WindowLine } from '../../sandboxes/probe/observation.ts';
import type { Plan } from './plan.ts';
import type { Side } from './side.ts';
import { onTime } from './validity.ts';

/** Until the neighbour is saturated. */
const hungryMs = 500;
const longestMs = 180_000;

export interface LadderOptions {
  plan: Plan;
  goal: Challenge['goal'];
  seed: number;
  /** What the climber reached when both were saturated, in good answers per second. */
  saturatedRps: number;
}

/** @returns the steps the climber was offered, in rising order */
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
    return await steps(climber, options);
  } finally {
    neighbour.generator.stop(id);
    await hungry;
  }
}

async function steps(climber: Side, options: LadderOptions): Promise<Step[]> {
  const done: Step[] = [];
  let failures = 0;
  for (const [index, share] of options.plan.ladder.shares.entries()) {
    const step = await validStep(climber, index, Math.max(1, share * options.saturatedRps), options);
    done.push(step);
    failures = meetsGoal(step, options.goal) || !step.valid ? 0 : failures + 1;
    if (failures >= options.plan.ladder.failures) break;
  }
  return done;
}

async function validStep(climber: Side, index: number, rps: number, options: LadderOptions): Promise<Step> {
  const first = await offer(climber, `step-${index}`, rps, index, options);
  return first.valid ? first : offer(climber, `step-${index}-again`, rps, index, options);
}

async function offer(
  climber: Side,
  id: string,
  rps: number,
  index: number,
  options: LadderOptions,
): Promise<Step> {
  const { minMs, maxMs, requests } = options.plan.ladder;
  const durationMs = Math.round(Math.min(maxMs, Math.max(minMs, (1000 * requests) / rps)));
  const windows = await climber.generator.run(
    phaseCommand(id, {
      mode: 'open',
      connections: 0,
      rate: rps,
      seed: seedFrom(options.seed, 'step', index),
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
