// A pod's containers share a parent control group: pods split a core by equal shares, and its counter is the pod's. The
// groups of an installation's pods lie in one, so that it can tell its own from those of others on the same engine.
import { readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { Engine } from './engine.ts';
import { podContainers } from './listing.ts';
import type { PodSpec } from './sandboxes.ts';

const root = '/sys/fs/cgroup';
/** What all pods together weigh for each core, as Docker's CpuShares: as much as two plain threads. */
const podShares = 2 * 1024;
const mostShares = 262_144;
/** Version 1 keeps a tree for each. */
const controllers = [
  'blkio',
  'cpu',
  'cpuacct',
  'cpuset',
  'devices',
  'freezer',
  'hugetlb',
  'memory',
  'net_cls',
  'net_prio',
  'perf_event',
  'pids',
  'rdma',
  'systemd',
  'unified',
];

/** @returns the CgroupParent of a pod, as the engine's driver wants it written */
export function cgroupParent(engine: Engine, podId: string): string {
  return engine.cgroups.driver === 'systemd'
    ? sliceOf(engine, podId)
    : `/proofload/${engine.platform}/${podId}`;
}

/** A dash in a slice's name says which slice it lies in. */
function sliceOf({ platform }: Engine, podId?: string): string {
  return `${['proofload', platform.replaceAll('-', '_'), ...(podId ? [podId] : [])].join('-')}.slice`;
}

/** @returns the folder of a pod's group in the tree of a controller; without a pod, of the group they all lie in */
export function groupOf(engine: Engine, podId: string, controller: string): string {
  const { driver, version } = engine.cgroups;
  const tree = version === 2 ? root : `${root}/${controller}`;
  if (driver === 'cgroupfs') return join(tree, 'proofload', engine.platform, podId);
  return join(tree, 'proofload.slice', sliceOf(engine), podId && sliceOf(engine, podId));
}

/**
 * Gives all pods together their weight against what else the machine does, for each core that of two plain threads: an
 * engine that reads a flood of logs works outside of the pod that floods, and would take its neighbours' time. Where this
 * process may not, they weigh as much as one thread.
 */
export async function weighPods(engine: Engine): Promise<void> {
  const all = dirname(groupOf(engine, '', 'cpu'));
  // A weight is a share in another unit, of which a plain thread has 100.
  const [file, unit, most] =
    engine.cgroups.version === 2 ? ['cpu.weight', 1024 / 100, 10_000] : ['cpu.shares', 1, mostShares];
  const wanted = Math.round((podShares * engine.cores) / unit);
  await writeFile(join(all, file), String(Math.min(wanted, most))).catch(() => {});
}

/**
 * Where a trusted container beside a pod runs: outside of the pod's group and its count, beside the machine's own processes
 * where that can be said. What a scorecard rests on must not wait. A candidate who tries things out weighs as much as the
 * pods do on a core, for a neighbour's save must not wait behind that.
 */
export function outside(engine: Engine, kind: PodSpec['kind']): Docker.HostConfig {
  return {
    CgroupParent: engine.cgroups.driver === 'systemd' ? '' : '/',
    CpuShares: kind === 'grading' ? mostShares : podShares,
  };
}

/**
 * Processor time of a pod, read from the kernel's counter in a fraction of a millisecond; where this process cannot
 * see that counter (an engine elsewhere, a rootless one), added up from what the engine says of each container.
 */
export async function podCpu(engine: Engine, podId: string): Promise<{ atMs: number; usedMs: number }> {
  const usedMs = await counter(engine, podId).catch(() => undefined);
  if (usedMs !== undefined) return { atMs: now(), usedMs };
  const own = (await podContainers(engine, podId)).filter(
    ({ Labels }) => !['probe', 'stubs'].includes(Labels['proofload.part'] ?? ''),
  );
  const used = await Promise.all(own.map(({ Id }) => containerCpu(engine, Id)));
  return { atMs: now(), usedMs: used.reduce((sum, each) => sum + each, 0) };
}

/** What a container met the limits of, as the kernel counts it. */
export interface Exhausted {
  memory: boolean;
  processes: boolean;
}

/**
 * Reads whether a running container has met a limit. The engine tells of memory alone, and not always: a process that is
 * not the container's first may be killed unsaid.
 * @returns undefined when this process cannot see the counters, or the container has ended
 */
export async function exhausted(
  engine: Engine,
  podId: string,
  containerId: string,
): Promise<Exhausted | undefined> {
  const memory = engine.cgroups.version === 2 ? 'memory.events' : 'memory.oom_control';
  const folder = (group: string) => containerGroup(engine, podId, containerId, group);
  try {
    const [killed, refused] = await Promise.all([
      readFile(`${folder('memory')}/${memory}`, 'utf8'),
      readFile(`${folder('pids')}/pids.events`, 'utf8'),
    ]);
    return { memory: /^oom_kill [1-9]/m.test(killed), processes: /^max [1-9]/m.test(refused) };
  } catch {
    return undefined;
  }
}

/**
 * @returns bytes a container's processes hold, without what the kernel keeps of files for them; 0 once it has ended. Asked
 * of the engine where this process cannot see the counter
 */
export async function heldBytes(engine: Engine, podId: string, container: Docker.Container): Promise<number> {
  const folder = containerGroup(engine, podId, container.id, 'memory');
  const counters = await readFile(`${folder}/memory.stat`, 'utf8').catch(() => '');
  // As control groups of version 1 and 2 call it.
  const held = /^(?:total_rss|anon) (\d+)$/m.exec(counters)?.[1];
  if (held !== undefined) return Number(held);
  const { memory_stats: memory } = await container.stats({ stream: false, 'one-shot': true });
  const { total_rss, anon } = (memory.stats ?? {}) as { total_rss?: number; anon?: number };
  return total_rss ?? anon ?? 0;
}

/** @returns the folder of a container's group in the tree of a controller */
export function containerGroup(
  engine: Engine,
  podId: string,
  containerId: string,
  controller: string,
): string {
  const own = engine.cgroups.driver === 'systemd' ? `docker-${containerId}.scope` : containerId;
  return `${groupOf(engine, podId, controller)}/${own}`;
}

/** @returns the pods of this installation that have a group, with containers or without */
export async function podsWithGroup(engine: Engine): Promise<string[]> {
  if (engine.cgroups.driver === 'systemd') return [];
  const folders = groupsOf(engine, '').map((path) => readdir(path, { withFileTypes: true }).catch(() => []));
  const entries = (await Promise.all(folders)).flat();
  return [...new Set(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name))];
}

