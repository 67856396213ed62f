// A pod's containers share a parent control group: pods split a core by equal shares, and its counter is the pod's.
import { readdir, readFile, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from './engine.ts';
import { podContainers } from './listing.ts';

const root = '/sys/fs/cgroup';

/** @returns the CgroupParent of a pod, as the engine's driver wants it written */
export function cgroupParent(engine: Engine, podId: string): string {
  return engine.cgroups.driver === 'systemd' ? `proofload-${podId}.slice` : `/proofload/${podId}`;
}

/** The parent for a container that is no pod's: beside the machine's own processes where that can be said. */
export function outerCgroup(engine: Engine): string {
  return engine.cgroups.driver === 'systemd' ? '' : '/';
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

/** Removes what the engine leaves of a pod's group; without the right to, it stays, empty. */
export async function removeCgroup(engine: Engine, podId: string): Promise<void> {
  if (engine.cgroups.driver === 'systemd') return;
  const groups =
    engine.cgroups.version === 2
      ? ['']
      : [
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
  await Promise.all(groups.map((group) => removeGroup(`${root}/${group}/proofload/${podId}`)));
}

/**
 * An engine that was killed leaves the groups of containers it was starting inside. The kernel says busy for a moment after
 * the last process of a group has gone.
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
    await sleep(50);
  }
}

async function counter(engine: Engine, podId: string): Promise<number> {
  if (engine.cgroups.version === 1) {
    const text = await readFile(`${root}/cpuacct/proofload/${podId}/cpuacct.usage`, 'utf8');
    return Number(text) / 1e6;
  }
  const path =
    engine.cgroups.driver === 'systemd' ? `proofload.slice/proofload-${podId}.slice` : `proofload/${podId}`;
  const text = await readFile(`${root}/${path}/cpu.stat`, 'utf8');
  const usage = /^usage_usec (\d+)$/m.exec(text)?.[1];
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
