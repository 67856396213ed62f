import { expect, test } from 'vitest';
import { attemptSecret, canOpen, inviteState, type InviteFacts } from './invite.ts';

const now = new Date('2026-03-01T10:00:00Z');
const later = new Date('2026-03-02T10:00:00Z');
const invited: InviteFacts = {
  startBy: later,
  revokedAt: null,
  openedAt: null,
  startedAt: null,
  submittedAt: null,
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
] as const)('an invite that is %s opens: %#', (state, facts, opens) => {
  expect(inviteState(facts, now)).toBe(state);
  expect(canOpen(facts, now)).toBe(opens);
});

test("an attempt's secret is not its invite's token, and the same every time", () => {
  expect(attemptSecret('token')).toBe(attemptSecret('token'));
  expect(attemptSecret('token')).not.toBe(attemptSecret('other'));
  expect(attemptSecret('token')).not.toContain('token');
});
