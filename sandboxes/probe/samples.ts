// Every request of a window as it was measured, packed: 14 bytes each, by columns, deflated, in base64.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Outcome, outcomes } from './outcome.ts';

export interface Sample {
  /** When it was due, in milliseconds from the phase's start. */
  dueMs: number;
  /** How much later than due it was sent. */
  lateMs: number;
  /** How much later than due it ended, however it ended. */
  tookMs: number;
  /** Index of its kind in the load. */
  kind: number;
  outcome: Outcome;
}

const bytesEach = 14;
/** Microseconds. */
const unitsPerMs = 1000;

/** @returns what `unpackSamples` reads; times are kept to the microsecond and up to 71 minutes */
export function packSamples(samples: readonly Sample[]): string {
  const count = samples.length;
  const bytes = Buffer.alloc(count * bytesEach);
  for (const [index, { dueMs, lateMs, tookMs, kind, outcome }] of samples.entries()) {
    for (const [column, ms] of [dueMs, lateMs, tookMs].entries())
      bytes.writeUInt32LE(
        Math.min(0xffffffff, Math.max(0, Math.round(ms * unitsPerMs))),
        4 * (column * count + index),
      );
    bytes[12 * count + index] = kind;
    bytes[13 * count + index] = outcomes.indexOf(outcome);
  }
  return deflateRawSync(bytes).toString('base64');
}

/** @throws Error when it is not what `packSamples` made */
export function unpackSamples(packed: string): Sample[] {
  const bytes = inflateRawSync(Buffer.from(packed, 'base64'));
  if (bytes.length % bytesEach !== 0) throw new Error('Not packed samples');
  const count = bytes.length / bytesEach;
  const at = (column: number, index: number): number =>
    bytes.readUInt32LE(4 * (column * count + index)) / unitsPerMs;
  return Array.from({ length: count }, (_, index) => ({
    dueMs: at(0, index),
    lateMs: at(1, index),
    tookMs: at(2, index),
    kind: bytes[12 * count + index] as number,
    outcome: outcomeAt(bytes[13 * count + index] as number),
  }));
}

function outcomeAt(index: number): Outcome {
  const outcome = outcomes[index];
  if (!outcome) throw new Error('Not packed samples');
  return outcome;
}
