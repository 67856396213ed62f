import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readTree } from '../../api/challenge/read-tree.ts';
import type { Tree } from '../../api/challenge/tree.ts';
import { openSandboxes } from '../../api/sandbox/docker.ts';
import type { Pod, PodSpec, Sandboxes } from '../../api/sandbox/sandboxes.ts';

/** Sandboxes of their own, so that a test run never removes another's pods. */
export function testSandboxes(platform = `test-${randomBytes(4).toString('hex')}`): Promise<Sandboxes> {
  return openSandboxes({ platform });
}

/**
 * The same for a platform that need not prove once more, before it takes anybody in, that the machine holds: that it does is
 * proved elsewhere, and takes a dozen seconds each time.
 */
export async function provedSandboxes(): Promise<Sandboxes> {
  return Object.assign(await testSandboxes(), { selfTest: async () => [] });
}

export function podSpec(changes: Partial<PodSpec> = {}): PodSpec {
  return { kind: 'workspace', owner: 'owner', runtime: 'node', services: {}, env: {}, ...changes };
}

/** A tree from text. */
export function treeOf(files: Record<string, string>): Tree {
  return new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
}

/** The hello service of a runtime. */
export function helloTree(runtime = 'node'): Promise<Tree> {
  return readTree(join(import.meta.dirname, '../../sandboxes/runtimes', runtime, 'hello'));
}

/**
 * Asks a pod's service, over the pod's own loopback.
 * @param patienceMs how long it may take until something listens
 */
export async function ask(
  pod: Pod,
  path: string,
  port = 8080,
  patienceMs = 0,
): Promise<{ status: number; body: string }> {
  const socket = await pod.connect(port, patienceMs);
  return new Promise((resolve, reject) => {
    const request = http.get({ host: 'pod', path, createConnection: () => socket }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('end', () => {
        socket.destroy();
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(pieces).toString() });
      });
    });
    request.on('error', reject);
  });
}

/** Asks once something listens. @throws Error after a minute */
export function askWhenUp(pod: Pod, path: string): Promise<{ status: number; body: string }> {
  return ask(pod, path, 8080, 60_000);
}

export interface Terminal {
  type(text: string): void;
  /** Waits until what was drawn since the last wait matches. @throws Error after 20 s, with what was drawn */
  shows(pattern: RegExp): Promise<void>;
  close(): void;
}

/** Opens a screen of a pod's terminal. */
export async function openTerminal(pod: Pod, screen = '1'): Promise<Terminal> {
  const { stream } = await pod.terminal(screen, { cols: 80, rows: 24 });
  let drawn = '';
  stream.on('data', (bytes: Buffer) => (drawn += bytes.toString()));
  return {
    type: (text) => void stream.write(text),
    shows: async (pattern) => {
      const deadline = performance.now() + 20_000;
      while (!pattern.test(drawn)) {
        if (performance.now() > deadline)
          throw new Error(`no ${String(pattern)} in ${JSON.stringify(drawn)}`);
        await once(stream, 'data', { signal: AbortSignal.timeout(20_000) });
      }
      drawn = '';
    },
    close: () => void stream.destroy(),
  };
}

/** Waits until a condition holds. @throws Error after 20 s */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('waited 20 s in vain');
    await sleep(100);
  }
}
