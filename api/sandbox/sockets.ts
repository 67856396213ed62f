// Connections hold memory that version 1 of control groups counts apart from all other, and does not end anybody for.
// Version 2 counts it as the container's own, and needs none of this.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { containerGroup, groupOf, podsWithGroup } from './cgroup.ts';
import type { Engine } from './engine.ts';

/** What the connections of a container may hold that nobody has read. Beyond it the kernel shrinks their buffers. */
const softBytes = 64 * 1024 * 1024;
/** Beyond this the container ends: thousands of shrunken buffers still add up. */
const hardBytes = 2 * softBytes;
const lookEveryMs = 250;

/**
 * Makes a running container's connections count. What the engine is asked for of this, newer runtimes ignore, so it is
 * written here, where this process may.
 */
export async function limitSockets(engine: Engine, podId: string, containerId: string): Promise<void> {
  if (engine.cgroups.version === 2) return;
  const group = containerGroup(engine, podId, containerId, 'memory');
  await writeFile(`${group}/memory.kmem.tcp.limit_in_bytes`, String(softBytes)).catch(() => {});
}

/** Ends containers whose connections hold too much, or all of the machine's would in seconds. @returns ends the watch */
export function guardSockets(engine: Engine): () => void {
  if (engine.cgroups.version === 2) return () => {};
  const timer = setInterval(() => void endGreedy(engine).catch(() => {}), lookEveryMs).unref();
  return () => clearInterval(timer);
}

async function endGreedy(engine: Engine): Promise<void> {
  if ((await heldBy(groupOf(engine, '', 'memory'))) <= hardBytes) return;
  for (const pod of await podsWithGroup(engine))
    for (const entry of await readdir(groupOf(engine, pod, 'memory'), { withFileTypes: true }))
      if (
        entry.isDirectory() &&
        (await heldBy(containerGroup(engine, pod, entry.name, 'memory'))) > hardBytes
      )
        await engine.docker.getContainer(entry.name).kill();
}

async function heldBy(group: string): Promise<number> {
  return Number(await readFile(`${group}/memory.kmem.tcp.usage_in_bytes`, 'utf8').catch(() => '0'));
}
