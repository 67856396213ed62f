// What a container logs is read by the engine, outside of the pod and at the machine's cost, line by line. A flood of it
// takes the time of every other pod, so what floods is ended, and rests before it is started again.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { containerGroup, groupOf, podsWithGroup } from './cgroup.ts';
import type { Engine } from './engine.ts';
import { killed } from './faults.ts';
import { readLog } from './log.ts';

/** What a container may log in a second, over some 500 ms: about a seventh of what keeps an engine busy altogether. */
const bytesPerSecond = 20e6;
const linesPerSecond = 50_000;
const lookEveryMs = 250;
/** The engine takes tiny lines a megabyte at a time, then none until they are written: what is printed is counted for this long. */
const longestMs = 5_000;
const restMs = 10_000;
const enginePid = '/var/run/docker.pid';
const sampledLines = 200;
const sampleMs = 1_000;

interface Printed {
  atMs: number;
  /** So far, by id of the containers that run. */
  bytes: Map<string, number>;
}

/** Waits until a container may start that was ended for what it logged. */
export async function rested(engine: Engine, containerId: string): Promise<void> {
  const endedAt = engine.flooded.get(containerId);
  if (endedAt === undefined) return;
  await sleep(Math.max(0, endedAt + restMs - performance.now()));
  engine.flooded.delete(containerId);
}

/** Ends containers that flood the engine with what they log, where this process can see the engine. @returns ends the watch */
export function guardLogs(engine: Engine): () => void {
  const state = { over: !existsSync(enginePid) };
  void watch(engine, state);
  return () => (state.over = true);
}

async function watch(engine: Engine, state: { over: boolean }): Promise<void> {
  let began: Printed | undefined;
  // An engine that is started again has another number.
  while (!state.over) began = await look(engine, began).catch(() => pause());
}

/** @returns what was printed when the flood that is on began; undefined while there is none */
async function look(engine: Engine, began: Printed | undefined): Promise<Printed | undefined> {
  const pid = (await readFile(enginePid, 'utf8')).trim();
  const from = performance.now();
  const { writes, bytes } = await io(pid);
  await pause();
  const now = await io(pid);
  const perSecond = rate(from);
  // The engine writes each line by itself.
  if (!tooMuch(perSecond(now.bytes - bytes), perSecond(now.writes - writes))) return undefined;
  const after = await printed(engine);
  if (began === undefined) return after;
  const ended = await endFloods(engine, began, after);
  return ended || after.atMs - began.atMs > longestMs ? undefined : began;
}

const pause = () => sleep(lookEveryMs, undefined, { ref: false });

/** A look takes longer than it should where the machine has no time for it. @param from `performance.now()` of its start */
function rate(from: number): (count: number) => number {
  const seconds = (performance.now() - from) / 1000;
  return (count) => count / seconds;
}

const tooMuch = (bytes: number, lines: number) => bytes > bytesPerSecond || lines > linesPerSecond;

/** @returns whether there was one */
async function endFloods(engine: Engine, began: Printed, after: Printed): Promise<boolean> {
  const seconds = (after.atMs - began.atMs) / 1000;
  let some = false;
  for (const [id, bytes] of after.bytes) {
    const more = bytes - (began.bytes.get(id) ?? bytes);
    if (await endFlooding(engine, id, more / seconds)) some = true;
  }
  return some;
}

/**
 * @param bytes per second that its programs printed, into its log or to whoever started them
 * @returns whether it was ended
 */
async function endFlooding(engine: Engine, id: string, bytes: number): Promise<boolean> {
  if (bytes < linesPerSecond) return false;
  const container = engine.docker.getContainer(id);
  const perLine = await lineBytes(container);
  if (perLine === undefined || !tooMuch(bytes, bytes / perLine)) return false;
  engine.flooded.set(id, performance.now());
  await killed(container);
  return true;
}

/** @returns the mean length of the last lines of a log; undefined for an empty one */
async function lineBytes(container: Docker.Container): Promise<number | undefined> {
  // A log that cannot be read any more is written faster than the engine reads: its lines count as the shortest.
  const lines = await readLog(container, '0', sampledLines, sampleMs).catch(() => ['']);
  if (lines.length === 0) return undefined;
  return lines.reduce((sum, line) => sum + line.length + 1, 0) / lines.length;
}

async function printed(engine: Engine): Promise<Printed> {
  const found = new Map<string, number>();
  for (const pod of await podsWithGroup(engine))
    // Pods and containers go while they are looked at.
    for (const entry of await readdir(groupOf(engine, pod, 'cpu'), { withFileTypes: true }).catch(() => [])) {
      if (!entry.isDirectory()) continue;
      const bytes = await printedBy(containerGroup(engine, pod, entry.name, 'cpu')).catch(() => undefined);
      if (bytes !== undefined) found.set(entry.name, bytes);
    }
  return { atMs: performance.now(), bytes: found };
}

/** What is printed in a container is passed on by a process outside of it, the parent of its first one. */
async function printedBy(group: string): Promise<number | undefined> {
  for (const pid of (await readFile(`${group}/cgroup.procs`, 'utf8')).split('\n').filter(Boolean)) {
    const parent = /^PPid:\s*(\d+)$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1];
    if (parent === undefined) continue;
    if ((await readFile(`/proc/${parent}/comm`, 'utf8')).startsWith('containerd-shim'))
      return (await io(parent)).read;
  }
  return undefined;
}

async function io(pid: string): Promise<{ read: number; bytes: number; writes: number }> {
  const text = await readFile(`/proc/${pid}/io`, 'utf8');
  const field = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(text)?.[1]);
  return { read: field('rchar'), bytes: field('wchar'), writes: field('syscw') };
}
