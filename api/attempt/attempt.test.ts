import { describe, expect, test } from 'vitest';
import { actionsOf, attemptState, deadlineOf, requireAction, requirePlace } from './attempt.ts';

const now = new Date('2026-03-01T10:00:00Z');
const waiting = { preparingAt: null, startedAt: null, deadline: null, endedAt: null };
const preparing = { ...waiting, preparingAt: now };
const running = { ...preparing, startedAt: now, deadline: deadlineOf(now, 60) };
const submitted = { ...running, endedAt: now };

test.each([
  ['waiting', waiting, ['start']],
  ['preparing', preparing, []],
  ['running', running, ['edit', 'run', 'submit']],
  ['submitted', submitted, []],
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
    expect(() => requireAction(running, 'edit', last)).not.toThrow();
    expect(() => requireAction(running, 'edit', running.deadline)).toThrow(
      expect.objectContaining({ status: 409, code: 'time-is-up' }),
    );
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
