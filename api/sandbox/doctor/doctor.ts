// Proves, by attacking pods of its own, that what must keep candidates' code in does so on this machine.
import type { Engine } from '../engine.ts';
import { database, tryDatabase } from './database.ts';
import { readFacts } from './facts.ts';
import { type Finding, judge } from './finding.ts';
import { limits, useUp } from './limits.ts';
import { lookInside } from './look.ts';
import { neighbours, spy } from './neighbours.ts';
import { network, tryToGetOut } from './network.ts';
import { rights, tryRights } from './rights.ts';
import { onStage, type OpenPod, type Stage } from './stage.ts';
import { lookedFor, walls } from './walls.ts';

/** @returns every protection, then facts of the machine. @throws SandboxError when pods cannot even be opened */
export function examine(engine: Engine, open: OpenPod): Promise<Finding[]> {
  return lookTwice(() =>
    onStage(engine, open, async (stage) => [...(await proveAll(stage)), ...(await readFacts(stage))]),
  );
}

/** @returns the protections that do not hold; candidates' code may run when there is none */
export async function findBroken(engine: Engine, open: OpenPod): Promise<Finding[]> {
  const findings = await lookTwice(() => onStage(engine, open, proveAll));
  return findings.filter(({ result }) => result === 'failed');
}

/** What is attacked may end under it: where something could not be looked at, all is looked at once more, on fresh pods. */
async function lookTwice(look: () => Promise<Finding[]>): Promise<Finding[]> {
  const findings = await look();
  return findings.some(({ unseen }) => unseen) ? look() : findings;
}

async function proveAll(stage: Stage): Promise<Finding[]> {
  // Alone, since a program that the engine is starting is root for a moment, and seen.
  const looks = await lookInside(stage, lookedFor);
  const light = await Promise.all([
    judge('Network', () => tryToGetOut(stage), network),
    judge('Rights', () => tryRights(stage, looks), rights),
    judge('Walls', async () => looks, walls),
    judge('Neighbours', () => spy(stage), neighbours),
    judge('Database', () => tryDatabase(stage), database),
  ]);
  // Last, since it would starve the rest.
  return [...light.flat(), ...(await judge('Limits', () => useUp(stage, looks), limits))];
}
