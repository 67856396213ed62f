// What the engine knows of a pod, by the labels its containers carry.
import type Docker from 'dockerode';
import type { Engine } from './engine.ts';

/** Parts that may end without the pod being lost. */
const mayEnd = new Set(['service', 'ahead', 'workspace', 'probe']);

/** @returns every container of a pod, whatever its state */
export function podContainers(engine: Engine, podId: string): Promise<Docker.ContainerInfo[]> {
  return engine.docker.listContainers({ all: true, filters: { label: [`proofload.pod=${podId}`] } });
}

/** Whether the loopback and the services of a pod are there, paused or not: they end with the engine. */
export async function isWhole(engine: Engine, podId: string): Promise<boolean> {
  const parts = (await podContainers(engine, podId)).filter(
    ({ Labels }) => !mayEnd.has(Labels['proofload.part'] ?? ''),
  );
  return parts.length > 0 && parts.every(({ State }) => State === 'running' || State === 'paused');
}
