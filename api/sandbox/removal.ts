// Taking pods away: containers first, since a container pins its volumes.
import { setTimeout as sleep } from 'node:timers/promises';
import { podsWithGroup, removeCgroup } from './cgroup.ts';
import type { Engine } from './engine.ts';
import { statusOf } from './faults.ts';

/** Removes everything of one pod. What is already gone is no error. */
export async function removePod(engine: Engine, podId: string): Promise<void> {
  const filters = { label: [`proofload.pod=${podId}`] };
  const containers = await engine.docker.listContainers({ all: true, filters });
  await Promise.all(
    containers.map(({ Id }) =>
      persist(() => engine.docker.getContainer(Id).remove({ force: true, v: true })),
    ),
  );
  const { Volumes } = await engine.docker.listVolumes({ filters });
  await Promise.all((Volumes ?? []).map(({ Name }) => persist(() => engine.docker.getVolume(Name).remove())));
  await removeCgroup(engine, podId);
}

/**
 * Removes the pods of this installation that serve nobody, also those of which a killed engine knows no container any more.
 * @param isStray told a pod's id and the owner on its labels
 * @returns how many
 */
export async function removeStrays(
  engine: Engine,
  isStray: (podId: string, owner: string) => boolean,
): Promise<number> {
  const filters = { label: [`proofload.platform=${engine.platform}`] };
  const containers = await engine.docker.listContainers({ all: true, filters });
  const { Volumes } = await engine.docker.listVolumes({ filters });
  const owners = new Map((await podsWithGroup(engine)).map((podId) => [podId, '']));
  for (const { Labels } of [...containers, ...(Volumes ?? [])])
    owners.set(Labels?.['proofload.pod'] ?? '', Labels?.['proofload.owner'] ?? '');
  const strays = [...owners].filter(([podId, owner]) => isStray(podId, owner));
  for (const [podId] of strays) await removePod(engine, podId);
  return strays.length;
}

/** Docker says 409 while another removal of the same thing is under way or a volume is not yet let go. */
async function persist(remove: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await remove();
      return;
    } catch (error) {
      const status = statusOf(error);
      if (status === 404) return;
      if (status !== 409 || attempt === 50) throw error;
      await sleep(100);
    }
  }
}