/** Removes what the engine leaves of the group of a pod without containers; without the right to, it stays. */
export async function removeCgroup(engine: Engine, podId: string): Promise<void> {
  if (engine.cgroups.driver === 'systemd') return;
  await Promise.all(groupsOf(engine, podId).map(removeGroup));
}

/** Removes the group of an installation that has no pods; while it has some, it stays. */
export async function removeOuterGroup(engine: Engine): Promise<void> {
  if (engine.cgroups.driver === 'systemd') return;
  await Promise.all(groupsOf(engine, '').map((path) => rmdir(path).catch(() => {})));
}

function groupsOf(engine: Engine, podId: string): string[] {
  const trees = engine.cgroups.version === 2 ? [''] : controllers;
  return trees.map((tree) => groupOf(engine, podId, tree));
}

/**
 * An engine that was killed leaves the groups of containers it was starting inside, and what it had begun to start in
 * them, which no engine will ever end. The kernel says busy for a moment after the last process of a group has gone.
 */
async function removeGroup(path: string): Promise<void> {
  for (const entry of await readdir(path, { withFileTypes: true }).catch(() => []))
    if (entry.isDirectory()) await removeGroup(join(path, entry.name));
  for (let attempt = 1; attempt <= 10; attempt++) {
    const code = await rmdir(path).then(
      () => undefined,
      (error: NodeJS.ErrnoException) => error.code,
    );
    if (code !== 'EBUSY') return;
    await killAll(path);
    await sleep(50);
  }
}

async function killAll(path: string): Promise<void> {
  const processes = await readFile(join(path, 'cgroup.procs'), 'utf8').catch(() => '');
  for (const line of processes.split('\n').filter(Boolean)) {
    try {
      process.kill(Number(line), 'SIGKILL');
    } catch {
      // It has ended, or this process may not end it.
    }
  }
}

async function counter(engine: Engine, podId: string): Promise<number> {
  const group = groupOf(engine, podId, 'cpuacct');
  if (engine.cgroups.version === 1) return Number(await readFile(`${group}/cpuacct.usage`, 'utf8')) / 1e6;
  const usage = /^usage_usec (\d+)$/m.exec(await readFile(`${group}/cpu.stat`, 'utf8'))?.[1];
  if (usage === undefined) throw new Error('cpu.stat holds no usage_usec');
  return Number(usage) / 1e3;
}

async function containerCpu(engine: Engine, id: string): Promise<number> {
  const stats = await engine.docker.getContainer(id).stats({ stream: false, 'one-shot': true });
  return stats.cpu_stats.cpu_usage.total_usage / 1e6;
}

/** Milliseconds since 1970, never going back and finer than one. */
function now(): number {
  return performance.timeOrigin + performance.now();
}
