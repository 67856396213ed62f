// A correct store under many clients, in simulated time: every operation takes effect at one moment between its sending
// and its answer; one of unknown outcome at some moment, perhaps after the client gave up, or never.
import * as fc from 'fast-check';
import type { Operation } from '../../sandboxes/probe/kit/history.ts';

export const keys = ['a', 'b', 'c'] as const;
type Key = (typeof keys)[number];
export const capacity = 5;
export const openingBalance = 20;

/** What one client is going to do, and what becomes of it. */
interface Step {
  actor: number;
  kind: 'add' | 'put' | 'swap' | 'buy' | 'transfer' | 'look';
  key: Key;
  amount: number;
  gapMs: number;
  durationMs: number;
  /** When within its time it takes effect, 0 to 1. */
  point: number;
  fate: 'answered' | 'never-arrived' | 'answer-lost' | 'takes-effect-late';
  /** Whether it repeats the actor's last one of its kind, under the same idempotency key. */
  repeats: boolean;
}

/** Everything under one key. */
interface Held {
  log: string[];
  /** How many are in the log. */
  count: number;
  value: string;
  version: number;
  sold: number;
  balance: number;
}
export type State = Record<Key, Held>;

export interface Run {
  history: Operation[];
  /** What was read back. */
  truth: State;
}

const step = fc.record<Step>({
  actor: fc.integer({ min: 0, max: 4 }),
  kind: fc.constantFrom('add', 'put', 'swap', 'buy', 'transfer', 'look', 'look', 'look'),
  key: fc.constantFrom(...keys),
  amount: fc.integer({ min: 1, max: 9 }),
  gapMs: fc.integer({ min: 0, max: 9 }),
  durationMs: fc.integer({ min: 1, max: 20 }),
  point: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
  fate: fc.constantFrom(
    'answered',
    'answered',
    'answered',
    'answered',
    'never-arrived',
    'answer-lost',
    'takes-effect-late',
  ),
  repeats: fc.boolean(),
});

/** @param lagMs how old what a read shows may be */
export function runs(lagMs = 0): fc.Arbitrary<Run> {
  return fc
    .record({
      steps: fc.array(step, { minLength: 20, maxLength: 90 }),
      lag: fc.integer({ min: 0, max: lagMs }),
      restMs: fc.integer({ min: 0, max: 60 }),
    })
    .map(({ steps, lag, restMs }) => simulate(steps, lag, restMs));
}

interface Sent extends Operation {
  atMs: number | undefined;
}

function simulate(steps: readonly Step[], lagMs: number, restMs: number): Run {
  const sent = send(steps);
  const replies = new Map<string, unknown>();
  const readMs = Math.max(0, ...sent.map(({ endMs }) => endMs)) + restMs;
  const past: { atMs: number; state: State }[] = [{ atMs: -Infinity, state: empty() }];
  const stateAt = (ms: number) => (past.findLast(({ atMs }) => atMs <= ms) ?? past[0]!).state;
  for (const operation of sent.toSorted((a, b) => (a.atMs ?? Infinity) - (b.atMs ?? Infinity))) {
    if (operation.atMs === undefined || operation.atMs > readMs) continue;
    const state = copyOf(past.at(-1)!.state);
    const looked = operation.kind === 'look' ? stateAt(operation.atMs - lagMs) : state;
    const got = apply(operation, operation.kind === 'look' ? copyOf(looked) : looked, replies);
    if (operation.kind !== 'look') past.push({ atMs: operation.atMs, state });
    if (operation.outcome === 'unknown') continue;
    if (got === undefined) operation.outcome = 'rejected';
    else operation.got = got;
  }
  return {
    history: sent.map(({ atMs: _atMs, ...operation }) => operation),
    truth: past.at(-1)!.state,
  };
}

const copyOf = ({ a, b, c }: State): State => ({ a: copyOfHeld(a), b: copyOfHeld(b), c: copyOfHeld(c) });
const copyOfHeld = (each: Held): Held => ({ ...each, log: [...each.log] });
const empty = (): State => ({ a: held(), b: held(), c: held() });
const held = (): Held => ({
  log: [],
  count: 0,
  value: 'nothing',
  version: 0,
  sold: 0,
  balance: openingBalance,
});

/** When everything is sent and answered, and when it takes effect; what comes back is not known yet. */
function send(steps: readonly Step[]): Sent[] {
  const freeMs = new Map<number, number>();
  const last = new Map<string, Sent>();
  const sent = steps.map((each, number): Sent => {
    const startMs = (freeMs.get(each.actor) ?? 0) + each.gapMs + number / 1000;
    const endMs = startMs + each.durationMs;
    freeMs.set(each.actor, endMs + 0.001);
    const before = last.get(`${each.actor} ${each.kind}`);
    const told = each.repeats && before ? whatOf(before) : firstTime(each, number);
    const operation: Sent = {
      id: 0,
      actor: each.actor,
      kind: each.kind,
      ...told,
      startMs,
      endMs,
      outcome: each.fate === 'answered' ? 'ok' : 'unknown',
      answer: '',
      got: undefined,
      atMs: effectMs(each, startMs, endMs),
    };
    last.set(`${each.actor} ${each.kind}`, operation);
    return operation;
  });
  return sent
    .toSorted((a, b) => a.startMs - b.startMs)
    .map((operation, id) => Object.assign(operation, { id }));
}

type What = Pick<Sent, 'key' | 'sent' | 'idempotencyKey'>;

const whatOf = ({ key, sent, idempotencyKey }: Sent): What => ({ key, sent, idempotencyKey });

function firstTime({ kind, key, amount }: Step, number: number): What {
  const element = `${kind}-${number}`;
  const to = keys[(keys.indexOf(key) + 1) % keys.length];
  return {
    key,
    sent: { element, amount, to, expected: 0 },
    idempotencyKey: kind === 'look' ? undefined : element,
  };
}

function effectMs({ fate, point, durationMs }: Step, startMs: number, endMs: number): number | undefined {
  if (fate === 'never-arrived') return undefined;
  return fate === 'takes-effect-late' ? endMs + point * 50 : startMs + point * durationMs;
}

/** @returns the answer; undefined when refused */
function apply(operation: Sent, state: State, replies: Map<string, unknown>): unknown {
  const { kind, idempotencyKey = '' } = operation;
  if (kind === 'look') return state;
  const reply = replies.get(idempotencyKey) ?? change(operation, state);
  if (reply !== undefined) replies.set(idempotencyKey, reply);
  return reply;
}

function change({ kind, key, sent }: Sent, state: State): unknown {
  const here = state[key as Key];
  if (kind === 'add') {
    here.count = here.log.push(sent.element);
    return { place: here.count };
  }
  if (kind === 'buy') {
    if (here.sold + sent.amount > capacity) return undefined;
    here.sold += sent.amount;
    return {};
  }
  if (kind === 'transfer') {
    if (here.balance < sent.amount) return undefined;
    here.balance -= sent.amount;
    state[sent.to as Key].balance += sent.amount;
    return {};
  }
  if (kind === 'swap') {
    // Some guess right what the current version is going to be, some are late.
    sent.expected = Math.max(0, here.version - (sent.amount % 2));
    if (sent.expected !== here.version) return undefined;
  }
  here.value = sent.element;
  here.version++;
  return { version: here.version };
}
