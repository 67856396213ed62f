// What a challenge's storm.ts imports as 'proofload/invariants': rules that must hold whatever many clients do at once.
// challenges/SCORING.md gives each one's definition and source for readers.
export { aggregatesEqualDetails } from './invariants/aggregates.ts';
export { compareAndSet } from './invariants/swap.ts';
export { conserved } from './invariants/conservation.ts';
export { exactlyOnce } from './invariants/effects.ts';
export { boundedStaleness } from './invariants/staleness.ts';
export { noLostWrites, noPhantoms } from './invariants/writes.ts';
export { noOversell } from './invariants/stock.ts';
export { orderPerKey } from './invariants/order.ts';
export { monotonicReads, readYourWrites } from './invariants/sessions.ts';
