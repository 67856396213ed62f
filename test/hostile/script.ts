import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tree } from '../../api/challenge/tree.ts';
import type { ExecResult, Pod, PodSpec } from '../../api/sandbox/sandboxes.ts';
import { podSpec, treeOf } from '../support/pods.ts';

/** A pod whose build and service are both the script `attack.sh`. */
export function scripted(changes: Partial<PodSpec> = {}): PodSpec {
  const commands = { build: 'sh ./attack.sh', start: 'sh ./attack.sh' };
  return podSpec({ owner: 'hostile', commands, ...changes });
}

/** Runs a shell script in the pod's workspace, as a candidate's build would. */
export async function run(pod: Pod, script: string, deadlineMs = 30_000): Promise<ExecResult> {
  await pod.writeFiles(treeOf({ 'attack.sh': script }));
  return pod.build(deadlineMs);
}

/** One of the services beside this file, as the candidate's whole work. */
export function service(name: string): Tree {
  const path = join(import.meta.dirname, 'services', `${name}.ts`);
  return treeOf({ 'server.ts': readFileSync(path, 'utf8') });
}
