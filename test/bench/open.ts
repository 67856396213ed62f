// How long a workspace takes from the request to a prompt and an answering service, with others open, and what an idle
// one holds.
import { randomBytes } from 'node:crypto';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { findChallenge } from '../../api/cli/source.ts';
import { percentile } from '../../api/grading/percentile.ts';
import { openSandboxes } from '../../api/sandbox/docker.ts';
import type { Pod, PodSpec, Sandboxes } from '../../api/sandbox/sandboxes.ts';
import type { Tree } from '../../api/challenge/tree.ts';
import { ask, helloTree, openTerminal, treeOf, until } from '../support/pods.ts';
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
}

type Sample = Record<'pod' | 'files' | 'prompt' | 'service' | 'both', number>;

/** Opens workspaces of a challenge, or of the hello service with a small database, and prints one table. */
export async function run(args: string[]): Promise<void> {
  const options = {
    workspaces: { type: 'string', default: '20' },
    times: { type: 'string', default: '20' },
  } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const sandboxes = await openSandboxes({
    platform: `bench-${randomBytes(4).toString('hex')}`,
    progress: console.log,
  });
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
    ready: '/database',
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
  return { title: `${name}, its starter`, spec, files, port, ready };
}

async function measure(
  sandboxes: Sandboxes,
  subject: Subject,
  workspaces: number,
  times: number,
): Promise<void> {
  const loadBefore = loadavg();
  const pods: Pod[] = [];
  for (let count = 0; count < workspaces; count++) pods.push((await openOne(sandboxes, subject)).pod);
  await sleep(settleMs);
  const memory = await Promise.all(pods.map((pod) => podMemory(pod.id)));
  const idle = await cpuShare(pods);
  const cold = await openings(sandboxes, subject, times);
  sandboxes.keepWarm(subject.spec, 1);
  const refills: number[] = [];
  const warm = await openings(sandboxes, subject, times, async () => {
    const began = performance.now();
    await until(async () => sandboxes.warm() === 1);
    refills.push(performance.now() - began);
    await sleep(1_000);
  });
  sandboxes.keepWarm(subject.spec, 0);
  const paused = await pausing(pods, subject);

  console.log(
    `\n${subject.title}; ${workspaces} workspaces open; load average ${loadBefore[0]?.toFixed(1)} before, ${loadavg()[0]?.toFixed(1)} after`,
  );
  console.log(`${'milliseconds from the request'.padEnd(44)}    n     p50     p95     max`);
  for (const [title, samples] of [
    ['cold', cold],
    ['warm', warm],
  ] as const)
    for (const [what, words] of Object.entries(steps))
      row(
        `${title}: ${words}`,
        samples.map((sample) => sample[what as keyof Sample]),
      );
  // The first fill waits for nobody.
  row('warm pod there again after it was free', refills.slice(1));
  row('paused: pausing', paused.pauses);
  row('paused: the service answers again', paused.answers);
  console.log('megabytes of an idle workspace');
  for (const [what, words] of Object.entries(parts))
    row(
      words,
      memory.map((each) => each[what as keyof typeof parts]),
    );
  console.log('processor time of all idle workspaces, share of a core');
  row('running', [idle]);
  row('paused', [paused.share]);
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
  const prompting = promptOf(pod).then(since);
  await pod.writeFiles(subject.files);
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

function row(title: string, values: number[]): void {
  const digits = Math.max(...values) < 10 ? 2 : 0;
  const cells = [50, 95, 100].map((p) => percentile(values, p).toFixed(digits).padStart(8));
  console.log(`${title.padEnd(44)}${String(values.length).padStart(5)}${cells.join('')}`);
}
