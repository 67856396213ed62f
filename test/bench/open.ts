// How long a workspace takes from the request to a prompt and an answering service, with others open, and what an idle
// one holds.
import { randomBytes } from 'node:crypto';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { findChallenge } from '../../api/cli/source.ts';
import { percentile } from '../../api/probe/percentile.ts';
import { openSandboxes } from '../../api/sandbox/docker.ts';
import type { Pod, PodSpec, Sandboxes } from '../../api/sandbox/sandboxes.ts';
import type { Tree } from '../../api/challenge/tree.ts';
import { ask, helloTree, openTerminal, treeOf } from '../support/pods.ts';
import { podMemory } from './memory.ts';

export const usage = 'open [challenge] [--workspaces 20] [--times 20]';

const settleMs = 10_000;
const watchMs = 10_000;

interface Subject {
  title: string;
  spec: PodSpec;
  files: Tree;
  port: number;
  ready: string;
  /** A path that asks the database. */
  used: string;
}

const platform = `bench-${randomBytes(4).toString('hex')}`;

type Sample = Record<'pod' | 'files' | 'prompt' | 'service' | 'both', number>;

/** Opens workspaces of a challenge, or of the hello service with a small database, and prints a table. */
export async function run(args: string[]): Promise<void> {
  const options = {
    workspaces: { type: 'string', default: '20' },
    times: { type: 'string', default: '20' },
  } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const sandboxes = await openSandboxes({ platform, progress: console.log });
  const stop = () => void sandboxes.close().finally(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const subject = positionals[0] ? await ofChallenge(sandboxes, positionals[0]) : await hello(sandboxes);
    await measure(sandboxes, subject, Number(values.workspaces), Number(values.times));
  } finally {
    await sandboxes.close();
  }
}

async function hello(sandboxes: Sandboxes): Promise<Subject> {
  const seed = treeOf({
    '01.sql': 'create table item (id int primary key); insert into item values (1), (2);',
  });
  const services = { postgres: await sandboxes.serviceImage('postgres', seed) };
  const spec = { kind: 'workspace', owner: 'bench', runtime: 'node', services, env: {} } as const;
  return {
    title: 'hello service, database of two rows',
    spec,
    files: await helloTree(),
    port: 8080,
    ready: '/health',
    used: '/database',
  };
}

async function ofChallenge(sandboxes: Sandboxes, name: string): Promise<Subject> {
  const { challenge } = await findChallenge(name);
  const services: Record<string, string> = {};
  for (const [service, seed] of Object.entries(challenge.services))
    services[service] = await sandboxes.serviceImage(service, seed);
  const { env, port, ready } = challenge;
  const files = challenge.starters['node'];
  if (!files) throw new Error(`${name} has no starter for node`);
  const spec = { kind: 'workspace', owner: 'bench', runtime: 'node', services, env } as const;
  return { title: `${name}, its starter`, spec, files, port, ready, used: ready };
}

async function measure(
  sandboxes: Sandboxes,
  subject: Subject,
  workspaces: number,
  times: number,
): Promise<void> {
  console.log(`${subject.title}; ${workspaces} workspaces open`);
  const pods: Pod[] = [];
  for (let count = 0; count < workspaces; count++) pods.push((await openOne(sandboxes, subject)).pod);
  // A service that has been used holds a connection to its database.
  await Promise.all(pods.map((pod) => ask(pod, subject.used, subject.port)));
  await sleep(settleMs);
  head('megabytes of an idle workspace');
  const memory = await Promise.all(pods.map((pod) => podMemory(platform, pod.id)));
  for (const [what, words] of Object.entries(parts))
    row(
      words,
      memory.map((each) => each[what as keyof typeof parts]),
    );

  const refills: number[] = [];
  sandboxes.keepWarm(subject.spec, 1);
  const warm = await openings(sandboxes, subject, times, async () => {
    const began = performance.now();
    while (sandboxes.warm() === 0) await sleep(50);
    refills.push(performance.now() - began);
    await sleep(1_000);
  });
  sandboxes.keepWarm(subject.spec, 0);
  head('warm, milliseconds from the request');
  rowsOf(warm);
  // The first fill waits for nobody.
  row('a warm one is there again', refills.slice(1));
  const cold = await openings(sandboxes, subject, times);
  head('cold, milliseconds from the request');
  rowsOf(cold);

  const running = await cpuShare(pods);
  const { pauses, answers, share } = await pausing(pods, subject);
  head('paused, milliseconds');
  row('pausing', pauses);
  row('the service answers again', answers);
  console.log(`all idle workspaces take ${running.toFixed(3)} of a core, paused ${share.toFixed(3)}`);
}

