// How old is what a read showed? Three ways to tell, for three kinds of data; the rules over time share them.
import { before, type History, type Operation } from '../history.ts';
import { acknowledged, withoutRepeats } from './invariant.ts';
import type { FromOperation, Told } from './invariant.ts';

/**
 * What an acknowledged write left under a key: a `version` that grows with every write; or a `value` that no other write
 * of the key has; or an `element` added to a set or list that only grows.
 */
export type Left = { key: string } & ({ version: number } | { value: string } | { element: string });

/** What an acknowledged read showed of a key, in the same terms. */
type Shown = { key: string } & ({ version: number } | { value: string } | { elements: Iterable<string> });

export interface StateSpec {
  write: FromOperation<Left>;
  read: FromOperation<Shown>;
  /** What a key holds before any write, for data told apart by value. */
  initial?: (key: string) => string | undefined;
}

/** A read and what it showed. */
export interface Read {
  operation: Operation;
  key: string;
  version?: number;
  /** The acknowledged write whose value it showed; 'none' when it showed what was there before any write. */
  writer?: Operation | 'none';
  elements?: ReadonlySet<string>;
  /** False when it showed a value that nobody was told is written: it cannot be placed in time, so it proves nothing. */
  placed: boolean;
  /** In words. */
  text: string;
}

export class State {
  readonly writes: Told<Left>[];
  readonly reads: Read[];

  constructor(history: History, spec: StateSpec) {
    this.writes = acknowledged(withoutRepeats(history), spec.write);
    const writers = new Map<string, Operation>();
    for (const { operation, did } of this.writes)
      if ('value' in did) writers.set(JSON.stringify([did.key, did.value]), operation);
    const reads = acknowledged(history, spec.read);
    const forms = new Set([...this.writes, ...reads].map(({ did }) => formOf(did)));
    if (forms.size > 1)
      throw new TypeError(`Writes and reads must be told apart alike, not by ${[...forms].join(' and ')}`);
    this.reads = reads.map((told) => readOf(told, writers, spec.initial));
  }
}

function formOf(did: Left | Shown): string {
  if ('version' in did) return 'version';
  return 'value' in did ? 'value' : 'element';
}

function readOf(
  { operation, did }: Told<Shown>,
  writers: ReadonlyMap<string, Operation>,
  initial: StateSpec['initial'],
): Read {
  const { key } = did;
  if ('version' in did)
    return { operation, key, version: did.version, placed: true, text: `version ${did.version}` };
  if ('elements' in did) {
    const elements = new Set(did.elements);
    return { operation, key, elements, placed: true, text: `${elements.size} elements` };
  }
  const writer =
    writers.get(JSON.stringify([key, did.value])) ?? (initial?.(key) === did.value ? 'none' : undefined);
  return { operation, key, ...(writer && { writer }), placed: writer !== undefined, text: `"${did.value}"` };
}

/**
 * Whether a read shows the write or something later. A value whose write nobody acknowledged may be later than
 * anything; a value is earlier only if its own write was over before the other was sent.
 */
export function reflects(read: Read, { operation, did }: Told<Left>): boolean {
  if ('version' in did) return (read.version ?? -Infinity) >= did.version;
  if ('element' in did) return read.elements?.has(did.element) ?? false;
  if (read.writer === 'none') return false;
  return read.writer === undefined || !before(read.writer, operation);
}

/** Whether the later read shows an older version or value than the earlier one did. */
export function wentBack(earlier: Read, later: Read): boolean {
  if (earlier.version !== undefined) return (later.version ?? -Infinity) < earlier.version;
  if (earlier.writer === undefined || earlier.writer === 'none' || later.writer === undefined) return false;
  return later.writer === 'none' || before(later.writer, earlier.writer);
}

/** A write's mark in words. */
export function markOf(did: Left): string {
  if ('version' in did) return `version ${did.version}`;
  return 'element' in did ? `"${did.element}"` : `"${did.value}"`;
}
