// The trusted container beside a candidate's service: it shares the pod's loopback and nothing else.
import type { Writable } from 'node:stream';
import type Docker from 'dockerode';
import type { Tree } from '../challenge/tree.ts';
import { outside } from './cgroup.ts';
import { runExec } from './exec.ts';
import { unpackTree } from './files.ts';
import { confined } from './harden.ts';
import { JsonLines } from './lines.ts';
import { createPart, loopback, type Plan } from './parts.ts';
import { type Probe, type ProbeRun, SandboxError } from './sandboxes.ts';
import { controlMounts } from './stubs.ts';
import { Tail } from './tail.ts';

const limits = { lineBytes: 1_000_000, totalBytes: 64_000_000 };

/** Starts a pod's probe and puts the suite into its memory at /suite, where no other container can read. */
export async function startProbe(plan: Plan, suite: Tree, cpuset: string | undefined): Promise<Probe> {
  const container = await createPart(plan, 'probe', {
    Image: plan.engine.images.probe,
    Cmd: ['sleep', 'infinity'],
    HostConfig: { ...hostConfig(plan, cpuset), Mounts: await controlMounts(plan) },
  });
  await container.start();
  await unpackTree(container, suite, '/suite');
  return { run: (command, options) => run(container, command, options) };
}

// It measures: high in priority among what it starts, and no CPU ceiling.
function hostConfig(plan: Plan, cpuset: string | undefined): Docker.HostConfig {
  const base = confined(1_024, 512);
  return {
    ...base,
    ...outside(plan.engine, plan.spec.kind),
    CapAdd: ['SYS_NICE'],
    NetworkMode: loopback(plan),
    ...(cpuset !== undefined && { CpusetCpus: cpuset }),
    Tmpfs: { ...base.Tmpfs, '/suite': 'rw,noexec,nosuid,nodev,size=64m,nr_inodes=5000,mode=700' },
  };
}

async function run(container: Docker.Container, command: string[], options: ProbeRun): Promise<void> {
  const lines = new JsonLines(options.onLine, limits);
  const complaint = new Tail(4_000);
  const exit = await runExec(container, ['nice', '-n', '-15', ...command], {
    deadlineMs: options.deadlineMs,
    onFrame: ({ from, bytes }) => (from === 'stdout' ? lines.add(bytes) : complaint.add(bytes)),
    onOpen: (stdin) => (options.onOpen ? options.onOpen(sender(stdin)) : stdin.end()),
    ...(options.signal && { signal: options.signal }),
  });
  if (exit.timedOut) throw new SandboxError(`${command.join(' ')} ran longer than ${options.deadlineMs} ms`);
  if (exit.code !== 0)
    throw new SandboxError(`${command.join(' ')} ended with ${exit.code}: ${complaint.text()}`);
  lines.end();
}

function sender(stdin: Writable): (value: unknown) => void {
  return (value) => {
    if (stdin.writable) stdin.write(`${JSON.stringify(value)}\n`);
  };
}
