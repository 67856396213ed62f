import { expect, test } from 'vitest';
import type { Pod } from '../sandbox/sandboxes.ts';
import { cpuBetween, measureMemory } from './cpu.ts';

const samples = [
  { atMs: 1000, usedMs: 50 },
  { atMs: 1200, usedMs: 150 },
  { atMs: 1400, usedMs: 150 },
  { atMs: 1600, usedMs: 350 },
];

test('time between samples is shared out along a straight line', () => {
  expect(cpuBetween(samples, 1000, 1600)).toBe(300);
  expect(cpuBetween(samples, 1100, 1500)).toBe(150);
  expect(cpuBetween(samples, 1210, 1390)).toBe(0);
});

test('before the first and after the last sample nothing is made up', () => {
  expect(cpuBetween(samples, 0, 1000)).toBe(0);
  expect(cpuBetween(samples, 1600, 3000)).toBe(0);
});

test('what is over is read once more and waited for no longer', async () => {
  let read = 0;
  const pod = { memory: async () => ++read } as Pick<Pod, 'memory'> as Pod;
  const began = performance.now();
  for (let time = 0; time < 20; time++) {
    const measured = await measureMemory(pod, Promise.resolve(time));
    expect([measured.result, measured.samples.length]).toEqual([time, 2]);
  }
  // A wait of half a second each would be ten.
  expect(performance.now() - began).toBeLessThan(5_000);
});
