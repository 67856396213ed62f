import { expect, test } from 'vitest';
import type { Answer } from './contract.ts';
import {
  areBothIn,
  disputedIn,
  faultIn,
  type Given,
  itemsFor,
  mayCompare,
  outcomesOf,
  type Reading,
  reviewState,
  type Seat,
  waitingIn,
} from './review.ts';

const item = (id: string) => ({ id, statement: `About ${id}`, good: true, why: 'It matters.' });
const items = [item('sums'), item('names')];
const at = new Date('2026-11-22T12:00:00Z');
const seat = (number: number, name: string, answeredAt: Date | null = at): Seat => ({
  number,
  personId: name.toLowerCase(),
  name,
  askedAt: at,
  answeredAt,
});
const given = (number: number, ...answers: [sums: Answer, names: Answer]): Given[] =>
  answers.map((answer, index) => ({ seat: number, item: items[index]!.id, answer, note: null }));

const reading = (changes: Partial<Reading>): Reading => ({
  items,
  seats: [seat(1, 'Rae'), seat(2, 'Sol')],
  answers: [...given(1, 'true', 'false'), ...given(2, 'true', 'unknown')],
  decided: false,
  ...changes,
});
const halfway = reading({
  seats: [seat(1, 'Rae'), seat(2, 'Sol', null)],
  answers: given(1, 'true', 'false'),
});
const third = (answeredAt: Date | null) => [seat(1, 'Rae'), seat(2, 'Sol'), seat(3, 'Ben', answeredAt)];
const ben: Given = { seat: 3, item: 'names', answer: 'false', note: 'Line 12' };

test('nobody may compare before both are in, and who still owes an answer not even then', () => {
  expect(areBothIn(halfway)).toBe(false);
  expect(mayCompare(halfway, 'rae', true)).toBe(false);
  expect(mayCompare(halfway, 'mia', false)).toBe(false);
  expect(mayCompare(reading({}), 'rae', true)).toBe(true);
  const deciding = reading({ seats: third(null) });
  expect(mayCompare(deciding, 'mia', false)).toBe(true);
  expect(mayCompare(deciding, 'ben', true)).toBe(false);
  expect(mayCompare({ ...deciding, decided: true }, 'ben', true)).toBe(true);
});

test('nor may who could still be asked for the third word, until it is given', () => {
  expect(mayCompare(reading({}), 'dan', true)).toBe(false);
  expect(mayCompare(reading({ seats: third(null) }), 'dan', true)).toBe(false);
  const done = reading({ seats: third(at), answers: [...reading({}).answers, ben] });
  expect(mayCompare(done, 'dan', true)).toBe(true);
});

test('a third decides on the items that the two answered differently, and on no other', () => {
  expect(disputedIn(halfway)).toEqual([]);
  expect(disputedIn(reading({}))).toEqual([item('names')]);
  expect(itemsFor(reading({}), 3)).toEqual([item('names')]);
  expect(itemsFor(reading({}), 1)).toEqual(items);
});

test('those are waited for who have not answered, until somebody decides', () => {
  expect(waitingIn(halfway).map(({ name }) => name)).toEqual(['Sol']);
  expect(waitingIn(reading({ seats: third(null) })).map(({ name }) => name)).toEqual(['Ben']);
  expect(waitingIn(reading({ seats: third(at) }))).toEqual([]);
  expect(waitingIn({ ...halfway, decided: true })).toEqual([]);
});

test('two who cannot tell agree', () => {
  const unsure = reading({ answers: [...given(1, 'true', 'unknown'), ...given(2, 'true', 'unknown')] });
  expect(reviewState(unsure)).toBe('done');
  expect(outcomesOf(unsure).map(({ result }) => result)).toEqual(['true', 'unknown']);
});

test.each<[state: string, Reading]>([
  ['reading', halfway],
  ['split', reading({})],
  ['deciding', reading({ seats: third(null) })],
  ['done', reading({ seats: third(at), answers: [...reading({}).answers, ben] })],
  ['closed', { ...halfway, decided: true }],
  ['closed', reading({ seats: third(null), decided: true })],
  ['done', reading({ answers: [...given(1, 'true', 'true'), ...given(2, 'true', 'true')], decided: true })],
])('a review is %s', (state, one) => {
  expect(reviewState(one)).toBe(state);
});

test('the third word stands where two differ, and beside theirs', () => {
  expect(outcomesOf(reading({})).map(({ result }) => result)).toEqual(['true', null]);
  const decided = outcomesOf(reading({ seats: third(at), answers: [ben, ...reading({}).answers] }));
  expect(decided[1]).toMatchObject({
    result: 'false',
    said: [
      { by: 'Rae', answer: 'false' },
      { by: 'Sol', answer: 'unknown' },
      { by: 'Ben', answer: 'false', note: 'Line 12' },
    ],
  });
});

test('every item that is asked is answered once, and no other', () => {
  const answers = [{ item: 'names' }, { item: 'sums' }];
  expect(faultIn(items, answers)).toBeUndefined();
  expect(faultIn(items, answers.slice(1))).toBe('The item names has no answer');
  expect(faultIn(items, [...answers, { item: 'sums' }])).toBe('An item has two answers');
  expect(faultIn(items, [...answers, { item: 'colour' }])).toBe('There is no item colour to answer');
});
