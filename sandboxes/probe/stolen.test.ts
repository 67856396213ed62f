import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { stolenMeter } from './stolen.ts';

test('the core that lost most since the last call counts', () => {
  const texts = [stat([100, 0], [100, 0]), stat([190, 10], [150, 50]), stat([290, 10], [250, 50])];
  const stolen = stolenMeter(() => texts.shift()!);
  expect(stolen()).toBe(0.5);
  expect(stolen()).toBe(0);
});

test('two looks within a tick of the kernel say nothing was stolen', () => {
  const stolen = stolenMeter(() => stat([100, 7]));
  expect(stolen()).toBe(0);
});

test('a count that goes backwards makes no more than all of it', () => {
  const texts = [stat([100, 0]), stat([95, 10])];
  const stolen = stolenMeter(() => texts.shift()!);
  expect(stolen()).toBe(1);
});

test('this machine says what was stolen from it', () => {
  expect(readFileSync('/proc/stat', 'utf8')).toMatch(/^cpu0( \d+){8}/m);
  const stolen = stolenMeter();
  const end = performance.now() + 50;
  while (performance.now() < end);
  expect(stolen()).toBeGreaterThanOrEqual(0);
  expect(stolen()).toBeLessThanOrEqual(1);
});

/** The kernel's own account of cores that were idle or robbed for so many ticks. */
function stat(...cores: [idle: number, stolen: number][]): string {
  const lines = cores.map(([idle, stolen], index) => `cpu${index} 0 0 0 ${idle} 0 0 0 ${stolen} 0 0`);
  return ['cpu  9 9 9 9 9 9 9 9 9 9', ...lines, 'intr 1 2 3'].join('\n');
}
