// The pods the doctor looks at: one that is attacked from inside, with every service a challenge can bring and a probe,
// and one beside it. They are opened by the code that opens candidates' pods.
import { randomBytes, randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { listNames, readRuntime, readService } from '../catalogue.ts';
import type { Engine } from '../engine.ts';
import { allDone } from '../faults.ts';
import { buildSeeded } from '../images.ts';
import { type Pod, type PodSpec, SandboxError } from '../sandboxes.ts';

/** How candidates' pods are opened. */
export type OpenPod = (spec: PodSpec) => Promise<Pod>;

export interface Stage {
  engine: Engine;
  pod: Pod;
  /** Containers of `pod` that run a candidate's code or obey it, by part. */
  parts: Record<string, Part>;
  secrets: Secrets;
}

export interface Part {
  container: Docker.Container;
  limits: { memoryMb: number; pids: number; cpus: number };
  /** The folders that may be written, each with an end of its own. */
  places: string[];
}

/** What no one in `pod` may find: words, each in one place outside it, and the key of a shared memory segment. */
interface Secrets {
  neighbour: string;
  suite: string;
  segment: number;
}

export const neighbourPort = 4321;
/** What the attacked pod's service writes to its log, and its last line. */
export const flood = { bytes: 4_000_000, end: 'end of the flood' };

const owner = 'doctor';
const answerDeadlineMs = 20_000;

/**
 * Opens both pods, hands them to `work` and leaves nothing of them behind.
 * @throws SandboxError when not even that works
 */
export async function onStage<T>(
  engine: Engine,
  open: OpenPod,
  work: (stage: Stage) => Promise<T>,
): Promise<T> {
  const opened: Pod[] = [];
  const remember = async (spec: PodSpec) => {
    const pod = await open(spec);
    opened.push(pod);
    return pod;
  };
  const secrets = { neighbour: newWord(), suite: newWord(), segment: randomInt(1, 2 ** 31) };
  const name = Object.keys(engine.images.runtimes)[0] as string;
  const images = await serviceImages(engine);
  try {
    const [pod, neighbour] = await allDone([
      remember(specOf(name, images, floodCommand)),
      remember(specOf(name, {}, neighbourCommand(secrets))),
    ]);
    await allDone<unknown>([
      pod!.restart(),
      pod!.attachProbe(new Map([['checks/hidden.test.ts', Buffer.from(`// ${secrets.suite}`)]])),
      neighbour!.restart().then(() => awaitAnswer(neighbour!, secrets.neighbour)),
    ]);
    return await work({ engine, pod: pod!, parts: await findParts(engine, pod!, name), secrets });
  } finally {
    await Promise.all(opened.map((pod) => pod.remove()));
  }
}

function newWord(): string {
  return `secret-${randomBytes(12).toString('hex')}`;
}

function specOf(runtime: string, services: Record<string, string>, start: string): PodSpec {
  return { kind: 'workspace', owner, runtime, services, env: {}, commands: { start } };
}

const floodCommand = `perl -e 'print "x" x 7999, "\\n" for 1 .. ${flood.bytes / 8000}; print "${flood.end}\\n"'
exec sleep 600`;

// The word is in a file of each kind, in the arguments of a process and in what the port answers.
function neighbourCommand({ neighbour, segment }: Secrets): string {
  return `echo ${neighbour} > /tmp/secret
echo ${neighbour} > /workspace/secret
perl -e 'defined shmget(${segment}, 4096, 01600) or die $!'
socat TCP4-LISTEN:${neighbourPort},bind=127.0.0.1,fork,reuseaddr EXEC:'cat /tmp/secret' &
exec perl -e 'sleep 600' ${neighbour}`;
}

/** What is not there to be found proves nothing: waits until the neighbour's port answers with its word. */
async function awaitAnswer(neighbour: Pod, word: string): Promise<void> {
  const deadline = Date.now() + answerDeadlineMs;
  while (Date.now() < deadline) {
    const text = await readAll(neighbour).catch(() => '');
    if (text.includes(word)) return;
    await sleep(100);
  }
  throw new SandboxError('a service of the doctor did not get ready');
}

async function readAll(neighbour: Pod): Promise<string> {
  const socket = await neighbour.connect(neighbourPort);
  let text = '';
  for await (const piece of socket) text += String(piece);
  return text;
}

async function serviceImages(engine: Engine): Promise<Record<string, string>> {
  const seed = new Map([['1-empty.sql', Buffer.from('')]]);
  const images: Record<string, string> = {};
  for (const name of await listNames(engine.folder, 'services'))
    images[name] = await buildSeeded(engine.docker, engine.folder, name, seed);
  return images;
}

async function findParts(engine: Engine, pod: Pod, runtimeName: string): Promise<Stage['parts']> {
  const runtime = await readRuntime(engine.folder, runtimeName);
  const filters = { label: [`proofload.pod=${pod.id}`] };
  const ids = new Map(
    (await engine.docker.listContainers({ filters })).map(({ Id, Labels }) => [Labels['proofload.part'], Id]),
  );
  const part = (name: string, limits: Part['limits'], places: string[]): [string, Part] => {
    const container = engine.docker.getContainer(ids.get(name) ?? name);
    return [name, { container, limits, places: [...places, '/tmp', '/dev/shm'] }];
  };
  const parts = ['workspace', 'service'].map((name) =>
    part(name, runtime, ['/workspace', '/home/candidate']),
  );
  for (const name of await listNames(engine.folder, 'services')) {
    const service = await readService(engine.folder, name);
    parts.push(part(name, service, [service.data.path]));
  }
  return Object.fromEntries(parts);
}
