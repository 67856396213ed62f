import { setTimeout as sleep } from 'node:timers/promises';
import { seedFrom, uniform } from '../../../sandboxes/probe/random.ts';
import type { DrillOf } from '../../challenge/drill.ts';
import { Storm } from '../../probe/storm.ts';
import { comeBack } from './anew.ts';
import type { Drilling, Prepare } from './disturbance.ts';

/** Until the kill: a service that has not done by then what a storm asks of it, does not. */
const actMs = 8000;
const afterMs = 2000;

/**
 * Over once its process runs again: how long it takes to answer then is its own. Where the challenge has a storm, one is
 * under way when it happens, and has got so much acknowledged that there is something to lose. It goes on once the service
 * answers again, and everything that was acknowledged must be there in the end.
 */
export const kill: Prepare<DrillOf<'kill'>> = async (drilling) => {
  const { seed, signal } = drilling;
  const { pod } = drilling.side;
  const own = seedFrom(seed, 'kill');
  const storm = await stormOf(drilling, own);
  let acting: Promise<unknown> | undefined;
  return {
    what: 'The service was killed, and started again',
    endsService: true,
    lead: async () => {
      acting = storm?.act(actMs);
      // Heard in `found`.
      acting?.catch(() => {});
      if (!storm) return;
      await Promise.race([storm.progressed, acting]);
      await sleep(200 + 600 * uniform(own)(), undefined, { ...(signal && { signal }) });
    },
    act: async () => {
      await pod.end('SIGKILL');
      storm?.stop();
      await pod.restart();
    },
    found: async () => {
      if (!storm) return {};
      await acting;
      await comeBack(drilling);
      await storm.act(afterMs);
      return { storm: await storm.readBack() };
    },
  };
};

async function stormOf(
  { side, challenge, signal, calm }: Drilling,
  seed: number,
): Promise<Storm | undefined> {
  if (calm || !challenge.suites.hidden.has('storm.ts')) return undefined;
  return Storm.start(side.probe, { port: challenge.port, seed, ...(signal && { signal }) });
}

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
