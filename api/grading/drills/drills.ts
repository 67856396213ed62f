// Every drill of a challenge, one after the other, on the candidate's service alone.
import { seedFrom } from '../../../sandboxes/probe/random.ts';
import type { Drill } from '../../challenge/drill.ts';
import type { DrillRun } from '../evidence.ts';
import { startAnew } from './anew.ts';
import { databaseCut, databasePause, databaseRestart } from './database.ts';
import { dependency } from './dependency.ts';
import type { Disturbance, Drilling } from './disturbance.ts';
import { factOf } from './fact.ts';
import { overload } from './overload.ts';
import { kill, restart } from './service.ts';
import { slowClients } from './slow-clients.ts';
import { soak } from './soak.ts';
import { underLoad } from './under-load.ts';

/**
 * A drill in which the machine was too busy to see anything is done once more.
 * @throws SandboxError, or the signal's reason
 */
export async function runDrills(drilling: Drilling): Promise<DrillRun[]> {
  const runs: DrillRun[] = [];
  for (const [index, drill] of drilling.challenge.drills.entries()) {
    drilling.signal?.throwIfAborted();
    const first = await once(`drill-${index}`, drill, drilling);
    runs.push(factOf(first).measured ? first : await again(index, drill, first, drilling));
  }
  return runs;
}

/**
 * Without the storm: it begins with what the database held at first, and its keys are used up. What it found stands, unless
 * the machine kept it from being read back.
 */
async function again(index: number, drill: Drill, first: DrillRun, drilling: Drilling): Promise<DrillRun> {
  const anew = { ...drilling, seed: seedFrom(drilling.seed, 'again'), calm: true as const };
  const run = await once(`drill-${index}-again`, drill, anew);
  return { ...run, storm: first.storm?.unreadable === undefined ? first.storm : null };
}

/** Leaves a service behind that answers, as far as that can be had. */
async function once(id: string, drill: Drill, drilling: Drilling): Promise<DrillRun> {
  const run = await underLoad(id, drill, await prepare(drilling, drill), drilling);
  if (factOf(run).recoveryMs === null) await startAnew(drilling);
  return run;
}

function prepare(drilling: Drilling, drill: Drill): Disturbance | Promise<Disturbance> {
  switch (drill.kind) {
    case 'kill':
      return kill(drilling, drill);
    case 'restart':
      return restart(drilling, drill);
    case 'database-restart':
      return databaseRestart(drilling, drill);
    case 'database-pause':
      return databasePause(drilling, drill);
    case 'database-cut':
      return databaseCut(drilling, drill);
    case 'dependency':
      return dependency(drilling, drill);
    case 'overload':
      return overload(drilling, drill);
    case 'slow-clients':
      return slowClients(drilling, drill);
    case 'soak':
      return soak(drilling, drill);
  }
}
