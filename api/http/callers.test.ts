import type { FastifyRequest } from 'fastify';
import { expect, test } from 'vitest';
import { Callers } from './callers.ts';
import { Problem } from './problem.ts';

const asked = (ip: string, attemptId?: string, secret?: string, url = '/api/attempts') =>
  ({
    ip,
    url,
    params: attemptId === undefined ? {} : { attemptId },
    cookies: secret === undefined ? {} : { [`attempt_${attemptId}`]: secret },
  }) as unknown as FastifyRequest;

test('a candidate is counted by the attempt once it was shown to be theirs, anybody else by address', async () => {
  const callers = new Callers();
  const guard = callers.noting(async (_who, request) => {
    if (request.cookies['attempt_a'] !== 'right') throw new Problem(401, 'not-your-attempt', 'no');
    return { attemptId: 'a' };
  });
  const mine = asked('10.0.0.1', 'a', 'right');
  expect(callers.keyOf(mine)).toBe('10.0.0.1');
  await guard('candidate', mine);
  expect(callers.keyOf(mine)).toBe('attempt a');
  const guess = asked('10.0.0.1', 'a', 'wrong');
  await expect(guard('candidate', guess)).rejects.toThrow('no');
  expect(callers.keyOf(guess)).toBe('10.0.0.1');
  expect(callers.keyOf(asked('10.0.0.1', 'a'))).toBe('10.0.0.1');
  expect(callers.keyOf(asked('10.0.0.1', 'b', 'right'))).toBe('10.0.0.1');
});

test('the files of a page are counted by themselves, and more of them are let through', () => {
  const callers = new Callers();
  const file = asked('10.0.0.1', undefined, undefined, '/assets/index.js');
  expect(callers.keyOf(file)).toBe('files 10.0.0.1');
  expect(callers.limitOf(file, 'files 10.0.0.1')).toBeGreaterThan(callers.limitOf(file, '10.0.0.1'));
});
