import { expect, test } from 'vitest';
import { clockOffset, givenBack, minutesAndSeconds, noticeBetween, timeLeft } from './clock.ts';

test('the time left follows the server, not this computer', () => {
  const local = Date.parse('2026-11-22T10:00:00Z');
  const offset = clockOffset('2026-11-22T10:07:00Z', local);
  expect(timeLeft('2026-11-22T10:30:00Z', local, offset)).toBe(23 * 60_000);
});

test('a notice comes once, when its minute is passed', () => {
  const minute = 60_000;
  expect(noticeBetween(15 * minute + 500, 15 * minute - 500)).toBe(15);
  expect(noticeBetween(15 * minute - 500, 15 * minute - 1500)).toBeUndefined();
  expect(noticeBetween(5 * minute + 1, 5 * minute)).toBe(5);
});

test('after a long sleep only the most urgent notice is given', () => {
  expect(noticeBetween(20 * 60_000, 30_000)).toBe(1);
});

test('time given back is the sum of the outages, in whole seconds', () => {
  const outage = (beganAt: string, endedAt: string) => ({
    beganAt: `2026-11-22T${beganAt}Z`,
    endedAt: `2026-11-22T${endedAt}Z`,
  });
  const outages = [outage('10:00:00.500', '10:02:01.000'), outage('10:30:00', '10:30:09')];
  expect(givenBack(outages)).toBe(129_500);
  expect(minutesAndSeconds(givenBack(outages))).toEqual([2, 10]);
  expect(minutesAndSeconds(givenBack([]))).toEqual([0, 0]);
});
