// One side of a duet: a fresh pod with the service running in it, and a probe beside it.
import type { Challenge } from '../challenge/challenge.ts';
import type { Tree } from '../challenge/tree.ts';
import type { Pod, PodSpec, Probe, Sandboxes } from '../sandbox/sandboxes.ts';
import { CandidateFailure, OurFailure, type Stage } from './failure.ts';
import { Generator } from '../probe/generator.ts';
import { limits, type Plan } from './plan.ts';
import { waitReady } from '../probe/ready.ts';

export interface Side {
  role: 'candidate' | 'reference';
  pod: Pod;
  probe: Probe;
  generator: Generator;
  /** Names of the third parties in its pod. */
  stubs: string[];
}

export interface SideOptions extends StartOptions {
  role: Side['role'];
  spec: PodSpec;
  tree: Tree;
  /** The core the probe is kept on, when the host has more than one. */
  probeCore: string | undefined;
  /** Told of the pod as soon as there is one, so that it is removed whatever happens next. */
  onPod: (pod: Pod) => void;
  onStage: (stage: 'prepare' | 'build' | 'start') => void;
}

/** Opens a pod, builds and starts the service and waits for it. @throws CandidateFailure, OurFailure, SandboxError */
export async function openSide(sandboxes: Sandboxes, options: SideOptions): Promise<Side> {
  const { role, challenge, tree } = options;
  const pod = await sandboxes.open(options.spec);
  options.onPod(pod);
  const [probe] = await Promise.all([
    pod.attachProbe(suiteOf(challenge), options.probeCore),
    pod.writeFiles(tree),
  ]);
  options.onStage('build');
  await build(pod, role);
  options.onStage('start');
  await startService({ role, pod, probe }, options);
  const generator = await Generator.start(probe, challenge.port, options.signal);
  return { role, pod, probe, generator, stubs: stubNames(challenge) };
}

/** What lies in folders is shared by the stubs beside them. */
function stubNames({ stubs }: Challenge): string[] {
  return [...stubs.keys()].filter((path) => !path.includes('/')).map((path) => path.replace(/\.ts$/, ''));
}

export interface StartOptions {
  challenge: Challenge;
  plan: Plan;
  signal: AbortSignal | undefined;
}

/** Starts the service, or starts it again, and waits until it answers. @throws CandidateFailure, OurFailure, SandboxError */
export async function startService(
  { role, pod, probe }: Pick<Side, 'role' | 'pod' | 'probe'>,
  { challenge, plan, signal }: StartOptions,
): Promise<void> {
  await pod.restart();
  const target = { port: challenge.port, path: challenge.ready, deadlineMs: plan.readyMs };
  const unready = await waitReady(pod, probe, target, signal);
  if (unready) throw failureOf(role, 'start', unready.code, unready.reason, await pod.log(limits.logLines));
}

async function build(pod: Pod, role: Side['role']): Promise<void> {
  const { code, output, timedOut } = await pod.build(limits.buildMs);
  if (code === 0 && !timedOut) return;
  const reason = timedOut
    ? `The build did not end within ${limits.buildMs / 1000} s`
    : `The build ended with code ${code}`;
  throw failureOf(role, 'build', 'did-not-build', reason, output.split('\n').slice(-limits.logLines));
}

/** The same trouble is the candidate's on one side and ours on the other: the reference is known to work. */
function failureOf(role: Side['role'], stage: Stage, code: string, reason: string, log: string[]): Error {
  if (role === 'candidate') return new CandidateFailure(stage, code, reason, log);
  return new OurFailure('reference', `The reference failed. ${reason}`);
}

function suiteOf({ suites }: Challenge): Tree {
  return new Map([...suites.visible, ...suites.hidden]);
}