const steps: Record<keyof Sample, string> = {
  pod: 'the pod is there',
  files: 'files are written',
  prompt: 'the terminal shows a prompt',
  service: 'the service answers',
  both: 'prompt and service',
};

const parts = {
  held: 'held: processes, volumes and kernel',
  processes: '  of processes',
  shared: '  of volumes and shared buffers',
  kernel: '  of the kernel for it',
  cached: 'cached files of images, given back when needed',
};

/** Opens one workspace after the other and removes each once it was measured. */
async function openings(
  sandboxes: Sandboxes,
  subject: Subject,
  times: number,
  before: () => Promise<void> = () => sleep(500),
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let count = 0; count < times; count++) {
    await before();
    const { pod, sample } = await openOne(sandboxes, subject);
    samples.push(sample);
    await pod.remove();
  }
  return samples;
}

async function openOne(sandboxes: Sandboxes, subject: Subject): Promise<{ pod: Pod; sample: Sample }> {
  const began = performance.now();
  const since = () => performance.now() - began;
  const pod = await sandboxes.open(subject.spec);
  const opened = since();
  const writing = pod.writeFiles(subject.files);
  const prompting = promptOf(pod).then(since);
  await writing;
  const files = since();
  await pod.restart();
  const { status } = await ask(pod, subject.ready, subject.port, 20_000);
  if (status !== 200) throw new Error(`the service answered ${status}`);
  const service = since();
  const prompt = await prompting;
  return { pod, sample: { pod: opened, files, prompt, service, both: Math.max(prompt, service) } };
}

async function promptOf(pod: Pod): Promise<void> {
  const terminal = await openTerminal(pod);
  await terminal.shows(/\$ /);
  terminal.close();
}

async function pausing(pods: Pod[], { ready, port }: Subject) {
  const pauses: number[] = [];
  const answers: number[] = [];
  for (const pod of pods) pauses.push(await timed(() => pod.pause()));
  const share = await cpuShare(pods);
  for (const pod of pods) answers.push(await timed(() => ask(pod, ready, port)));
  return { pauses, answers, share };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function cpuShare(pods: Pod[]): Promise<number> {
  const used = async () =>
    (await Promise.all(pods.map((pod) => pod.cpu()))).reduce((sum, { usedMs }) => sum + usedMs, 0);
  const before = await used();
  await sleep(watchMs);
  return ((await used()) - before) / watchMs;
}

function rowsOf(samples: readonly Sample[]): void {
  for (const [what, words] of Object.entries(steps))
    row(
      words,
      samples.map((sample) => sample[what as keyof Sample]),
    );
}

/** The load of the last minute stands beside, as others' work shows in every figure. */
function head(title: string): void {
  console.log(
    `\n${`${title} (load ${loadavg()[0]?.toFixed(1)})`.padEnd(50)}     n     min     p50     p95     max`,
  );
}

function row(title: string, values: number[]): void {
  const cells = [1, 50, 95, 100].map((p) => percentile(values, p).toFixed(0).padStart(8));
  console.log(`${title.padEnd(50)}${String(values.length).padStart(6)}${cells.join('')}`);
}
