// Gradings of references, kept as files: an author's check that was interrupted goes on where it was, and a change of weights,
// bands or reasons needs no grading anew.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Challenge } from '../challenge/challenge.ts';
import { hashOf, type Tree, treeHash } from '../challenge/tree.ts';
import type { Evidence } from '../grading/evidence.ts';
import type { Plan } from '../grading/plan.ts';
import type { Report } from '../grading/report.ts';

/** One grading of a reference: what was reported, and what a score can be made of again. */
export interface Kept {
  report: Report;
  evidence: Evidence;
}

export interface Job {
  challenge: Challenge;
  runtime: string;
  reference: string;
  tree: Tree;
  seed: number;
  plan: Plan;
}

/** @returns the file of a grading; another when anything that the service meets, or is, has changed */
export function fileOf(folder: string, job: Job): string {
  const { challenge, runtime, reference, tree, seed, plan } = job;
  const { port, ready, env, goal, drills, suiteDigest, services, stubs, references, duet } = challenge;
  const trees = [tree, references[duet]?.trees[runtime] ?? new Map(), stubs, ...Object.values(services)];
  const met = [port, ready, env, goal, drills, suiteDigest, Object.keys(services), plan, trees.map(digestOf)];
  const digest = createHash('sha256').update(JSON.stringify(met)).digest('hex').slice(0, 16);
  return join(folder, challenge.slug, `${reference}-${runtime}-${seed}-${digest}.json`);
}

const digestOf = (tree: Tree): string => treeHash([...tree].map(([path, text]) => [path, hashOf(text)]));

export async function readKept(file: string): Promise<Kept | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : (JSON.parse(text) as Kept);
}

/** Leaves a whole file or none. Single requests are left out: no score needs them. */
export async function writeKept(file: string, kept: Kept): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const text = JSON.stringify(kept, (key, value: unknown) => (key === 'samples' ? undefined : value));
  await writeFile(`${file}.part`, text);
  await rename(`${file}.part`, file);
}
