import { expect, test } from 'vitest';
import { attemptSecret, canOpen, inviteState, scoredOf, totalMinutes, type InviteFacts } from './invite.ts';

const now = new Date('2026-03-01T10:00:00Z');
const later = new Date('2026-03-02T10:00:00Z');
const invited: InviteFacts = {
  startBy: later,
  revokedAt: null,
  openedAt: null,
  startedAt: null,
  submittedAt: null,
  withdrawn: false,
  gradedAt: null,
};
const opened = { ...invited, openedAt: now };
const started = { ...opened, startedAt: now };
const submitted = { ...started, submittedAt: now };

test.each([
  ['invited', invited, true],
  ['opened', opened, true],
  ['expired', { ...opened, startBy: now }, false],
  ['revoked', { ...opened, revokedAt: now }, false],
  ['started', { ...started, startBy: now }, true],
  ['submitted', submitted, true],
  ['graded', { ...submitted, gradedAt: now }, true],
  ['withdrawn', { ...opened, submittedAt: now, withdrawn: true }, true],
] as const)('an invite that is %s opens: %#', (state, facts, opens) => {
  expect(inviteState(facts, now)).toBe(state);
  expect(canOpen(facts, now)).toBe(opens);
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
