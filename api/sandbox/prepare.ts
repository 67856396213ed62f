// Builds the images that are missing, and removes those that are out of use; sandboxes/setup runs it.
import { join } from 'node:path';
import Docker from 'dockerode';
import { loadChallenges } from '../challenge/load.ts';
import { sandboxesFolder } from './catalogue.ts';
import { allDone } from './faults.ts';
import { buildImages, buildSeeded } from './images.ts';
import { removeOutdated } from './outdated.ts';

const docker = new Docker();
const images = buildImages(docker, sandboxesFolder, console.log);
await allDone<unknown>([images, buildSeeds()]);
await removeOutdated(docker, (await images).probe, console.log);

/** Where a challenge's data is large this takes a while, for which nobody should wait who starts an attempt. */
async function buildSeeds(): Promise<void> {
  const challenges = await loadChallenges(join(sandboxesFolder, '../challenges'));
  for (const { services } of challenges.values())
    for (const [service, seed] of Object.entries(services))
      await buildSeeded(docker, sandboxesFolder, service, seed, console.log);
}
