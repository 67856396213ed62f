import { describe, expect, test } from 'vitest';
import {
  actionsOf,
  attemptState,
  deadlineOf,
  graceMs,
  requireAction,
  requirePlace,
  requireSignature,
} from './attempt.ts';

const now = new Date('2026-03-01T10:00:00Z');
const waiting = {
  preparingAt: null,
  startedAt: null,
  deadline: null,
  endedAt: null,
  withdrawn: false,
  practice: false,
  followUp: false,
};
const preparing = { ...waiting, preparingAt: now };
const running = { ...preparing, startedAt: now, deadline: deadlineOf(now, 60) };
const submitted = { ...running, endedAt: now };
const practising = { ...running, deadline: null, practice: true };
const followed = { ...practising, followUp: true };

test.each([
  ['waiting', waiting, ['practise', 'start', 'withdraw']],
  ['preparing', preparing, ['withdraw']],
  ['running', running, ['edit', 'run', 'submit', 'withdraw']],
  ['submitted', submitted, []],
  ['withdrawn', { ...waiting, endedAt: now, withdrawn: true }, []],
  ['running', practising, ['edit', 'run']],
  ['over', { ...practising, endedAt: now }, []],
  ['waiting', { ...waiting, practice: true, followUp: true }, []],
  ['running', followed, ['edit', 'run']],
  ['over', { ...followed, endedAt: now }, []],
] as const)('an attempt that is %s allows its actions', (state, times, actions) => {
  expect(attemptState(times)).toBe(state);
  expect(actionsOf(times)).toEqual(actions);
});

describe('an action is refused', () => {
  test('in the wrong state, with the state as the word', () => {
    expect(() => requireAction(waiting, 'edit', now)).toThrow(
      expect.objectContaining({ code: 'attempt-waiting' }),
    );
    expect(() => requireAction(submitted, 'submit', now)).toThrow(
      expect.objectContaining({ code: 'attempt-submitted' }),
    );
  });

  test('from the moment of the deadline on', () => {
    const last = new Date(running.deadline.getTime() - 1);
    expect(() => requireAction(running, 'run', last)).not.toThrow();
    expect(() => requireAction(running, 'run', running.deadline)).toThrow(
      expect.objectContaining({ status: 409, code: 'time-is-up' }),
    );
  });

  test('but for a save on its way, which has a little longer', () => {
    const end = running.deadline.getTime() + graceMs;
    expect(() => requireAction(running, 'edit', new Date(end - 1))).not.toThrow();
    expect(() => requireAction(running, 'edit', new Date(end))).toThrow(
      expect.objectContaining({ code: 'time-is-up' }),
    );
  });

  test('before the rules are signed, except for practice', () => {
    expect(() => requireSignature({ practice: false, signedAt: null })).toThrow(
      expect.objectContaining({ status: 409, code: 'not-signed' }),
    );
    expect(() => requireSignature({ practice: false, signedAt: now })).not.toThrow();
    expect(() => requireSignature({ practice: true, signedAt: null })).not.toThrow();
  });
});

test('a file and a folder cannot share a name', () => {
  const others = ['lib/a.js', 'main.js'];
  expect(() => requirePlace('lib/b.js', others)).not.toThrow();
  expect(() => requirePlace('lib', others)).toThrow('is a folder');
  expect(() => requirePlace('main.js/x', others)).toThrow('is a file');
});

test('names that only case tells apart cannot stand side by side', () => {
  expect(() => requirePlace('Main.js', ['main.js'])).toThrow('only case');
  expect(() => requirePlace('lib/b.js', ['Lib/a.js'])).toThrow('only case');
  expect(() => requirePlace('u\u0308.js', ['\u00fc.js'])).toThrow('only case');
  expect(() => requirePlace('lib/Main.js', ['main.js', 'lib/Main.js', 'lib/x/main.js'])).not.toThrow();
});
