// What a challenge's storm.ts imports as 'proofload/storm': many actors do things to the service at once, everything
// that happened is recorded, what is there in the end is read back, and rules must hold over all of it.
import type { Operation } from './history.ts';
import type { Invariant } from './invariants/invariant.ts';
import type { Random } from './load.ts';

export type { Attempt, History, Operation, Outcome } from './history.ts';
export type { Random } from './load.ts';

/** What came back, in full. */
export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The parsed body, undefined when it is not JSON. */
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the service answered; `read` proves its shape
  json: any;
}

/** One operation to do. */
export interface Action<Got> {
  /** Its name, one of those `progress` names. */
  kind: string;
  /** What it is about, for readers of a violation. */
  key: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** What the invariants shall know of what was sent; the body when absent. */
  sent?: unknown;
  /** What tells the service that this repeats another operation; the author also puts it where the brief says. */
  idempotencyKey?: string;
  /** Statuses by which the service says that it did nothing. Any other that is not 2xx leaves the outcome unknown. */
  refusals?: readonly number[];
  /**
   * Reads a 2xx answer. Throws when the answer is not of the right shape (see `whole`, `text` and `list`): then the
   * outcome is unknown.
   */
  read?: (answer: Answer) => Got;
}

/** One of the many. Everything it does follows from its own random numbers and from what it got back. */
export interface Actor {
  /** 0 for the first. */
  readonly number: number;
  readonly random: Random;
  /**
   * Does one operation and records it. Never fails because of the service: see the outcome.
   * @throws StormOver once the storm's time or the actor's operations are used up; let it pass
   */
  do<Got>(action: Action<Got>): Promise<Operation & { got: Got }>;
  /**
   * Waits until every actor that still acts has come here, so that what they do next happens at once.
   * @throws StormOver
   */
  meet(): Promise<void>;
  /** Waits. @throws StormOver */
  pause(ms: number): Promise<void>;
}

/** Reads back what is there when all is over. */
export interface Reader {
  readonly random: Random;
  /** Facts from outside the service that the platform holds, such as what a third party was asked for. */
  readonly facts: unknown;
  /**
   * Does one operation, records it as of actor -1, and tries again for a while where it does not succeed.
   * @returns what `read` made of the answer
   * @throws Unreadable when the service did not give it; let it pass
   */
  read<Got>(action: Action<Got> & { read: (answer: Answer) => Got }): Promise<Got>;
}

export interface StormDefinition<Truth> {
  /** How many act at once, 1 to 64. */
  actors: number;
  /** Most operations of one actor, 1 to 500; of all actors together at most 10,000. */
  operations: number;
  /** A request without its whole answer after so long is of unknown outcome. 5000 when absent. */
  timeoutMs?: number;
  /** What one actor does, usually in a loop without end. */
  act: (actor: Actor) => Promise<void>;
  /** Reads back what the invariants need, once nobody acts any more. */
  readBack: (reader: Reader) => Promise<Truth>;
  /**
   * Every kind of operation that actors do, and how many of them the service must acknowledge at least: doing nothing
   * breaks no other rule.
   */
  progress: Record<string, number>;
  /** What must hold, given what was read back. */
  invariants: (truth: Truth) => readonly Invariant[];
}

/** A challenge's storm: `export default defineStorm({...})`. @throws RangeError when a number is out of its range */
export function defineStorm<Truth>(definition: StormDefinition<Truth>): StormDefinition<Truth> {
  const { actors, operations, timeoutMs = 5000, progress } = definition;
  within('actors', actors, 1, 64);
  within('operations', operations, 1, 500);
  within('operations of all actors', actors * operations, 1, 10_000);
  within('timeoutMs', timeoutMs, 100, 30_000);
  for (const [kind, least] of Object.entries(progress))
    within(`progress of ${kind}`, least, 0, actors * operations);
  return definition;
}

function within(name: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high)
    throw new RangeError(`${name} must be a whole number from ${low} to ${high}, not ${value}`);
}

/** The service's answer is not of the shape the brief asks for. */
export class WrongAnswer extends Error {
  override name = 'WrongAnswer';
}

/** @returns the value, a whole number. @throws WrongAnswer */
export function whole(value: unknown, what: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new WrongAnswer(`${what} is not a whole number`);
}

/** @returns the value, a string. @throws WrongAnswer */
export function text(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  throw new WrongAnswer(`${what} is not a string`);
}

/** @returns what `each` makes of every item of the value, a list. @throws WrongAnswer */
// oxlint-disable-next-line typescript/no-explicit-any -- `each` proves what an item is
export function list<T>(value: unknown, what: string, each: (item: any) => T): T[] {
  if (!Array.isArray(value)) throw new WrongAnswer(`${what} is not a list`);
  return value.map((item) => each(item ?? {}));
}
