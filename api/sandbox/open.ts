import type Docker from 'dockerode';
import { weighPods } from './cgroup.ts';
import type { Engine } from './engine.ts';
import { waitReady } from './dependency.ts';
import { allDone } from './faults.ts';
import { createDependency, createHolder, createWorkspace, type Plan, planPod, startPart } from './parts.ts';
import { DockerPod } from './pod.ts';
import { removePod } from './removal.ts';
import type { PodSpec } from './sandboxes.ts';
import { createStubs, fillStubs, hasStubs } from './stubs.ts';

/**
 * Starts a pod and waits until its services take connections; nothing of it is left when that fails.
 * @param id of the pod, 12 hex digits that no other has
 * @param onRemoved called with the pod's id once it has been removed, as far as that went
 */
export async function openPod(
  engine: Engine,
  id: string,
  spec: PodSpec,
  onRemoved: (id: string) => void,
): Promise<DockerPod> {
  const plan = await planPod(engine, id, spec);
  try {
    const holder = await createHolder(plan);
    const loopback = startPart(plan, holder).then(() => weighPods(engine));
    const workspace = startOn(plan, loopback, createWorkspace(plan));
    const dependencies = Object.entries(plan.services).map(async ([name, { ready }]) =>
      waitReady(await startOn(plan, loopback, createDependency(plan, name)), ready),
    );
    const stubs =
      hasStubs(plan) && startOn(plan, loopback, createStubs(plan)).then((each) => fillStubs(plan, each));
    await allDone<unknown>([loopback, workspace, ...dependencies, ...(stubs ? [stubs] : [])]);
    return new DockerPod(plan, await workspace, onRemoved);
  } catch (error) {
    await removePod(engine, id).catch(() => {});
    throw error;
  }
}

/** Opens a pod for nobody yet: everything runs that can run without files. */
export async function openWarm(
  engine: Engine,
  id: string,
  spec: PodSpec,
  onRemoved: (id: string) => void,
): Promise<DockerPod> {
  const pod = await openPod(engine, id, spec, onRemoved);
  try {
    await pod.startAhead();
    return pod;
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
