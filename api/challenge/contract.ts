import Type, { type Static } from 'typebox';
import type { Contract } from '../http/contract.ts';
import { may } from '../http/roles.ts';

export const ChallengeSummary = Type.Object({
  slug: Type.String(),
  title: Type.String(),
  summary: Type.String(),
  kind: Type.Union([Type.Literal('fix'), Type.Literal('build')]),
  minutes: Type.Integer(),
  runtimes: Type.Array(Type.String()),
});
export type ChallengeSummary = Static<typeof ChallengeSummary>;

export const challengeContract = {
  'GET /api/challenges': {
    who: may.readChallenges,
    response: Type.Array(ChallengeSummary),
  },
} as const satisfies Contract;
