// The third parties a candidate's service calls, all in one trusted container on the pod's loopback. What they have seen
// and how they behave is asked over a socket that lies in a volume of theirs and the probe's, and in no other container.
import type Docker from 'dockerode';
import { outside } from './cgroup.ts';
import { runExec } from './exec.ts';
import { ifFound } from './faults.ts';
import { unpackTree } from './files.ts';
import { confined } from './harden.ts';
import { readLog } from './log.ts';
import { createPart, createVolume, findPart, loopback, type Plan } from './parts.ts';
import { SandboxError } from './sandboxes.ts';

const part = 'stubs';
const socket = '/control/stubs.sock';
/** Comes last: the program must not begin with half of its files. */
const complete = '.complete';
const readyDeadlineMs = 20_000;

export function hasStubs({ spec }: Plan): boolean {
  return (spec.stubs?.size ?? 0) > 0;
}

/** Creates, without starting it, the container of the third parties. */
export async function createStubs(plan: Plan): Promise<Docker.Container> {
  const begin = `until [ -e /stubs/${complete} ]; do sleep 0.02; done; exec node /probe/run-stubs.ts /stubs ${socket}`;
  const base = confined(256, 64);
  return createPart(plan, part, {
    Image: plan.engine.images.probe,
    Cmd: ['sh', '-c', begin],
    HostConfig: {
      ...base,
      // What a third party costs is not the candidate's to pay.
      ...outside(plan.engine, plan.spec.kind),
      NetworkMode: loopback(plan),
      Mounts: await controlMounts(plan),
      Tmpfs: { ...base.Tmpfs, '/stubs': 'rw,noexec,nosuid,nodev,size=8m,nr_inodes=1000,mode=700' },
    },
  });
}

/** Hands the running container its stubs and waits until they answer. @throws SandboxError with what they wrote */
export async function fillStubs(plan: Plan, container: Docker.Container): Promise<void> {
  const tree = new Map([...(plan.spec.stubs ?? []), [complete, Buffer.alloc(0)]]);
  await unpackTree(container, tree, '/stubs');
  const wait = ['sh', '-c', `until [ -S ${socket} ]; do sleep 0.02; done`];
  const exit = await runExec(container, wait, { deadlineMs: readyDeadlineMs, onFrame: () => {} }).catch(
    () => undefined,
  );
  if (exit?.code !== 0) throw await endedStubs(container, 'did not get ready');
}

/** @throws SandboxError when the pod's third parties have ended: the service beside them cannot be judged */
export async function checkStubs(plan: Plan): Promise<void> {
  if (!hasStubs(plan)) return;
  const container = findPart(plan, part);
  const found = await ifFound(container.inspect());
  if (!found?.State.Running) throw await endedStubs(container, 'have ended');
}

/** Where the control socket is, for the containers that may use it. */
export async function controlMounts(plan: Plan): Promise<Docker.MountSettings[]> {
  if (!hasStubs(plan)) return [];
  const source = await createVolume(plan, 'control', { mb: 1, inodes: 16 }, 0);
  return [{ Type: 'volume', Source: source, Target: '/control' }];
}

async function endedStubs(container: Docker.Container, what: string): Promise<SandboxError> {
  const log = await readLog(container, '0', 20).catch(() => []);
  return new SandboxError(`the stubs ${what}: ${log.join('\n')}`);
}
