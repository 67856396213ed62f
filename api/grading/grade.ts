// One grading from files to report: fresh pods, checks, the load beside the reference, the score.
import { cpus } from 'node:os';
import type { Challenge } from '../challenge/challenge.ts';
import { hashOf, type Tree, treeHash } from '../challenge/tree.ts';
import type { PodSpec, Sandboxes } from '../sandbox/sandboxes.ts';
import { serviceImages } from '../workspace/warm.ts';
import { hasStormOfItsOwn } from './boot.ts';
import { runBoots } from './boots.ts';
import type { Phase } from './contract.ts';
import type { Evidence } from './evidence.ts';
import { CandidateFailure, OurFailure, type Stage } from './failure.ts';
import { hostFacts } from './host.ts';
import { observeMaintainability, ownTestFiles } from './maintainability/observe.ts';
import type { Plan } from './plan.ts';
import { type PhaseName, Progress } from './progress.ts';
import type { Environment, FailedReport, Report } from './report.ts';
import { scoreIn } from './score.ts';

export interface GradeOptions {
  challenge: Challenge;
  runtime: string;
  /** The candidate's files, complete. */
  tree: Tree;
  seed: number;
  /** Id of the grading; its pods carry it. */
  owner: string;
  plan: Plan;
}

export interface GradeHooks {
  /** Told of every change of phase. */
  onPhases?: (phases: Phase[]) => void;
  /** Ends the grading early; its pods are removed. */
  signal?: AbortSignal;
}

export interface Graded {
  report: Report;
  evidence: Evidence;
}

/**
 * Grades a tree of files. Whatever goes wrong becomes a report: the candidate's failure or ours.
 * @throws only the signal's reason
 */
export async function grade(
  sandboxes: Sandboxes,
  options: GradeOptions,
  hooks: GradeHooks = {},
): Promise<Graded> {
  const { challenge, plan, seed } = options;
  const startedAt = new Date();
  const evidence: Evidence = { seed, plan: plan.name, checks: [], boots: [], drills: [], invariants: [] };
  const progress = new Progress(unused(options), hooks.onPhases);
  const images: Record<string, string> = {};
  let engine = '';
  let phase: PhaseName = 'prepare';
  const begin = (name: PhaseName): void => {
    phase = name;
    progress.begin(name);
  };
  const base = () => ({
    seed,
    snapshot: snapshotOf(options.tree),
    environment: environmentOf(options, { images, engine, startedAt }),
  });
  try {
    begin('prepare');
    const facts = await sandboxes.facts(options.runtime);
    engine = facts.engine;
    const services = await unlessStopped(serviceImages(sandboxes, challenge), hooks.signal);
    Object.assign(images, facts.images, services);
    const spec = specOf(options, services);
    await runBoots(sandboxes, options, { spec, evidence, begin, signal: hooks.signal, startedAt });
    begin('own-tests');
    const handed = { ...options, spec, signal: hooks.signal };
    evidence.maintainability = await observeMaintainability(sandboxes, handed);
    begin('score');
    const report: Report = { outcome: 'graded', ...base(), ...scoreIn(challenge, options.runtime, evidence) };
    progress.finish();
    return { report, evidence };
  } catch (error) {
    hooks.signal?.throwIfAborted();
    return { report: { ...failureOf(error as Error, phase), ...base() }, evidence };
  }
}

/** @returns what a report calls the files by: the hash a candidate saw when handing them in */
export function snapshotOf(tree: Tree): string {
  return treeHash([...tree].map(([path, content]) => [path, hashOf(content)]));
}

function unused(options: GradeOptions): PhaseName[] {
  const { challenge, plan } = options;
  return [
    ...(ownTestFiles(options).length > 0 ? [] : (['own-tests'] as const)),
    ...(plan.boots > 1 ? [] : (['second-boot'] as const)),
    ...(challenge.drills.length > 0 ? [] : (['drills'] as const)),
    ...(hasStormOfItsOwn(challenge) ? [] : (['storm'] as const)),
  ];
}

/** An image may take minutes to build and cannot be stopped; nobody has to wait for it. @throws the signal's reason */
async function unlessStopped<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  signal.throwIfAborted();
  const stopped = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  return Promise.race([work, stopped]);
}

/** Both pods share the last core; the probes have the first to themselves. */
function specOf({ challenge, runtime, owner }: GradeOptions, services: Record<string, string>): PodSpec {
  const last = cpus().length - 1;
  return {
    kind: 'grading',
    owner,
    runtime,
    services,
    env: challenge.env,
    stubs: challenge.stubs,
    ...(last > 0 && { cpuset: String(last) }),
  };
}

const stages: Record<PhaseName, Stage> = {
  prepare: 'prepare',
  build: 'build',
  start: 'start',
  checks: 'checks',
  'warm-up': 'load',
  saturated: 'load',
  steady: 'load',
  ladder: 'load',
  storm: 'checks',
  drills: 'load',
  'second-boot': 'load',
  'own-tests': 'score',
  score: 'score',
};

function failureOf(error: Error, phase: PhaseName): Pick<FailedReport, 'outcome' | 'failure'> {
  if (error instanceof CandidateFailure) {
    const { stage, code, message, log } = error;
    return { outcome: 'candidate_failure', failure: { stage, code, reason: message, log } };
  }
  const code = error instanceof OurFailure ? error.code : error.name;
  return { outcome: 'our_failure', failure: { stage: stages[phase], code, reason: error.message, log: [] } };
}

function environmentOf(
  { challenge, runtime, plan }: GradeOptions,
  { images, engine, startedAt }: { images: Record<string, string>; engine: string; startedAt: Date },
): Environment {
  return {
    challenge: challenge.slug,
    challengeDigest: challenge.digest,
    suiteDigest: challenge.suiteDigest,
    runtime,
    reference: challenge.duet,
    anchors: challenge.calibrations[runtime] ? 'calibrated' : 'general',
    images,
    engine,
    host: hostFacts(),
    plan: plan.name,
    startedAt: startedAt.toISOString(),
    seconds: Math.round((Date.now() - startedAt.getTime()) / 100) / 10,
  };
}
