import { expect, test } from 'vitest';
import { freshMinutes, isFresh, passwordFault, rolesFault } from './person.ts';

test('a session is fresh for a while', () => {
  const begun = new Date('2026-11-22T12:00:00Z');
  const later = (minutes: number) => new Date(begun.getTime() + minutes * 60_000);
  expect(isFresh(begun, later(freshMinutes - 1))).toBe(true);
  expect(isFresh(begun, later(freshMinutes))).toBe(false);
});

test('who reviews blind has no role that sees names', () => {
  expect(rolesFault(['blind-reviewer'])).toBeUndefined();
  expect(rolesFault(['blind-reviewer', 'author'])).toBeUndefined();
  expect(rolesFault(['admin', 'manager', 'reviewer', 'author'])).toBeUndefined();
  for (const role of ['admin', 'reviewer', 'manager'] as const)
    expect(rolesFault(['blind-reviewer', role])).toContain(role);
});

test.each([
  'mia.brightside@example.com',
  'Mia Brightside 1',
  'MIA.BRIGHTSIDE!',
  'aaaaaaaaaaaaaa',
  'abababababab',
])('%j is no password for Mia Brightside', (password) => {
  expect(passwordFault(password, { email: 'mia.brightside@example.com', name: 'Mia Brightside' })).toMatch(
    /^Choose/,
  );
});

test('a long password with a name in it is one', () => {
  const person = { email: 'mia@example.com', name: 'Brightside' };
  expect(passwordFault('correct brightside horse battery', person)).toBeUndefined();
  expect(passwordFault('correct horse battery', person)).toBeUndefined();
});
