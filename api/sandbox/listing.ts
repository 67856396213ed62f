// What the engine knows of a pod, by the labels its containers carry.
import type Docker from 'dockerode';
import type { Engine } from './engine.ts';

/** Parts that may end without the pod being lost. */
const mayEnd = new Set(['service', 'ahead', 'workspace', 'probe']);

/** @returns every container of a pod, whatever its state */
export function podContainers(engine: Engine, podId: string): Promise<Docker.ContainerInfo[]> {
  return engine.docker.listContainers({ all: true, filters: { label: [`proofload.pod=${podId}`] } });
}

/** @returns ids of the pods of this installation whose loopback and services are there, paused or not: they end with the engine */
export async function wholePods({ docker, platform }: Engine): Promise<ReadonlySet<string>> {
  const filters = { label: [`proofload.platform=${platform}`] };
  const held = new Set<string>();
  const broken = new Set<string>();
  for (const { Labels, State } of await docker.listContainers({ all: true, filters })) {
    const { 'proofload.pod': pod = '', 'proofload.part': part = '' } = Labels;
    if (part === 'holder') held.add(pod);
    if (!mayEnd.has(part) && State !== 'running' && State !== 'paused') broken.add(pod);
  }
  return held.difference(broken);
}
