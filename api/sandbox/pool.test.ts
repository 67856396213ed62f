import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Pool } from './pool.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const node = { runtime: 'node', services: { postgres: 'image' }, env: { A: '1', B: '2' } };
const sameNode = { env: { B: '2', A: '1' }, services: { postgres: 'image' }, runtime: 'node' };
const other = { ...node, services: {} };
const withStubs = { ...node, stubs: new Map([['bank.ts', Buffer.from('1')]]) };

/** A pool whose pods take a second to open. */
function setUp() {
  const there = new Set<string>();
  const state = { opening: 0, mostOpening: 0, made: 0, broken: new Set<object>(), busy: false };
  const reports: string[] = [];
  const pool = new Pool({
    open: async (spec) => {
      state.mostOpening = Math.max(state.mostOpening, ++state.opening);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      state.opening--;
      if (state.broken.has(spec)) throw new Error('no such image');
      const id = `pod-${++state.made}`;
      there.add(id);
      return { id, isWhole: async () => there.has(id), remove: async () => void there.delete(id) };
    },
    busy: () => state.busy,
    report: (line) => reports.push(line),
  });
  return { pool, there, state, reports };
}

const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000);

test('pods are made one at a time, taken by what they are for, and once', async () => {
  const { pool, there, state } = setUp();
  pool.keep(node, 2);
  pool.keep(other, 1);
  await pass(5);
  expect([...there]).toEqual(['pod-1', 'pod-2', 'pod-3']);
  expect(state.mostOpening).toBe(1);
  const taken = [await pool.take(sameNode), await pool.take(sameNode), await pool.take(sameNode)];
  expect(taken.map((pod) => pod !== undefined)).toEqual([true, true, false]);
  expect(new Set(taken).size).toBe(3);
  expect(await pool.take({ ...node, env: { A: '1' } })).toBeUndefined();
  expect(await pool.take({ ...other, commands: { build: 'make' } })).toBeUndefined();
  expect(await pool.take(withStubs)).toBeUndefined();
  expect(await pool.take(other)).toBeDefined();
});

test('whoever takes one has the machine for a while; then it is replaced, also while others keep coming', async () => {
  const { pool, state } = setUp();
  pool.keep(node, 1);
  await pass(2);
  await pool.take(node);
  await pass(2);
  expect(state.opening).toBe(0);
  await pool.take(node);
  await pass(1.5);
  expect(state.opening).toBe(1);
  await pass(1);
  expect(await pool.take(node)).toBeDefined();
});

test('what cannot be made is tried again ever later, and keeps nothing else from being made', async () => {
  const { pool, there, state, reports } = setUp();
  state.broken.add(node);
  pool.keep(node, 1);
  pool.keep(other, 1);
  await pass(60);
  expect(there.size).toBe(1);
  const waits = reports.map((line) => Number(/next try in (\d+) s: no such image/.exec(line)?.[1]));
  expect(waits).toEqual([3, 6, 12, 24, 48]);
  state.broken.clear();
  await pass(60);
  expect(there.size).toBe(2);
});

test('a pod that has ended is never handed out, and is replaced', async () => {
  const { pool, there } = setUp();
  pool.keep(node, 2);
  await pass(5);
  there.delete('pod-1');
  expect(await pool.take(node)).toMatchObject({ id: 'pod-2' });
  await pass(10);
  there.clear();
  await pool.weed();
  await pass(10);
  expect([...there]).toEqual(['pod-5', 'pod-6']);
});

test('nothing is made while the machine measures', async () => {
  const { pool, there, state } = setUp();
  state.busy = true;
  pool.keep(node, 1);
  await pass(30);
  expect(there.size).toBe(0);
  state.busy = false;
  await pass(5);
  expect(there.size).toBe(1);
});

test('what is no longer wanted is removed, also when it was being made', async () => {
  const { pool, there, state } = setUp();
  pool.keep(node, 2);
  await pass(1.5);
  expect([there.size, state.opening]).toEqual([1, 1]);
  pool.keep(node, 0);
  await pass(10);
  expect(there.size).toBe(0);
});

test('closing waits for the one that is being made, and no other follows', async () => {
  const { pool, there } = setUp();
  pool.keep(node, 3);
  await pass(0.5);
  const closed = pool.close();
  await pass(30);
  await closed;
  expect(there.size).toBe(1);
});
