// The author's gate: what keeps a challenge from being offered, worked out from its files and from gradings of its
// references.
import type { Challenge } from '../../challenge/challenge.ts';
import { overlaps } from './apart.ts';
import { declaredFindings } from './declared.ts';
import type { Finding } from './finding.ts';
import { flakeFindings } from './flakes.ts';
import { idleRules, neverFailing } from './found.ts';
import { type Grading, landedFindings } from './landed.ts';
import { markFindings } from './marks.ts';

/** @param gradings of references in one runtime, as many as there are; none for what the files alone show */
export function judge(challenge: Challenge, gradings: readonly Grading[]): Finding[] {
  return [
    ...declaredFindings(challenge),
    ...landedFindings(challenge, gradings),
    ...flakeFindings(challenge, gradings),
    ...idleRules(challenge, gradings),
    ...neverFailing(challenge, gradings),
    ...overlaps(challenge, gradings),
    ...markFindings(gradings),
  ];
}
