// One boot of a grading: a fresh pair of pods, opened, loaded side by side, and removed whatever happens.
import { seedFrom, uniform } from '../../sandboxes/probe/random.ts';
import type { Calibration, Challenge } from '../challenge/challenge.ts';
import type { Tree } from '../challenge/tree.ts';
import type { Pod, PodSpec, Sandboxes } from '../sandbox/sandboxes.ts';
import { runChecks } from '../probe/checks.ts';
import { runStorm } from '../probe/storm.ts';
import { runDrills } from './drills/drills.ts';
import { type Duet, narrowPhase, type Narrowing, pairedPhase } from './duet.ts';
import type { Boot, Evidence, Paired } from './evidence.ts';
import { CandidateFailure, OurFailure } from './failure.ts';
import { climb, climbAsReference } from './ladder.ts';
import { openPoints, type Spare } from './narrow.ts';
import { limits, type Plan } from './plan.ts';
import type { PhaseName } from './progress.ts';
import { good } from './ratio.ts';
import { openSide, type Side, startService } from './side.ts';
import { linesOf } from './storms.ts';

export interface BootOptions {
  challenge: Challenge;
  plan: Plan;
  seed: number;
  spec: PodSpec;
  trees: { candidate: Tree; reference: Tree };
  probeCore: string | undefined;
  signal: AbortSignal | undefined;
  begin: (name: PhaseName) => void;
  /** Anchors of the runtime, by which it is told what is narrow enough. */
  calibration: Calibration | undefined;
  spare: Spare;
  /** Where the facts go as they come in. */
  evidence: Evidence;
}

/** @throws CandidateFailure, OurFailure, SandboxError */
export async function runBoot(sandboxes: Sandboxes, options: BootOptions): Promise<void> {
  const pods: Pod[] = [];
  try {
    const duet = await openDuet(sandboxes, options, (pod) => pods.push(pod));
    options.signal?.throwIfAborted();
    const first = options.evidence.boots.length === 0;
    if (first) await checkCandidate(duet, options);
    const boot = await loadDuet(duet, options);
    options.evidence.boots.push(boot);
    if (first) await drillCandidate(duet, boot, options);
  } finally {
    await Promise.allSettled(pods.map((pod) => pod.remove()));
  }
}

async function openDuet(
  sandboxes: Sandboxes,
  options: BootOptions,
  onPod: (pod: Pod) => void,
): Promise<Duet> {
  const roles = ['candidate', 'reference'] as const;
  const order = uniform(seedFrom(options.seed, 'order'))() < 0.5 ? roles : roles.toReversed();
  const opened = await Promise.allSettled(
    order.map((role) =>
      openSide(sandboxes, {
        role,
        challenge: options.challenge,
        plan: options.plan,
        spec: options.spec,
        tree: options.trees[role],
        probeCore: options.probeCore,
        signal: options.signal,
        onPod,
        onStage: (stage) => role === 'candidate' && options.begin(stage),
      }),
    ),
  );
  const failures = opened.flatMap((each) => (each.status === 'rejected' ? [each.reason as Error] : []));
  // When both sides failed the cause is ours, whatever the candidate's side looks like.
  const failure = failures.find((each) => !(each instanceof CandidateFailure)) ?? failures[0];
  if (failure) throw failure;
  const sides = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const [candidate, reference] = roles.map((role) => sides.find((side) => side.role === role));
  return { candidate: candidate as Side, reference: reference as Side };
}

/** @returns whether its storm is a phase, and not part of a drill */
export function hasStormOfItsOwn({ suites, drills }: Challenge): boolean {
  return suites.hidden.has('storm.ts') && !drills.some(({ kind }) => kind === 'kill');
}

async function checkCandidate(duet: Duet, options: BootOptions): Promise<void> {
  options.begin('checks');
  const { challenge, signal, seed } = options;
  options.evidence.checks = await runChecks(duet.candidate.probe, {
    port: challenge.port,
    seed,
    deadlineMs: limits.checksMs,
    ...(signal && { signal }),
  });
  // A storm takes a fresh database. Where the service is killed on purpose, it blows around that.
  if (hasStormOfItsOwn(challenge)) {
    options.begin('storm');
    const storm = { port: challenge.port, seed: seedFrom(seed, 'storm'), durationMs: limits.stormMs };
    const observed = await runStorm(duet.candidate.probe, { ...storm, ...(signal && { signal }) });
    options.evidence.invariants = linesOf(observed);
  }
  // Both begin the load as fresh processes: neither warmed, nor worn out, by what came before.
  await Promise.all([startService(duet.candidate, options), startService(duet.reference, options)]);
}

