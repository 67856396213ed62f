// The rules of reading in pairs: who may see what when, what two answers come to, and what is left to a third.
import type { ReviewItem } from '../challenge/review-item.ts';
import type { Answer, ItemOutcome, ReviewState } from './contract.ts';

export interface Seat {
  /** 1 and 2 answer everything; 3 decides where they differ. */
  number: number;
  personId: string;
  name: string;
  askedAt: Date;
  answeredAt: Date | null;
}

export interface Given {
  seat: number;
  item: string;
  answer: Answer;
  note: string | null;
}

export interface Reading {
  items: readonly ReviewItem[];
  seats: readonly Seat[];
  answers: readonly Given[];
  /** Whether somebody has decided about the candidate. */
  decided: boolean;
}

export const thirdSeat = 3;

/** Whether both of the two have answered, so that nobody's answer can still sway the other's. */
export function areBothIn({ seats }: Pick<Reading, 'seats'>): boolean {
  return seats.filter(({ number, answeredAt }) => number < thirdSeat && answeredAt).length === 2;
}

/**
 * Whether the person may see what others answered: once both are in, and they themselves neither owe an answer nor may still be
 * asked for one.
 * @param isAskable whether they are of those who can be asked to read
 */
export function mayCompare(reading: Reading, personId: string, isAskable: boolean): boolean {
  if (!areBothIn(reading)) return false;
  if (reading.decided) return true;
  const seat = reading.seats.find((each) => each.personId === personId);
  if (seat) return seat.answeredAt !== null;
  return !isAskable || reviewState(reading) === 'done';
}

/** @returns the items that the two answered differently; none until both are in */
export function disputedIn(reading: Omit<Reading, 'decided'>): ReviewItem[] {
  if (!areBothIn(reading)) return [];
  return reading.items.filter(({ id }) => {
    const [one, other] = answersTo(reading, id);
    return one?.answer !== other?.answer;
  });
}

/** @returns who has not answered yet, and may still do so */
export function waitingIn({ seats, decided }: Pick<Reading, 'seats' | 'decided'>): Seat[] {
  return decided ? [] : seats.filter(({ answeredAt }) => !answeredAt);
}

/** @returns the items that the seat is to answer */
export function itemsFor(reading: Reading, seat: number): readonly ReviewItem[] {
  return seat === thirdSeat ? disputedIn(reading) : reading.items;
}

export function reviewState(reading: Reading): ReviewState {
  const third = reading.seats.find(({ number }) => number === thirdSeat);
  const settled = areBothIn(reading) && (disputedIn(reading).length === 0 || third?.answeredAt);
  if (settled) return 'done';
  if (reading.decided) return 'closed';
  if (!areBothIn(reading)) return 'reading';
  return third ? 'deciding' : 'split';
}

/** What the answers come to, item by item. Ask for it when both are in. */
export function outcomesOf(reading: Reading): ItemOutcome[] {
  const names = new Map(reading.seats.map(({ number, name }) => [number, name]));
  return reading.items.map((item) => {
    const given = answersTo(reading, item.id);
    const [one, other, third] = given;
    const result = one?.answer === other?.answer ? one?.answer : third?.answer;
    const said = given.map(({ seat, answer, note }) => ({ by: names.get(seat) ?? '', answer, note }));
    return { ...item, said, result: result ?? null };
  });
}

function answersTo({ answers }: Pick<Reading, 'answers'>, id: string): Given[] {
  return answers.filter(({ item }) => item === id).toSorted((a, b) => a.seat - b.seat);
}

/** @returns what keeps a set of answers from being handed in: an item without one, with two, or that is not asked */
export function faultIn(
  asked: readonly { id: string }[],
  answers: readonly { item: string }[],
): string | undefined {
  const ids = answers.map(({ item }) => item);
  const strange = ids.find((id) => !asked.some((item) => item.id === id));
  if (strange !== undefined) return `There is no item ${strange} to answer`;
  const missing = asked.find(({ id }) => !ids.includes(id));
  if (missing) return `The item ${missing.id} has no answer`;
  return ids.length > asked.length ? 'An item has two answers' : undefined;
}
