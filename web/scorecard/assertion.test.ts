import { expect, test } from 'vitest';
import { assertionOf } from './assertion.ts';

test.each([
  [
    'status of POST /quotes: expected 503 to be 200 // Object.is equality',
    { where: 'status of POST /quotes', expected: '200', got: '503' },
  ],
  ['expected 201 to be 409 // Object.is equality', { where: '', expected: '409', got: '201' }],
  [
    '/products/99: expected [ 400, 404 ] to include 200',
    { where: '/products/99', expected: '400 or 404', got: '200' },
  ],
  ['expected [ 1, 2 ] to include 3', { where: '', expected: 'one that holds 3', got: '[ 1, 2 ]' }],
  ['expected [ +0, +0 ] to deeply equal [ 10, 10 ]', { where: '', expected: '[ 10, 10 ]', got: '[ 0, 0 ]' }],
  [
    'expected { id: 4966, …(10) } to match object { id: 4966, …(2) }\n(13 matching properties omitted from actual)',
    { where: '', expected: 'among others { id: 4966, …(2) }', got: '{ id: 4966, …(10) }' },
  ],
  [
    'expected [ { id: 1 } ] to have a length of 50 but got 20',
    { where: '', expected: '50 of them', got: '20' },
  ],
  [
    'questions: expected 23 to be less than or equal to 1',
    { where: 'questions', expected: '1 or less', got: '23' },
  ],
  ['expected 7 to be greater than 8', { where: '', expected: 'more than 8', got: '7' }],
  [
    'POST /quotes: The operation was aborted due to timeout',
    { where: 'POST /quotes', expected: 'an answer in time', got: 'none in time' },
  ],
  [
    '{"id":"3124 or true"}: expected 200 to be 400 // Object.is equality',
    { where: '{"id":"3124 or true"}', expected: '400', got: '200' },
  ],
])('%s', (message, assertion) => {
  expect(assertionOf(message)).toEqual(assertion);
});

test('what is worded in another way is left as it is', () => {
  expect(assertionOf('the new stock: not within 1000 ms')).toBeUndefined();
  expect(assertionOf("Cannot read properties of undefined (reading 'kestrel')")).toBeUndefined();
  expect(assertionOf('')).toBeUndefined();
});
