import { setTimeout as sleep } from 'node:timers/promises';
import { database, type DrillOf } from '../../challenge/drill.ts';
import type { Prepare } from './disturbance.ts';

/** Over once it takes connections again. */
export const databaseRestart: Prepare<DrillOf<'database-restart'>> = ({ side: { pod } }) => ({
  what: 'The database was killed and started again',
  act: () => pod.disturb(database, 'restart'),
});

export const databasePause: Prepare<DrillOf<'database-pause'>> = ({ side: { pod } }, { seconds = 3 }) => ({
  what: `The database did not answer for ${seconds} s`,
  act: async () => {
    await pod.disturb(database, 'pause');
    try {
      await sleep(seconds * 1000);
    } finally {
      await pod.disturb(database, 'resume');
    }
  },
});

export const databaseCut: Prepare<DrillOf<'database-cut'>> = ({ side: { pod } }) => ({
  what: 'Every connection to the database was cut',
  act: () => pod.disturb(database, 'cut'),
});
