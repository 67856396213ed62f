import { expect, test } from 'vitest';
import { middleOf, missingFeatures } from './system-check.ts';

test('what a browser lacks is named', () => {
  const all = {
    Worker: 1,
    WebSocket: 1,
    indexedDB: 1,
    ResizeObserver: 1,
    structuredClone: 1,
    AbortSignal: 1,
  };
  expect(missingFeatures(all)).toEqual([]);
  const { WebSocket: _, ...old } = all;
  expect(missingFeatures(old)).toEqual(['WebSocket']);
});

test('one slow answer of many does not make a slow server', () => {
  expect(middleOf([30, 9000, 20, 25, 28])).toBe(28);
  expect(middleOf([])).toBeUndefined();
});
