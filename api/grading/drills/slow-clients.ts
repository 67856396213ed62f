import { seedFrom } from '../../../sandboxes/probe/random.ts';
import type { DrillOf } from '../../challenge/drill.ts';
import type { Prepare } from './disturbance.ts';

const clients = 200;
const slowMs = 4000;
const graceMs = 15_000;

export const slowClients: Prepare<DrillOf<'slow-clients'>> = ({ side, challenge, seed }) => ({
  what: `${clients} clients sent or read a byte at a time for ${slowMs / 1000} s`,
  act: async () => {
    const origin = `http://127.0.0.1:${challenge.port}`;
    const numbers = [seedFrom(seed, 'slow'), clients, slowMs].map(String);
    await side.probe.run(['node', '/probe/run-slow-clients.ts', origin, '/suite/load.ts', ...numbers], {
      deadlineMs: slowMs + graceMs,
      onLine: () => {},
    });
  },
});
