import { Webhook as Receiver } from 'standardwebhooks';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { EventBody } from './event.ts';
import {
  bodyOf,
  deliveryState,
  type EventFacts,
  makeWebhookSecret,
  nextAfter,
  offAfter,
  signedHeaders,
  standardDelaysMs,
} from './webhook.ts';

const now = new Date();
const hours = 3_600_000;

const graded: EventFacts = {
  eventId: 'e1',
  type: 'grading.finished',
  at: new Date('2026-11-21T14:05:00Z'),
  inviteId: 'i1',
  attemptId: 'a1',
  submissionId: 's1',
  result: {
    outcome: 'graded',
    band: 'solid',
    dimensions: [{ name: 'Correctness', value: 91, band: 'strong' }],
  },
};

describe('what is told', () => {
  test('are ids, a state, a time and where to look', () => {
    expect(JSON.parse(bodyOf(graded, false, 'https://proof.example'))).toEqual({
      type: 'grading.finished',
      timestamp: '2026-11-21T14:05:00.000Z',
      data: {
        inviteId: 'i1',
        attemptId: 'a1',
        submissionId: 's1',
        state: 'graded',
        outcome: 'graded',
        url: 'https://proof.example/submissions/s1',
      },
    });
  });

  test('are the marks only where they were chosen', () => {
    const told = JSON.parse(bodyOf(graded, true, '')) as { data: object };
    expect(told.data).toMatchObject({
      band: 'solid',
      dimensions: [{ name: 'Correctness', value: 91, band: 'strong' }],
    });
  });

  test('is as the document says', () => {
    const type = 'webhook.test' as const;
    const ids = { inviteId: null, attemptId: null, submissionId: null };
    for (const event of [graded, { ...graded, ...ids, type, result: null }])
      expect(Value.Check(EventBody, JSON.parse(bodyOf(event, true, '')))).toBe(true);
  });

  test('leads to where the candidate is at the time', () => {
    const urlAt = (type: EventFacts['type'], submissionId: string | null) =>
      (
        JSON.parse(bodyOf({ ...graded, type, submissionId, result: null }, true, '')) as {
          data: { url: string };
        }
      ).data.url;
    expect(urlAt('submission.received', 's1')).toBe('/submissions/s1/grading');
    expect(urlAt('invite.opened', null)).toBe('/');
  });
});

test('a receiver with either secret can tell that it came from here, and one with neither cannot', () => {
  const [secret, old, other] = [makeWebhookSecret(), makeWebhookSecret(), makeWebhookSecret()];
  const body = bodyOf(graded, false, '');
  const headers = signedHeaders('e1', body, [secret, old], now);
  expect(headers['webhook-id']).toBe('msg_e1');
  for (const one of [secret, old])
    expect(new Receiver(one).verify(body, headers)).toMatchObject({ data: {} });
  expect(() => new Receiver(other).verify(body, headers)).toThrow('No matching signature');
  expect(() => new Receiver(secret).verify(`${body} `, headers)).toThrow('No matching signature');
});

describe('after a try', () => {
  const answer = (status: number | null, retryAfterMs = 0) => ({ status, retryAfterMs });
  const next = (sent: ReturnType<typeof answer>, tries: number, chance = 0) =>
    nextAfter(sent, tries, standardDelaysMs, { now, chance });
  const waits = (sent: ReturnType<typeof answer>, tries: number, chance = 0) => {
    const after = next(sent, tries, chance);
    return after.is === 'retried' ? after.at.getTime() - now.getTime() : after.is;
  };

  test('2xx alone counts as delivered', () => {
    expect([200, 204, 299].map((status) => next(answer(status), 0).is)).toEqual(Array(3).fill('delivered'));
    expect([301, 302, 400, 404, 500, null].map((status) => next(answer(status), 0).is)).toEqual(
      Array(6).fill('retried'),
    );
  });

  test('the waits grow over three days, each drawn out a little by chance', () => {
    const each = standardDelaysMs.map((_, tries) => waits(answer(500), tries));
    expect(each).toEqual(standardDelaysMs);
    expect(standardDelaysMs.reduce((sum, ms) => sum + ms)).toBe(75 * hours + 35 * 60_000 + 5000);
    expect(waits(answer(500), 0, 0.5)).toBe(5500);
    expect(waits(answer(500), standardDelaysMs.length)).toBe('given-up');
  });

  test('a receiver may ask for more patience, up to a day', () => {
    expect(waits(answer(503, 60_000), 0)).toBe(60_000);
    expect(waits(answer(503, 1000), 0)).toBe(5000);
    expect(waits(answer(503, 99 * hours), 0)).toBe(24 * hours);
  });

  test('who says it is gone is not asked again', () => {
    expect(waits(answer(410), 0)).toBe('given-up');
    expect(offAfter(410, now, now)).toBe('gone');
  });

  test('a webhook is switched off when nothing has come through for five days', () => {
    const since = (hoursAgo: number) => new Date(now.getTime() - hoursAgo * hours);
    expect(offAfter(500, since(119), now)).toBeUndefined();
    expect(offAfter(null, since(120), now)).toBe('failing');
  });
});

test('a delivery is waiting, retried, delivered or failed', () => {
  const row = { deliveredAt: null, gaveUpAt: null, tries: 0 };
  expect(deliveryState(row)).toBe('waiting');
  expect(deliveryState({ ...row, tries: 1 })).toBe('retrying');
  expect(deliveryState({ ...row, tries: 1, deliveredAt: now })).toBe('delivered');
  expect(deliveryState({ ...row, tries: 10, gaveUpAt: now })).toBe('failed');
});
