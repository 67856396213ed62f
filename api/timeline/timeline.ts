import type { EntryKind } from './contract.ts';

/** One thing that happened while a candidate worked, beside the files. It is shown to reviewers for context and never scored. */
export interface NewEntry {
  at: Date;
  kind: Exclude<EntryKind, 'saved' | 'deleted'>;
  /** Characters of what was pasted. */
  size?: number;
  note?: string;
}

/** A timeline ends somewhere: so many entries are kept beside the versions of the files, and so many of both are read. */
export const maxEntries = { kept: 10_000, read: 40_000 };
const maxNote = 160;

/** @returns text that a candidate wrote, short enough to be kept, without what PostgreSQL cannot keep */
export function noteOf(text: string): string {
  return text.slice(0, maxNote).toWellFormed().replaceAll('\0', '\u{fffd}');
}
