import { expect, test } from 'vitest';
import {
  attemptSecret,
  requireInviteAction,
  runtimesOf,
  scoredOf,
  startByOf,
  totalMinutes,
  usualStartBy,
} from './invite.ts';

const now = new Date('2026-03-01T10:00:00Z');

test.each([
  ['opened', 'revoke'],
  ['started', 'resend'],
  ['expired', 'resend'],
] as const)('an invite that is %s lets one %s', (state, action) => {
  expect(() => requireInviteAction(state, action)).not.toThrow();
});

test.each([
  ['started', 'revoke'],
  ['revoked', 'resend'],
  ['graded', 'remind'],
] as const)('an invite that is %s does not let one %s', (state, action) => {
  const refusal = expect.objectContaining({ status: 409, code: `invite-${state}` }) as Error;
  expect(() => requireInviteAction(state, action)).toThrow(refusal);
});

test('an invite can be started until the end of a day, for a year at most', () => {
  expect(usualStartBy(now).toISOString()).toBe('2026-03-15T23:59:59.999Z');
  expect(startByOf('2026-03-01', now)?.toISOString()).toBe('2026-03-01T23:59:59.999Z');
  for (const day of ['2026-02-28', '2026-04-31', '2027-03-10', 'soon'])
    expect(startByOf(day, now), day).toBeUndefined();
});

test('a candidate chooses among the runtimes there are and the invite names', () => {
  expect(runtimesOf(['node', 'go'], null)).toEqual(['node', 'go']);
  expect(runtimesOf(['node', 'go'], ['go', 'python'])).toEqual(['go']);
});

test("an attempt's secret is not its invite's token, and the same every time", () => {
  expect(attemptSecret('token')).toBe(attemptSecret('token'));
  expect(attemptSecret('token')).not.toBe(attemptSecret('other'));
  expect(attemptSecret('token')).not.toContain('token');
});

test('extra time is rounded in favour of the candidate', () => {
  expect(totalMinutes(60, 1)).toBe(60);
  expect(totalMinutes(45, 1.5)).toBe(68);
});

test('dimensions without evidence leave their share of the score to the others', () => {
  const facts = {
    summary: { slug: 's', title: 'S', summary: '', kind: 'fix' as const, minutes: 60, runtimes: ['node'] },
    brief: '',
    goal: { ms: 300, errorRate: 0.01, rps: 100 },
    hiddenChecks: [],
    starters: {},
  };
  const weights = { Correctness: 0.3, Performance: 0.3, Resilience: 0.2, Maintainability: 0.06, Other: 0.2 };
  expect(scoredOf(facts, weights).map(({ percent }) => percent)).toEqual([45, 45, 9]);
  const resilient = scoredOf({ ...facts, alsoScored: ['resilience'] }, weights);
  expect(resilient.map(({ name, percent }) => [name, percent])).toEqual([
    ['Correctness', 35],
    ['Performance', 35],
    ['Resilience', 23],
    ['Maintainability', 7],
  ]);
});
