import { expect, test } from 'vitest';
import type { DrillFact, InvariantFact } from '../../api/grading/report.ts';
import { isProven, storms } from './storms.ts';

const rule = (title: string): InvariantFact => ({
  rule: 'conserved',
  title,
  checked: 1,
  violations: 0,
  examples: [],
});
const drill = (what: string, titles: string[] | null): DrillFact => ({
  kind: 'kill',
  what,
  measured: true,
  rps: 10,
  before: 1,
  during: 1,
  after: 1,
  dropped: 0,
  failures: {},
  recoveryMs: 0,
  limitMs: 1000,
  exits: 0,
  memory: null,
  burst: null,
  storm: titles && {
    unreadable: null,
    invariants: titles.map((title) => ({ title, checked: 1, violations: 0 })),
  },
});

test('rules are told apart by the fault that went on meanwhile, and keep their place in the report', () => {
  const found = storms(
    [rule('a'), rule('b'), rule('a'), rule('b')],
    [drill('killed', ['a', 'b']), drill('paused', null)],
  );
  expect(found).toEqual([
    { during: null, first: 0, found: [rule('a'), rule('b')] },
    { during: 'killed', first: 2, found: [rule('a'), rule('b')] },
  ]);
});

test('without drills there is one storm, and without rules none', () => {
  expect(storms([rule('a')], [drill('paused', null)])).toHaveLength(1);
  expect(storms([], [drill('paused', null)])).toEqual([]);
});

test('a rule that only the second storm has stays with it', () => {
  const found = storms([rule('a'), rule('a'), rule('read back')], [drill('killed', ['a'])]);
  expect(found.map(({ during, found: rules }) => [during, rules.length])).toEqual([
    [null, 1],
    ['killed', 2],
  ]);
});

test('a rule that had nothing to check is not proven', () => {
  expect(isProven({ ...rule('a'), checked: 0 })).toBe(false);
  expect(isProven({ ...rule('a'), checked: 0, violations: 1 })).toBe(true);
});
