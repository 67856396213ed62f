import type { FastifyInstance } from 'fastify';
import { serve, type Guard } from '../http/serve.ts';
import type { Challenge } from './challenge.ts';
import { challengeContract } from './contract.ts';
import { practiceSlug } from './practice.ts';
import { summaryOf } from './store.ts';

/** The challenges this platform has, by slug. */
export type Challenges = ReadonlyMap<string, Challenge>;

export function challengeRoutes(app: FastifyInstance, guard: Guard, challenges: Challenges): void {
  serve(app, guard, challengeContract, {
    'GET /api/challenges': async () =>
      [...challenges.values()].filter(({ slug }) => slug !== practiceSlug).map(summaryOf),
  });
}
