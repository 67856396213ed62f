import type { DrillOf } from '../../challenge/drill.ts';
import type { Prepare } from './disturbance.ts';

/** Over once its process runs again: how long it takes to answer then is its own. */
export const kill: Prepare<DrillOf<'kill'>> = ({ side: { pod } }) => ({
  what: 'The service was killed, and started again',
  endsService: true,
  act: async () => {
    await pod.end('SIGKILL');
    await pod.restart();
  },
});

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
