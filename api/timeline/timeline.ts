import type { EntryKind } from './contract.ts';

/** One thing that happened while a candidate worked. It is shown to reviewers for context and never scored. */
export interface NewEntry {
  at: Date;
  kind: EntryKind;
  path?: string;
  /** Of the content that was saved. */
  hash?: string;
  /** Bytes of what was saved, characters of what was pasted. */
  size?: number;
  note?: string;
}

/** A timeline ends somewhere. Saves go on longest, so that whatever else is sent never crowds them out. */
export const maxEntries = { saves: 30_000, others: 10_000 };
const maxNote = 160;

export function limitOf(kind: EntryKind): number {
  return kind === 'saved' || kind === 'deleted' ? maxEntries.saves : maxEntries.others;
}

/** @returns text that a candidate wrote, short enough to be kept, without what PostgreSQL cannot keep */
export function noteOf(text: string): string {
  return text.slice(0, maxNote).toWellFormed().replaceAll('\0', '\u{fffd}');
}
