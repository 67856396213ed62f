import { expect, test } from 'vitest';
import { Gate } from './gate.ts';

test('as many run as there are places, then who waits, in order, and last what yields', async () => {
  const gate = new Gate(2);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const work = (name: string) => () => {
    begun.push(name);
    return new Promise<void>((resolve) => ends.push(resolve));
  };
  const all = [gate.run(work('a')), gate.runLast(work('b'))];
  all.push(gate.runLast(work('yields')), gate.run(work('c')), gate.run(work('d')));
  await Promise.resolve();
  expect(begun).toEqual(['a', 'b']);
  for (let count = 0; count < 5; count++) {
    ends.shift()?.();
    await new Promise(setImmediate);
  }
  expect(begun).toEqual(['a', 'b', 'c', 'd', 'yields']);
  await Promise.all(all);
});

test('a place is free again when work fails', async () => {
  const gate = new Gate(1);
  await expect(gate.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await gate.run(() => Promise.resolve('next'))).toBe('next');
});
