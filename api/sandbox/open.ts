import { randomBytes } from 'node:crypto';
import type Docker from 'dockerode';
import type { Engine } from './engine.ts';
import { runExec } from './exec.ts';
import { createDependency, createHolder, createWorkspace, planPod } from './parts.ts';
import { DockerPod } from './pod.ts';
import { removePod } from './removal.ts';
import { type Pod, type PodSpec, SandboxError } from './sandboxes.ts';
import { Tail } from './tail.ts';

const readyDeadlineMs = 60_000;

/** Starts a pod and waits until its services take connections; nothing of it is left when that fails. */
export async function openPod(engine: Engine, spec: PodSpec): Promise<Pod> {
  const id = randomBytes(6).toString('hex');
  const plan = await planPod(engine, id, spec);
  try {
    const holder = await createHolder(plan);
    const names = Object.keys(spec.services);
    const [workspace, dependencies] = await Promise.all([
      createWorkspace(plan),
      Promise.all(names.map((name) => createDependency(plan, name))),
      holder.start(),
    ]);
    await Promise.all([workspace, ...dependencies].map((container) => container.start()));
    await Promise.all(
      dependencies.map((container, at) => waitReady(container, plan.services[names[at]!]!.ready)),
    );
    return new DockerPod(plan, [holder, workspace, ...dependencies], workspace);
  } catch (error) {
    await removePod(engine, id).catch(() => {});
    throw error;
  }
}

async function waitReady(container: Docker.Container, ready: string): Promise<void> {
  const complaint = new Tail(1_000);
  const exit = await runExec(container, ['sh', '-c', `until ${ready}; do sleep 0.05; done`], {
    deadlineMs: readyDeadlineMs,
    onFrame: (frame) => complaint.add(frame.bytes),
  });
  if (exit.code !== 0) throw new SandboxError(`a service of the pod did not get ready: ${complaint.text()}`);
}
