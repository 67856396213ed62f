// All boots of a grading: as many fresh pairs of pods as it takes, or as there is time for.
import { cpus } from 'node:os';
import { seedFrom } from '../../sandboxes/probe/random.ts';
import { SandboxError, type Sandboxes } from '../sandbox/sandboxes.ts';
import { type BootOptions, runBoot } from './boot.ts';
import type { Evidence } from './evidence.ts';
import { OurFailure } from './failure.ts';
import type { GradeOptions } from './grade.ts';
import { aims, halfWidth, Spare } from './narrow.ts';
import { scoreIn } from './score.ts';

interface Running extends Pick<BootOptions, 'spec' | 'evidence' | 'begin' | 'signal'> {
  startedAt: Date;
}

/**
 * Boots as planned, and one more where that promises a narrower score.
 * @throws CandidateFailure, OurFailure, SandboxError, or the signal's reason
 */
export async function runBoots(sandboxes: Sandboxes, options: GradeOptions, running: Running): Promise<void> {
  const { challenge, runtime, tree, seed, plan } = options;
  const reference = challenge.references[challenge.duet]?.trees[runtime];
  if (!reference) throw new OurFailure('reference', `${challenge.slug} has no reference for ${runtime}`);
  const spare = new Spare(plan.narrow.spareMs);
  const one = async (boot: number): Promise<number> => {
    running.signal?.throwIfAborted();
    if (boot > 0) running.begin('second-boot');
    const sinceMs = Date.now();
    await runBoot(sandboxes, {
      ...running,
      challenge,
      plan,
      spare,
      calibration: challenge.calibrations[runtime],
      seed: seedFrom(seed, 'boot', boot),
      trees: { candidate: tree, reference },
      probeCore: cpus().length > 1 ? '0' : undefined,
      begin: boot === 0 ? running.begin : () => {},
    });
    return Date.now() - sinceMs;
  };
  let bootMs = 0;
  for (let boot = 0; boot < plan.boots; boot++) bootMs = await one(boot);
  for (let boot = plan.boots; isWanted(boot, bootMs, options, running); boot++)
    bootMs = await one(boot).catch(unlessOurs(bootMs));
}

/** What goes wrong on our side in a boot that was only to make the score narrower takes nothing from those before it. */
function unlessOurs(bootMs: number): (error: unknown) => number {
  return (error) => {
    if (error instanceof OurFailure || error instanceof SandboxError) return bootMs;
    throw error;
  };
}

/**
 * Boots that disagree, or none in which the machine let everything be measured, are worth one more if there is time.
 * @param bootMs how long the last one took
 */
function isWanted(
  boot: number,
  bootMs: number,
  options: GradeOptions,
  { evidence, startedAt }: Running,
): boolean {
  const { narrow } = options.plan;
  const limitMs = narrow.limitMs + (options.challenge.drills.length > 0 ? narrow.drillsMs : 0);
  const over = Date.now() - startedAt.getTime() + bootMs > limitMs;
  return boot < narrow.mostBoots && !over && openScore(evidence, options) > aims.score;
}

function openScore(evidence: Evidence, { challenge, runtime }: GradeOptions): number {
  try {
    return halfWidth(scoreIn(challenge, runtime, evidence).score);
  } catch (error) {
    if (error instanceof OurFailure && error.code === 'inconclusive') return Infinity;
    throw error;
  }
}
