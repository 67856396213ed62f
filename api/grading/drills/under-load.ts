// One drill: a steady open load, something done to the service at a moment the seed chose, and the load going on.
import { setTimeout as sleep } from 'node:timers/promises';
import { seedFrom, uniform } from '../../../sandboxes/probe/random.ts';
import type { WindowLine } from '../../../sandboxes/probe/observation.ts';
import type { Drill } from '../../challenge/drill.ts';
import type { Pod } from '../../sandbox/sandboxes.ts';
import { phaseCommand } from '../duet.ts';
import type { DrillRun, DrillSecond } from '../evidence.ts';
import { limits, type Plan } from '../plan.ts';
import { onTime } from '../validity.ts';
import { type Disturbance, type Drilling, patienceMs } from './disturbance.ts';

const longestMs = 120_000;
/** A supervisor looks so often whether the service has ended. */
const lookMs = 250;

/** @param id of the phase, one for each drill. @throws SandboxError */
export async function underLoad(
  id: string,
  drill: Drill,
  disturbance: Disturbance,
  drilling: Drilling,
): Promise<DrillRun> {
  const { side, challenge, plan, signal } = drilling;
  const seed = seedFrom(drilling.seed, id);
  const rps = Math.min(limits.drivenRps, Math.max(2, plan.steadyShare * drilling.saturatedRps));
  const timeoutMs = patienceMs(challenge.goal);
  const steady = { mode: 'open', connections: 0, rate: rps, durationMs: longestMs } as const;
  const command = { ...phaseCommand(id, { ...steady, seed, drainMs: timeoutMs }), timeoutMs };
  const loading = side.generator.run(command);
  // Heard below, unless the disturbance fails first.
  loading.catch(() => {});
  const supervisor = new Supervisor(side.pod);
  const recoverMs = plan.drill.recoverMs + (disturbance.extraMs ?? 0);
  const quietMs = plan.drill.beforeMs + 1000 * uniform(seedFrom(seed, 'moment'))();
  const times = { fromMs: 0, toMs: 0 };
  try {
    await sleep(command.startAtMs + quietMs - Date.now(), undefined, { ...(signal && { signal }) });
    await disturbance.lead?.();
    times.fromMs = Date.now() - command.startAtMs;
    await (disturbance.endsService ? disturbance.act() : supervisor.during(disturbance.act()));
    times.toMs = Date.now() - command.startAtMs;
    await supervisor.during(sleep(recoverMs, undefined, { ...(signal && { signal }) }));
  } finally {
    side.generator.stop(id);
  }
  // What counts is whether an answer came in time at all: a lag far below that changes nothing.
  const validity = { ...plan.validity, lagP99Ms: timeoutMs / 4 };
  const seconds = secondsOf(await loading, command.startAtMs, validity);
  const found = {
    what: disturbance.what,
    memory: [],
    burst: null,
    storm: null,
    ...(await disturbance.found?.()),
  };
  return { drill, rps, ...times, recoverMs, seconds, exits: supervisor.exits, ...found };
}

/** Starts a service again that ends by itself, as whatever runs it in earnest would. */
class Supervisor {
  readonly #pod: Pod;
  exits = 0;

  constructor(pod: Pod) {
    this.#pod = pod;
  }

  async during(work: Promise<void>): Promise<void> {
    const over = new AbortController();
    const watching = this.#watch(over.signal);
    // Heard below, unless the work itself fails first.
    watching.catch(() => {});
    try {
      await work;
    } finally {
      over.abort();
      await watching;
    }
  }

  async #watch(over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      if ((await this.#pod.status()).state === 'exited') {
        this.exits++;
        await this.#pod.restart();
      }
      await sleep(lookMs, undefined, { signal: over }).catch(() => {});
    }
  }
}

/** Whole seconds only: requests of the last one were planned and never sent. */
function secondsOf(
  windows: readonly WindowLine[],
  startMs: number,
  validity: Plan['validity'],
): DrillSecond[] {
  return windows
    .filter((window) => window.ms === 1000)
    .map((window) => ({
      startMs: window.startMs - startMs,
      scheduled: window.scheduled,
      good: window.good,
      failures: window.failures,
      valid: onTime(window, validity),
    }));
}
