import { setTimeout as sleep } from 'node:timers/promises';
import { seedFrom, uniform } from '../../../sandboxes/probe/random.ts';
import type { DrillOf } from '../../challenge/drill.ts';
import { Storm } from '../../probe/storm.ts';
import type { Prepare } from './disturbance.ts';

const actMs = 8000;
const afterMs = 2000;

/**
 * Over once its process runs again: how long it takes to answer then is its own. Where the challenge has a storm, one is
 * under way when it happens and goes on afterwards, and everything that was acknowledged must be there in the end.
 */
export const kill: Prepare<DrillOf<'kill'>> = async ({ side, challenge, seed, signal }) => {
  const { pod, probe } = side;
  const own = seedFrom(seed, 'kill');
  const storm = challenge.suites.hidden.has('storm.ts')
    ? await Storm.start(probe, { port: challenge.port, seed: own, ...(signal && { signal }) })
    : undefined;
  let acting: Promise<unknown> | undefined;
  return {
    what: 'The service was killed, and started again',
    endsService: true,
    lead: async () => {
      acting = storm?.act(actMs);
      // Heard in `found`.
      acting?.catch(() => {});
      if (storm) await sleep(200 + 600 * uniform(own)());
    },
    act: async () => {
      await pod.end('SIGKILL');
      storm?.stop();
      await pod.restart();
    },
    found: async () => {
      await acting;
      await storm?.act(afterMs);
      return { storm: (await storm?.readBack()) ?? null };
    },
  };
};

export const restart: Prepare<DrillOf<'restart'>> = ({ side: { pod } }) => {
  let how = '';
  return {
    what: 'The service was asked to end (SIGTERM), and started again',
    endsService: true,
    act: async () => {
      const { exitCode, ms } = await pod.end('SIGTERM');
      how = exitCode === 137 ? 'had to be killed' : `ended with code ${exitCode}`;
      how += ` after ${(ms / 1000).toFixed(1)} s`;
      await pod.restart();
    },
    found: async () => ({
      what: `The service was asked to end (SIGTERM), ${how}, and was started again`,
    }),
  };
};
