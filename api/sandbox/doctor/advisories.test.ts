import { expect, test } from 'vitest';
import { advisoriesOpenIn, type Component } from './advisories.ts';

test.each<[component: Component, version: string, open: boolean]>([
  ['runc', '1.1.5+ds1', true],
  ['runc', '1.2.7', true],
  ['runc', '1.2.8', false],
  ['runc', '1.3.2', true],
  ['runc', 'v1.3.3-0-gd842d771', false],
  ['runc', '1.4.0-rc.2', true],
  ['runc', '1.4.0-rc.3', false],
  ['runc', '1.4.0', false],
  ['runc', '1.5.2', false],
  ['runc', 'of the day', true],
])('%s %s is open to CVE-2025-31133: %s', (component, version, open) => {
  expect(advisoriesOpenIn(component, version).some(({ id }) => id === 'CVE-2025-31133')).toBe(open);
});

test('a release line without a fix of its own is open until the last fixed one', () => {
  const open = (version: string) => advisoriesOpenIn('Docker Engine', version).map(({ id }) => id);
  expect(open('24.0.9')).toContain('CVE-2024-29018');
  expect(open('25.0.5')).not.toContain('CVE-2024-29018');
  expect(open('28.5.2')).toContain('CVE-2026-41567');
  expect(open('29.5.1')).toEqual([]);
});

test('a version of one component says nothing of another', () => {
  expect(advisoriesOpenIn('containerd', '1.6.20~ds1').map(({ id }) => id)).toEqual(['CVE-2024-25621']);
});
