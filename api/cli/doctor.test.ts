import { expect, test } from 'vitest';
import type { Finding } from '../sandbox/doctor/finding.ts';
import { table } from './doctor.ts';

const holds: Finding = {
  id: 'route',
  kind: 'protection',
  group: 'Network',
  what: 'No way out',
  result: 'ok',
  seen: 'proved',
  why: 'Code without a network can attack no one.',
  mend: 'Take the interface away.',
};
const broken: Finding = {
  ...holds,
  id: 'host',
  what: 'No host',
  result: 'failed',
  seen: '10.0.0.1: it worked',
};
const old: Finding = {
  ...holds,
  id: 'runc',
  kind: 'fact',
  group: 'Machine',
  what: 'Version of runc',
  result: 'warning',
  seen: '1.1.5',
};
const full: Finding = { ...old, id: 'disk', what: 'Free space', result: 'failed', seen: '0 GB' };

test('a line says what holds and why it matters', () => {
  expect(table([holds])).toBe(`Network
  ok      No way out
          Why: Code without a network can attack no one.

Nothing failed. Protections proved: 1. Warnings: 0.`);
});

test('a line that is not well says what was seen and how to mend it', () => {
  expect(table([holds, broken, old])).toBe(`Network
  ok      No way out
          Why: Code without a network can attack no one.
  FAILED  No host
          Seen: 10.0.0.1: it worked
          Why: Code without a network can attack no one.
          Mend: Take the interface away.

Machine
  WARNING Version of runc
          Seen: 1.1.5
          Why: Code without a network can attack no one.
          Mend: Take the interface away.

Candidates' code is refused here. Protections that do not hold: 1. Protections proved: 1. Warnings: 1.`);
});

test('a fact that failed refuses nobody', () => {
  expect(table([holds, full])).toMatch(/Every protection holds, but see what failed above/);
});

test('long sentences are broken left of column 110', () => {
  const long = { ...broken, seen: 'word '.repeat(60).trim() };
  const lines = table([long]).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(110);
  expect(lines.filter((line) => line.startsWith('          word')).length).toBeGreaterThan(1);
});
