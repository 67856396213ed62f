// Every invariant, declared over the simulated store.
import type { Operation } from '../../sandboxes/probe/kit/history.ts';
import {
  aggregatesEqualDetails,
  boundedStaleness,
  compareAndSet,
  conserved,
  exactlyOnce,
  monotonicReads,
  noLostWrites,
  noOversell,
  noPhantoms,
  orderPerKey,
  readYourWrites,
} from '../../sandboxes/probe/kit/invariants.ts';
import type { Invariant } from '../../sandboxes/probe/kit/invariants/invariant.ts';
import type { StateSpec } from '../../sandboxes/probe/kit/invariants/state.ts';
import { capacity, keys, openingBalance, type Run, type State } from './simulated-store.ts';

export type Key = (typeof keys)[number];

const added = ({ kind, sent }: { kind: string; sent: { element: string } }) =>
  kind === 'add' ? sent.element : undefined;
const entries = <T>(truth: State, pick: (held: State[Key]) => T) =>
  keys.map((key) => [key, pick(truth[key])] as const);
export const elementsOf = (truth: State) => keys.flatMap((key) => truth[key].log);
const seen = <T>({ kind, got, key }: Operation, pick: (held: State[Key]) => T) =>
  kind === 'look' ? pick((got as State)[key as Key]) : undefined;

const changes = ({ kind }: Operation) => kind === 'put' || kind === 'swap';
const byVersion: StateSpec = {
  write: (op) => (changes(op) ? { key: op.key, version: op.got.version } : undefined),
  read: (op) => seen(op, ({ version }) => ({ key: op.key, version })),
};
const byValue: StateSpec = {
  write: (op) => (changes(op) ? { key: op.key, value: op.sent.element } : undefined),
  read: (op) => seen(op, ({ value }) => ({ key: op.key, value })),
  initial: () => 'nothing',
};
const byElement: StateSpec = {
  write: (op) => (op.kind === 'add' ? { key: op.key, element: op.sent.element } : undefined),
  read: (op) => seen(op, ({ log }) => ({ key: op.key, elements: log })),
};
export const forms = { byVersion, byValue, byElement };

export const lostWrites = ({ truth }: Run) =>
  noLostWrites('', { written: added, present: elementsOf(truth) });
export const phantoms = ({ truth }: Run) =>
  noPhantoms('', { written: added, present: elementsOf(truth), shown: (op) => seen(op, ({ log }) => log) });
export const once = ({ truth }: Run) =>
  exactlyOnce('', {
    attempt: added,
    effects: elementsOf(truth),
    reply: ({ kind, got }) => (kind === 'add' ? got : undefined),
  });
export const conservation = ({ truth }: Run) =>
  conserved('', {
    opening: keys.map((key) => [key, openingBalance] as const),
    moves: ({ kind, key, sent }) =>
      kind === 'transfer'
        ? [
            [key, -sent.amount],
            [sent.to, sent.amount],
          ]
        : undefined,
    balances: entries(truth, ({ balance }) => balance),
    read: (op) => seen(op, ({ balance }) => [[op.key, balance] as const]),
    snapshot: ({ kind, got }) =>
      kind === 'look' ? entries(got as State, ({ balance }) => balance) : undefined,
    floor: 0,
  });
export const oversell = ({ truth }: Run) =>
  noOversell('', {
    capacity: keys.map((key) => [key, capacity] as const),
    sale: ({ kind, key, sent }) => (kind === 'buy' ? [key, sent.amount] : undefined),
    sold: entries(truth, ({ sold }) => sold),
    left: (op) => seen(op, ({ sold }) => [[op.key, capacity - sold] as const]),
  });
export const order = ({ truth }: Run) =>
  orderPerKey('', {
    written: ({ kind, key, sent }) => (kind === 'add' ? [key, sent.element] : undefined),
    logs: entries(truth, ({ log }) => log),
    shown: (op) => seen(op, ({ log }) => [op.key, log] as const),
  });
export const swap = () =>
  compareAndSet('', {
    swap: ({ kind, key, sent }) => (kind === 'swap' ? [key, sent.expected] : undefined),
  });
export const writeCount = ({ truth }: Run) =>
  compareAndSet('', {
    // Every write raises the version; for the count it does not matter which one it named.
    swap: (op) => (op.kind === 'put' || op.kind === 'swap' ? [op.key, op.id] : undefined),
    versions: {
      opening: keys.map((key) => [key, 0] as const),
      final: entries(truth, ({ version }) => version),
    },
  });
export const aggregates = ({ truth }: Run) =>
  aggregatesEqualDetails('', {
    aggregates: keys.map((key) => ({
      key,
      stated: truth[key].count,
      details: truth[key].log.map(() => 1),
    })),
  });

export const all: Record<string, (run: Run) => Invariant> = {
  lostWrites,
  phantoms,
  once,
  conservation,
  oversell,
  order,
  swap,
  writeCount,
  aggregates,
};
for (const [form, spec] of Object.entries(forms)) {
  all[`read your writes ${form}`] = () => readYourWrites('', spec);
  all[`monotonic reads ${form}`] = () => monotonicReads('', spec);
  all[`staleness ${form}`] = () => boundedStaleness('', { ...spec, withinMs: 0 });
}
