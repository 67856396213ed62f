import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Run, runs } from '../../../../test/support/simulated-store.ts';
import { all, forms } from '../../../../test/support/store-invariants.ts';
import { boundedStaleness } from '../invariants.ts';
import type { Invariant } from './invariant.ts';

const seed = 20_261;

const check = (invariant: (run: Run) => Invariant, run: Run) => invariant(run).check(run.history);

describe('a correct store under many clients', () => {
  test.each(Object.entries(all))('%s: is never accused', (_name, invariant) => {
    let checked = 0;
    fc.assert(
      fc.property(runs(), (run) => {
        const finding = check(invariant, run);
        checked += finding.checked;
        expect(finding.violations).toEqual([]);
      }),
      { seed, numRuns: 200 },
    );
    expect(checked).toBeGreaterThan(50);
  });
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
