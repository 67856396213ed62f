import type { Retention } from '../attempt/contract.ts';
import { Problem } from '../http/problem.ts';
import type { RecordEntry } from './contract.ts';

/** How many lines of the record come at once. */
export const pageSize = 50;

/** A place in the record, between two of its lines. */
export interface Place {
  at: Date;
  id: number;
}

export function cursorOf({ at, id }: Place): string {
  return `${at.toISOString()}~${id}`;
}

/** @throws Problem 400 bad-cursor */
export function placeOf(cursor: string): Place {
  const [, at = '', id = ''] = /^(.+)~(\d{1,15})$/.exec(cursor) ?? [];
  const place = { at: new Date(at), id: Number(id) };
  if (Number.isNaN(place.at.getTime())) throw new Problem(400, 'bad-cursor', 'There is no such page');
  return place;
}

/** @throws Problem 400 bad-time */
export function momentOf(text: string): Date {
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime()))
    throw new Problem(400, 'bad-time', `${JSON.stringify(text)} is no moment in time`);
  return moment;
}

/** @throws Problem 400 bad-order when anonymising would come after everything is deleted */
export function requireOrder({ anonymiseAfterDays, deleteAfterDays }: Retention): void {
  if (anonymiseAfterDays !== null && deleteAfterDays !== null && deleteAfterDays <= anonymiseAfterDays)
    throw new Problem(400, 'bad-order', 'Deleting has to come later than anonymising');
}

/** @throws Problem 400 not-confirmed */
export function requireConfirmed(typed: string, name: string): void {
  if (typed.trim() !== name.trim())
    throw new Problem(400, 'not-confirmed', 'Type the name exactly as it is written here');
}

/** Who is at work, or may still begin, cannot go on without what goes. @throws Problem 409 not-over */
export function requireOver(over: boolean): void {
  if (!over) throw new Problem(409, 'not-over', 'The work is not over yet. Call the invite back, or wait');
}

/** The reason stays on record, beside somebody whom nobody is to know. @throws Problem 400 names-candidate */
export function requireNameless(
  reason: string,
  { candidateName, email }: { candidateName: string; email: string | null },
): void {
  const said = reason.toLowerCase();
  if ([candidateName, email].some((known) => known?.trim() && said.includes(known.trim().toLowerCase())))
    throw new Problem(400, 'names-candidate', 'The reason stays on record: leave out who it is');
}

type Values = Record<string, unknown> | null;

/** @returns what differs between two states, each value as text */
export function changesOf(before: Values, after: Values): RecordEntry['changes'] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names]
    .map((name) => ({ name, before: textOf(before?.[name]), after: textOf(after?.[name]) }))
    .filter((change) => change.before !== change.after);
}

export function factsOf(facts: Record<string, unknown>): RecordEntry['facts'] {
  return Object.entries(facts).map(([name, value]) => ({ name, value: textOf(value) ?? '' }));
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** @returns the moment so many days later; null where either is not known */
export function daysAfter(moment: Date | null, days: number | null): string | null {
  return moment && days !== null ? new Date(moment.getTime() + days * 86_400_000).toISOString() : null;
}
