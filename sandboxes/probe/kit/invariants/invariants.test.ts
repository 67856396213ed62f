import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Run, runs } from '../../../../test/support/simulated-store.ts';
import { all, forms } from '../../../../test/support/store-invariants.ts';
import type { Operation } from '../history.ts';
import { boundedStaleness, noOversell, readYourWrites } from '../invariants.ts';

const seed = 20_261;

test('a correct store under many clients is never accused', () => {
  const checked: Record<string, number> = {};
  fc.assert(
    fc.property(runs(), (run) => {
      for (const [name, invariant] of Object.entries(all)) {
        const finding = invariant(run).check(run.history);
        expect(finding.violations, name).toEqual([]);
        checked[name] = (checked[name] ?? 0) + finding.checked;
      }
    }),
    { seed, numRuns: 400 },
  );
  // Without this the rules could be silent for want of anything to look at.
  for (const [name, count] of Object.entries(checked)) expect(count, name).toBeGreaterThan(200);
});

describe('a store whose reads are up to 30 ms old', () => {
  test.each(Object.entries(forms))('keeps a bound of 30 ms and not one of 0 (%s)', (_form, spec) => {
    const stale = (withinMs: number) => (run: Run) =>
      boundedStaleness('', { ...spec, withinMs }).check(run.history).violations;
    fc.assert(
      fc.property(runs(30), (run) => stale(30)(run).length === 0),
      { seed, numRuns: 200 },
    );
    expect(() =>
      fc.assert(
        fc.property(runs(30), (run) => stale(0)(run).length === 0),
        { seed, numRuns: 200 },
      ),
    ).toThrow(/Property failed/);
  });
});

test('an author who declares what a rule cannot judge is told', () => {
  const operation: Operation = {
    id: 0,
    actor: 0,
    kind: 'buy',
    key: 'a',
    sent: undefined,
    idempotencyKey: undefined,
    startMs: 0,
    endMs: 1,
    outcome: 'ok',
    answer: '200',
    got: undefined,
  };
  const giveBack = noOversell('', { capacity: [['a', 1]], sale: () => ['a', -1] });
  expect(() => giveBack.check([operation])).toThrow('A sale takes 1 or more, not -1');
  const mixed = readYourWrites('', {
    write: () => ({ key: 'a', version: 1 }),
    read: () => ({ key: 'a', value: '1' }),
  });
  expect(() => mixed.check([operation])).toThrow(/told apart alike, not by version and value/);
});
