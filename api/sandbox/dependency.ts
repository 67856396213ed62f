// The services a challenge brings, such as a database: until they are ready, and what drills do to them.
import type Docker from 'dockerode';
import { runExec } from './exec.ts';
import { killed } from './faults.ts';
import { findPart, type Plan, startPart } from './parts.ts';
import { SandboxError } from './sandboxes.ts';
import { Tail } from './tail.ts';

const readyDeadlineMs = 60_000;
const cutDeadlineMs = 10_000;
const countDeadlineMs = 5_000;

/** Waits until a service of the pod takes connections. @throws SandboxError with what it wrote */
export async function waitReady(container: Docker.Container, ready: string): Promise<void> {
  const complaint = new Tail(1_000);
  const exit = await runExec(container, ['sh', '-c', `until ${ready}; do sleep 0.05; done`], {
    deadlineMs: readyDeadlineMs,
    onFrame: (frame) => complaint.add(frame.bytes),
  });
  if (exit.code !== 0) throw new SandboxError(`a service of the pod did not get ready: ${complaint.text()}`);
}

/** @throws SandboxError when the pod has no such service, or it cannot be cut */
export async function disturb(
  plan: Plan,
  name: string,
  how: 'restart' | 'pause' | 'resume' | 'cut',
): Promise<void> {
  const service = plan.services[name];
  if (!service) throw new SandboxError(`the pod has no ${name}`);
  const container = findPart(plan, name);
  if (how === 'pause') await container.pause();
  else if (how === 'resume') await container.unpause();
  else if (how === 'cut') await cut(container, service.cut);
  else {
    await killed(container);
    await startPart(plan, container);
    await waitReady(container, service.ready);
  }
}

/** @returns null when no service of the pod counts any, or it cannot say. @throws SandboxError */
export async function countStatements(plan: Plan): Promise<number | null> {
  for (const [name, { statements }] of Object.entries(plan.services))
    if (statements !== undefined) return numberFrom(findPart(plan, name), statements);
  return null;
}

async function numberFrom(container: Docker.Container, command: string): Promise<number | null> {
  const output = new Tail(100);
  const exit = await runExec(container, ['sh', '-c', command], {
    deadlineMs: countDeadlineMs,
    onFrame: (frame) => output.add(frame.bytes),
  });
  return exit.code === 0 && /^\d+$/.test(output.text()) ? Number(output.text()) : null;
}

async function cut(container: Docker.Container, command: string | undefined): Promise<void> {
  if (command === undefined) throw new SandboxError('its connections cannot be cut');
  const complaint = new Tail(1_000);
  const exit = await runExec(container, ['sh', '-c', command], {
    deadlineMs: cutDeadlineMs,
    onFrame: (frame) => complaint.add(frame.bytes),
  });
  if (exit.code !== 0) throw new SandboxError(complaint.text());
}