async function loadDuet(duet: Duet, options: BootOptions): Promise<Boot> {
  const { challenge, plan, seed, signal, begin } = options;
  const { connections, validity } = plan;
  let exits = 0;
  const closed = { mode: 'closed', connections, rate: 0, drainMs: 0 } as const;
  const next = async (name: PhaseName): Promise<void> => {
    signal?.throwIfAborted();
    begin(name);
    exits += await revive(duet, options);
  };

  await next('warm-up');
  const warmUp = { ...closed, seed: seedFrom(seed, 'warm-up'), durationMs: plan.warmUpMs };
  await pairedPhase(duet, 'warm-up', warmUp, { ...validity, validShare: 0 });
  await next('saturated');
  const full = { ...closed, seed: seedFrom(seed, 'saturated'), durationMs: plan.saturatedMs };
  const saturated = await narrowPhase(duet, 'saturated', full, narrowing('saturated', options));
  const reached = {
    candidate: perSecond(saturated, 'candidate'),
    reference: perSecond(saturated, 'reference'),
  };
  if (reached.reference === 0)
    throw new OurFailure('reference', 'The reference gave no good answer under load');
  await next('steady');
  const load = steadyLoad(plan, seed, reached);
  const steady = await narrowPhase(duet, 'steady', load, narrowing('steady', options));
  await next('ladder');
  if (exits > 0 && reached.candidate === 0) throw await diedUnderLoad(duet.candidate);
  const { candidate, reference } = duet;
  const ladder = { plan, goal: challenge.goal, seed: seedFrom(seed, 'ladder') };
  const candidateLadder = await climb(candidate, reference, { ...ladder, saturatedRps: reached.candidate });
  exits += await revive(duet, options);
  const referenceLadder = await climbAsReference(reference, candidate, {
    ...ladder,
    saturatedRps: reached.reference,
  });
  return { saturated, steady, candidateLadder, referenceLadder, exits };
}

function narrowing(
  phase: 'saturated' | 'steady',
  { plan, spare, calibration, seed }: BootOptions,
): Narrowing {
  return { plan, spare, open: (paired) => openPoints(phase, paired, calibration, seed) };
}

/** Whoever gave no good answer under load has nothing that a drill could disturb. */
async function drillCandidate(duet: Duet, boot: Boot, options: BootOptions): Promise<void> {
  const { challenge, plan, seed, signal, evidence } = options;
  const saturatedRps = perSecond(boot.saturated, 'candidate');
  if (challenge.drills.length === 0 || saturatedRps === 0) return;
  options.begin('drills');
  boot.exits += await revive(duet, options);
  evidence.drills = await runDrills({
    side: duet.candidate,
    challenge,
    plan,
    seed: seedFrom(seed, 'drills'),
    signal,
    saturatedRps,
  });
}

/**
 * The steady rate follows the slower of the two, so that both have time to spare and the phase compares how long an
 * answer takes and what it costs, not how a queue grows: at a rate the candidate cannot serve, every figure would only say
 * once more what throughput and knee already said. The reference is measured in the same seconds at the same rate, so a
 * lower rate is no gift.
 */
function steadyLoad(plan: Plan, seed: number, reached: Record<Side['role'], number>) {
  const slower = Math.min(reached.candidate || reached.reference, reached.reference);
  return {
    mode: 'open',
    connections: 0,
    rate: Math.min(limits.drivenRps, Math.max(2, plan.steadyShare * slower)),
    seed: seedFrom(seed, 'steady'),
    durationMs: plan.steadyMs,
    drainMs: limits.requestMs,
  } as const;
}

function perSecond(paired: Paired, role: Side['role']): number {
  const kept = paired[role].filter((_, index) => paired.valid[index]);
  return good(kept) / Math.max(1, kept.length);
}

/** A service that ended under load is started again, as any supervisor would; what it missed stays missed. */
async function revive({ candidate, reference }: Duet, options: BootOptions): Promise<number> {
  const [mine, other] = await Promise.all([candidate.pod.status(), reference.pod.status()]);
  if (other.state !== 'running') throw new OurFailure('reference', 'The reference ended under load');
  if (mine.state === 'running') return 0;
  await startService(candidate, options);
  return 1;
}

async function diedUnderLoad({ pod }: Side): Promise<CandidateFailure> {
  const reason = 'The service ended whenever it was put under load, before it gave a single good answer';
  return new CandidateFailure('load', 'exited', reason, await pod.log(limits.logLines));
}
