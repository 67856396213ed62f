// What a pod's own control group says of its memory.
import { readFile } from 'node:fs/promises';

const root = '/sys/fs/cgroup';

/** Megabytes. Pages of images are many pods' at once and go when memory is short; all else stays. */
export interface PodMemory {
  held: number;
  processes: number;
  /** Files on the pod's volumes, which are in memory, and what its processes share. */
  shared: number;
  kernel: number;
  cached: number;
}

/** @throws Error where this process cannot see the groups, or the engine's driver is another than cgroupfs */
export async function podMemory(platform: string, podId: string): Promise<PodMemory> {
  const group = `proofload/${platform}/${podId}`;
  const own = await readFile(`${root}/memory/${group}/memory.stat`, 'utf8').catch(() => undefined);
  if (own !== undefined) {
    const kernel = await readFile(`${root}/memory/${group}/memory.kmem.usage_in_bytes`, 'utf8');
    return add(pick(own, 'total_rss'), pick(own, 'total_shmem'), Number(kernel), pick(own, 'total_cache'));
  }
  const stat = await readFile(`${root}/${group}/memory.stat`, 'utf8');
  return add(pick(stat, 'anon'), pick(stat, 'shmem'), pick(stat, 'kernel'), pick(stat, 'file'));
}

/** Both versions count shared memory and files on tmpfs among the cached ones. */
function add(anon: number, shmem: number, kernel: number, file: number): PodMemory {
  const megabytes = (bytes: number) => bytes / 1024 / 1024;
  return {
    held: megabytes(anon + shmem + kernel),
    processes: megabytes(anon),
    shared: megabytes(shmem),
    kernel: megabytes(kernel),
    cached: megabytes(file - shmem),
  };
}

function pick(stat: string, name: string): number {
  const value = new RegExp(`^${name} (\\d+)$`, 'm').exec(stat)?.[1];
  if (value === undefined) throw new Error(`memory.stat holds no ${name}`);
  return Number(value);
}
