// The candidate's own tests, run in a fresh pod with the service beside them: on the files as they were handed in, on a
// change that changes nothing, and on bugs. That they pass is their own word; that they fail where a bug is, and only
// there, is what cannot be had without looking at what the service does.
import type { Challenge } from '../../challenge/challenge.ts';
import type { Tree } from '../../challenge/tree.ts';
import { type Pod, type PodSpec, type Probe, SandboxError, type Sandboxes } from '../../sandbox/sandboxes.ts';
import type { TestRun } from '../evidence.ts';
import { CandidateFailure } from '../failure.ts';
import type { Plan } from '../plan.ts';
import { startService } from '../side.ts';
import { type Edit, neutralEdit, plantBugs } from './edits.ts';
import { seedFrom, uniform } from '../../../sandboxes/probe/random.ts';

/** All of it, the pod's opening included. */
const budgetMs = 20_000;
/** What one step is given even so. */
const leastMs = 1000;
const mostBugs = 4;
/** Of the end of what a run said that did not pass. */
const mostOutput = 4000;
/** The change that does nothing comes among so many of the first, so that its turn cannot be guessed. */
const earliest = 3;

export interface OwnTestsOptions {
  challenge: Challenge;
  plan: Plan;
  spec: PodSpec;
  starter: Tree;
  tree: Tree;
  seed: number;
  signal: AbortSignal | undefined;
}

/** @returns what was run until the time was up, or our sandbox failed. @throws the signal's reason */
export async function runOwnTests(sandboxes: Sandboxes, options: OwnTestsOptions): Promise<TestRun[]> {
  const runs: TestRun[] = [];
  const untilMs = performance.now() + budgetMs;
  let pod: Pod | undefined;
  try {
    pod = await sandboxes.open(options.spec);
    const bench = { ...options, pod, probe: await pod.attachProbe(new Map()), untilMs, runs };
    const alone = await runAsTheyAre(bench);
    if (alone !== undefined) await runChanged(bench, alone);
  } catch (error) {
    // Everything else has been measured by now: what is not known here costs nobody the rest.
    if (!(error instanceof SandboxError)) throw error;
  } finally {
    await pod?.remove().catch(() => {});
  }
  return runs;
}

interface Bench extends OwnTestsOptions {
  pod: Pod;
  probe: Probe;
  untilMs: number;
  runs: TestRun[];
}

/**
 * Some tests ask the running service, others start one of their own on its port.
 * @returns whether the service has to be away for them; undefined when they pass neither way
 */
async function runAsTheyAre(bench: Bench): Promise<boolean | undefined> {
  const asTheyAre: Edit = { kind: 'none', bug: null, tree: bench.tree };
  for (const alone of [false, true]) {
    if (!hasTime(bench)) return undefined;
    if ((await run(bench, asTheyAre, alone)) === 'passed') return alone;
  }
  return undefined;
}

async function runChanged(bench: Bench, alone: boolean): Promise<void> {
  const { starter, tree, seed, signal } = bench;
  const edits = plantBugs(starter, tree, seed, mostBugs);
  const turn = Math.floor(uniform(seedFrom(seed, 'turn'))() * Math.min(earliest, edits.length));
  edits.splice(turn, 0, neutralEdit(starter, tree, seed));
  if (edits.length === 1) return;
  while (edits.length > 0 && hasTime(bench)) {
    signal?.throwIfAborted();
    // Without the change that does nothing all the rest would say nothing: the last run there is time for is that.
    const at = hasTime(bench, 2) ? 0 : edits.findIndex(({ kind }) => kind === 'neutral');
    const [edit] = edits.splice(Math.max(0, at), 1) as [Edit];
    const ended = await run(bench, edit, alone);
    if (edit.kind === 'neutral' && ended !== 'passed') return;
  }
}

/** Whether so many more runs as long as the longest so far would end in time. */
function hasTime({ untilMs, runs }: Bench, more = 1): boolean {
  return performance.now() + more * Math.max(leastMs, ...runs.map(({ ms }) => ms)) < untilMs;
}

async function run(bench: Bench, edit: Edit, alone: boolean): Promise<TestRun['ended']> {
  const beganMs = performance.now();
  const { ended, output } = await endOf(bench, edit, alone);
  const said = ended === 'passed' ? {} : { output: output.slice(-mostOutput).toWellFormed() };
  const ms = Math.round(performance.now() - beganMs);
  bench.runs.push({ kind: edit.kind, bug: edit.bug, ended, ms, ...said });
  return ended;
}

interface Ended {
  ended: TestRun['ended'];
  output: string;
}

async function endOf(bench: Bench, { tree }: Edit, alone: boolean): Promise<Ended> {
  const { pod, probe, challenge, plan, signal } = bench;
  const leftMs = () => Math.max(leastMs, Math.round(bench.untilMs - performance.now()));
  await pod.writeFiles(tree);
  const built = await pod.build(leftMs());
  if (built.code !== 0) return { ended: 'not-told', output: built.output };
  try {
    const hasty = { ...plan, readyMs: Math.min(plan.readyMs, leftMs()) };
    await startService({ role: 'candidate', pod, probe }, { challenge, plan: hasty, signal });
  } catch (error) {
    if (!(error instanceof CandidateFailure)) throw error;
    return { ended: 'not-told', output: [error.message, ...error.log].join('\n') };
  }
  if (alone) await pod.end('SIGKILL');
  const tested = await pod.test(leftMs());
  if (!tested) return { ended: 'not-told', output: '' };
  const { code, output, timedOut } = tested;
  if (timedOut) return { ended: 'not-told', output };
  return { ended: code === 0 ? 'passed' : 'failed', output };
}
