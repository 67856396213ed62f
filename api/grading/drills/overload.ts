import { setTimeout as sleep } from 'node:timers/promises';
import { seedFrom } from '../../../sandboxes/probe/random.ts';
import type { WindowLine } from '../../../sandboxes/probe/observation.ts';
import type { DrillOf } from '../../challenge/drill.ts';
import { Generator } from '../../probe/generator.ts';
import { phaseCommand } from '../duet.ts';
import type { DrillRun } from '../evidence.ts';
import { patienceMs, type Prepare } from './disturbance.ts';
import { failuresOf, sum } from './fact.ts';

const burstMs = 3000;
/**
 * When saturated it had half of a core, beside the reference; now it has all of it. Twice what it can take is four times
 * that.
 */
const times = 4;
/** What one generator can send. */
const mostRps = 2500;

/** A generator of its own sends the surplus, so that the steady load goes on as if nothing was. */
export const overload: Prepare<DrillOf<'overload'>> = async (drilling) => {
  const surplus = await Generator.start(drilling.side.probe, drilling.challenge.port, drilling.signal);
  const timeoutMs = patienceMs(drilling.challenge.goal);
  const rate = Math.min(mostRps, times * drilling.saturatedRps);
  let answered: Promise<WindowLine[]> = Promise.resolve([]);
  return {
    what: `${Math.round(rate)} requests per second came on top for ${burstMs / 1000} s`,
    // What came last may be worked on until its time is over.
    extraMs: timeoutMs,
    act: async () => {
      const command = phaseCommand('burst', {
        mode: 'open',
        connections: 0,
        rate,
        seed: seedFrom(drilling.seed, 'burst'),
        durationMs: burstMs,
        drainMs: timeoutMs,
      });
      answered = surplus.run({ ...command, timeoutMs });
      // Heard in `found`.
      answered.catch(() => {});
      await sleep(command.startAtMs + burstMs - Date.now());
    },
    found: async () => ({ burst: burstOf(await answered) }),
  };
};

function burstOf(windows: readonly WindowLine[]): NonNullable<DrillRun['burst']> {
  return {
    scheduled: sum(windows, 'scheduled'),
    good: sum(windows, 'good'),
    failures: failuresOf(windows),
  };
}
