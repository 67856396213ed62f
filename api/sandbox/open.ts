import { randomBytes } from 'node:crypto';
import type Docker from 'dockerode';
import type { Engine } from './engine.ts';
import { runExec } from './exec.ts';
import { allDone } from './faults.ts';
import { createDependency, createHolder, createWorkspace, type Plan, planPod, startPart } from './parts.ts';
import { DockerPod } from './pod.ts';
import { removePod } from './removal.ts';
import { type Pod, type PodSpec, SandboxError } from './sandboxes.ts';
import { Tail } from './tail.ts';

const readyDeadlineMs = 60_000;

/**
 * Starts a pod and waits until its services take connections; nothing of it is left when that fails.
 * @param onRemoved called with the pod's id once it has been removed
 */
export async function openPod(engine: Engine, spec: PodSpec, onRemoved: (id: string) => void): Promise<Pod> {
  const id = randomBytes(6).toString('hex');
  const plan = await planPod(engine, id, spec);
  try {
    const holder = await createHolder(plan);
    const loopback = startPart(plan, holder);
    const workspace = startOn(plan, loopback, createWorkspace(plan));
    const dependencies = Object.entries(plan.services).map(async ([name, { ready }]) => {
      const container = await startOn(plan, loopback, createDependency(plan, name));
      await waitReady(container, ready);
      return container;
    });
    await allDone<unknown>([loopback, workspace, ...dependencies]);
    const containers = [holder, await workspace, ...(await Promise.all(dependencies))];
    return new DockerPod(plan, containers, await workspace, onRemoved);
  } catch (error) {
    await removePod(engine, id).catch(() => {});
    throw error;
  }
}

/** A container joins the holder's loopback, so that must be there when it starts; it may be created before. */
async function startOn(
  plan: Plan,
  loopback: Promise<unknown>,
  creating: Promise<Docker.Container>,
): Promise<Docker.Container> {
  const container = await creating;
  await loopback;
  await startPart(plan, container);
  return container;
}

async function waitReady(container: Docker.Container, ready: string): Promise<void> {
  const complaint = new Tail(1_000);
  const exit = await runExec(container, ['sh', '-c', `until ${ready}; do sleep 0.05; done`], {
    deadlineMs: readyDeadlineMs,
    onFrame: (frame) => complaint.add(frame.bytes),
  });
  if (exit.code !== 0) throw new SandboxError(`a service of the pod did not get ready: ${complaint.text()}`);
}
