import { setTimeout as sleep } from 'node:timers/promises';
import type { DrillOf } from '../../challenge/drill.ts';
import type { Probe } from '../../sandbox/sandboxes.ts';
import type { Prepare } from './disturbance.ts';

const tellMs = 15_000;

export const dependency: Prepare<DrillOf<'dependency'>> = (
  { side: { probe } },
  { stub, behaviour, seconds = 4 },
) => ({
  what: `${stub} ${inWords(behaviour)} for ${seconds} s`,
  act: async () => {
    await behave(probe, stub, behaviour);
    await sleep(seconds * 1000);
    await behave(probe, stub, {});
  },
});

async function behave(probe: Probe, stub: string, behaviour: object): Promise<void> {
  await probe.run(['node', '/probe/run-behave.ts', stub, JSON.stringify(behaviour)], {
    deadlineMs: tellMs,
    onLine: () => {},
  });
}

function inWords(behaviour: DrillOf<'dependency'>['behaviour']): string {
  const { delayMs, fail, hang, garbage, cut, perSecond, twice } = behaviour;
  const some = (share: number) => (share === 1 ? '' : `${Math.round(share * 100)} % of the time `);
  return [
    delayMs !== undefined && `answered ${delayMs} ms late`,
    fail && `${some(fail.share)}failed with ${fail.status}`,
    hang !== undefined && `${some(hang)}did not answer`,
    garbage !== undefined && `${some(garbage)}answered garbage`,
    cut !== undefined && `${some(cut)}cut the connection`,
    perSecond !== undefined && `refused more than ${perSecond} calls a second`,
    twice && 'notified twice',
  ]
    .filter((words) => typeof words === 'string')
    .join(', ');
}
