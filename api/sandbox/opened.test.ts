import { expect, test } from 'vitest';
import { Opened } from './opened.ts';

test('a pod is a stray when its owner is gone; a warm one of this process never is, one of another always', () => {
  const opened = new Opened();
  opened.add('mine', 'workspace', 'here');
  opened.add('old', 'grading', 'gone');
  opened.add('warm', 'workspace', undefined);
  const isStray = opened.strayTest(new Set(['here']));
  expect(isStray('mine', 'here')).toBe(false);
  expect(isStray('old', 'gone')).toBe(true);
  expect(isStray('warm', 'warm')).toBe(false);
  expect(isStray('of-a-dead-process', 'warm')).toBe(true);
  expect(isStray('of-a-dead-process', 'here')).toBe(false);
});

test('a pod that was given up is a stray, whoever it was for, until nothing of it is left', () => {
  const opened = new Opened();
  opened.add('half-removed', 'workspace', 'here');
  opened.giveUp('half-removed');
  expect(opened.strayTest(new Set(['here']))('half-removed', 'here')).toBe(true);
  expect(opened.ids()).toEqual(['half-removed']);
  opened.forget('half-removed');
  expect(opened.ids()).toEqual([]);
});

test('a pod that was opened or given away while strays are looked for is none', () => {
  const opened = new Opened();
  opened.add('warm', 'workspace', undefined);
  const isStray = opened.strayTest(new Set());
  opened.add('warm', 'workspace', 'new');
  opened.add('cold', 'workspace', 'new');
  expect(isStray('warm', 'warm')).toBe(false);
  expect(isStray('cold', 'new')).toBe(false);
  expect(opened.strayTest(new Set())('warm', 'warm')).toBe(true);
});
