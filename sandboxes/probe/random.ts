// Seeded random numbers: the same seed makes the same load, the same shuffles and the same intervals anywhere.
import type { Random } from './kit/load.ts';

/** One number from several, so that every phase, connection and request has a seed of its own. */
export function seedFrom(...parts: readonly (number | string)[]): number {
  let hash = 0x811c9dc5;
  for (const char of parts.join('/')) hash = Math.imul(hash ^ (char.codePointAt(0) as number), 0x01000193);
  return mix(hash);
}

/** @returns a source of numbers, evenly spread in [0, 1): a counter whose value is scrambled (SplitMix's plan, in 32 bits) */
export function uniform(seed: number): () => number {
  let counter = seed | 0;
  return () => {
    counter = (counter + 0x9e3779b9) | 0;
    return mix(counter) / 2 ** 32;
  };
}

/** The kit's Random over a source of uniform numbers. */
export function randomOver(next: () => number): Random {
  return {
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick<T>(items: readonly T[]): T {
      if (items.length === 0) throw new RangeError('Nothing to pick from');
      return items[Math.floor(next() * items.length)] as T;
    },
  };
}

/** Standard normal numbers by Box and Muller's transform. */
export function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

// The finaliser of MurmurHash3: every input bit moves every output bit.
function mix(value: number): number {
  let bits = value ^ (value >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
