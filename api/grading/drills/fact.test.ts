import { array, assert, integer, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import type { DrillRun, DrillSecond } from '../evidence.ts';
import { factOf } from './fact.ts';

test('a service that comes back is told how long it took, and what it dropped', () => {
  const fact = factOf(run([10, 10, 4, 0, 0, 8, 9, 10], { fromMs: 2400, toMs: 4600 }));
  expect(fact).toMatchObject({
    kind: 'kill',
    before: 1,
    during: 4 / 30,
    after: 0.9,
    dropped: 29,
    failures: { connection: 29 },
    // 8 of 10 is not yet as good as before.
    recoveryMs: 1400,
  });
});

test('a service that was not disturbed has recovered at once', () => {
  expect(factOf(run([10, 10, 10, 10, 10], { fromMs: 2400, toMs: 2900 }))).toMatchObject({
    during: 1,
    dropped: 0,
    failures: {},
    recoveryMs: 0,
  });
});

test('one that does not come back, or only later than it may, has not recovered', () => {
  const gone = { fromMs: 2000, toMs: 3000, recoverMs: 2000 };
  expect(factOf(run([10, 10, 0, 0, 0, 0, 0], gone)).recoveryMs).toBeNull();
  expect(factOf(run([10, 10, 0, 0, 0, 0, 10], gone)).recoveryMs).toBeNull();
  expect(factOf(run([10, 10, 0, 0, 0, 10, 10], gone)).recoveryMs).toBe(2000);
});

test('what was wrong before is not asked for again, and where nothing was good nothing can recover', () => {
  const times = { fromMs: 2000, toMs: 3000 };
  expect(factOf(run([5, 5, 0, 5], times))).toMatchObject({ before: 0.5, recoveryMs: 0 });
  expect(factOf(run([0, 0, 0, 0, 0], times))).toMatchObject({ before: 0, recoveryMs: null });
});

test('seconds that measured the machine count for nothing', () => {
  const seconds = [10, 10, 0, 0, 10].map((good, index) => second(good, index));
  const void_ = seconds.map((each, index) => ({ ...each, valid: index !== 3 }));
  const times = { fromMs: 2000, toMs: 3500 };
  expect(factOf({ ...run([], times), seconds })).toMatchObject({ dropped: 20, recoveryMs: 500 });
  expect(factOf({ ...run([], times), seconds: void_ })).toMatchObject({ dropped: 10, recoveryMs: 500 });
  expect(factOf({ ...run([], times), seconds: void_.slice(2) }).measured).toBe(false);
  expect(factOf({ ...run([], times), seconds: void_ }).measured).toBe(true);
  expect(factOf(run([], times))).toMatchObject({ measured: false, before: null, during: null, after: null });
});

test('without the seconds around it a drill was not measured, and says nothing bad of anybody', () => {
  const seconds = [10, 10, 0, 10, 10, 10, 10].map((good, index) => second(good, index));
  const times = { fromMs: 2000, toMs: 3000 };
  const without = (indexes: number[], how: Partial<DrillSecond>) =>
    factOf({
      ...run([], times),
      seconds: seconds.map((each, index) => (indexes.includes(index) ? { ...each, ...how } : each)),
    });
  expect(without([], {}).measured).toBe(true);
  expect(without([0, 1], { scheduled: 0, good: 0 })).toMatchObject({ measured: false, before: null });
  expect(without([4, 5, 6], { valid: false }).measured).toBe(false);
  expect(without([5, 6], { valid: false }).measured).toBe(true);
});

test('its numbers carry what chance leaves open', () => {
  const { ranges } = factOf(run([10, 10, 0, 0, 10, 10, 10], { fromMs: 2000, toMs: 3500 }));
  expect(ranges?.before).toMatchObject({ low: expect.closeTo(0.84, 2), high: 1 });
  expect(ranges?.recoveryMs).toEqual({ low: 0, high: 1500 });
  expect(ranges?.bytesPerThousand).toBeNull();
});

test('memory that grows with every request is seen through a collector at work', () => {
  const growing = Array.from({ length: 40 }, (_, index) => ({
    atMs: index * 500,
    // 200 bytes a request at 10 requests a second, and a saw-tooth twice as high as all of that.
    bytes: 50_000_000 + index * 1000 + (index % 5) * 16_000,
  }));
  const fact = factOf({ ...run([10, 10], { fromMs: 0, toMs: 0 }), memory: growing });
  expect(fact.memory?.bytesPerThousand).toBeGreaterThan(150_000);
  expect(fact.memory?.bytesPerThousand).toBeLessThan(250_000);
  expect(fact.ranges?.bytesPerThousand?.low).toBeLessThan(fact.memory!.bytesPerThousand);
  expect(fact.ranges?.bytesPerThousand?.high).toBeGreaterThan(fact.memory!.bytesPerThousand);
  const level = growing.map((sample, index) => ({ ...sample, bytes: 50_000_000 + (index % 5) * 16_000 }));
  expect(factOf({ ...run([10], { fromMs: 0, toMs: 0 }), memory: level }).memory?.bytesPerThousand).toBe(0);
});

test('shares stay shares, and recovery within its limit, whatever happens', () => {
  const seconds = array(integer({ min: 0, max: 10 }), { maxLength: 20 });
  const times = tuple(integer({ min: 0, max: 20_000 }), integer({ min: 0, max: 20_000 }));
  assert(
    property(seconds, times, (good, [a, b]) => {
      const fact = factOf(run(good, { fromMs: Math.min(a, b), toMs: Math.max(a, b) }));
      for (const share of [fact.before, fact.during, fact.after])
        expect(share === null || (share >= 0 && share <= 1)).toBe(true);
      const { recoveryMs, limitMs } = fact;
      expect(recoveryMs === null || (recoveryMs >= 0 && recoveryMs <= limitMs)).toBe(true);
      expect(Object.values(fact.failures).reduce((sum, count) => sum + count, 0)).toBe(fact.dropped);
    }),
  );
});

function run(good: readonly number[], times: Partial<DrillRun>): DrillRun {
  return {
    drill: { kind: 'kill' },
    what: 'killed',
    rps: 10,
    fromMs: 0,
    toMs: 0,
    recoverMs: 5000,
    seconds: good.map(second),
    exits: 0,
    memory: [],
    burst: null,
    storm: null,
    ...times,
  };
}

function second(good: number, index: number): DrillSecond {
  const failures: Record<string, number> = good < 10 ? { connection: 10 - good } : {};
  return { startMs: index * 1000, scheduled: 10, good, failures, valid: true };
}
