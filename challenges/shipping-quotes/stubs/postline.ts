// Postline: opens a session for a hundred questions, then wants a new one.
import { setTimeout as sleep } from 'node:timers/promises';
import { defineStub } from 'proofload/stub';

const client = 'shop-4711';
const secret = 'pl-secret-c1a0e55b';
const usualMs = 60;
const questionsPerSession = 100;
const zones: Record<string, number> = { DE: 0, AT: 1, NL: 1, FR: 2, PL: 2, IT: 3, ES: 3 };
/** Questions left, by session. */
const sessions = new Map<string, number>();

export default defineStub({
  port: 9102,
  async answer({ method, path, query, headers, body }) {
    await sleep(usualMs);
    if (method === 'POST' && path === '/sessions') return openSession(body);
    if (method !== 'GET' || path !== '/offers') return { status: 404, body: { message: 'unknown resource' } };
    if (!spend(headers['authorization'] ?? '')) return { status: 401, body: { message: 'session over' } };
    return offersFor(query);
  },
});

function openSession(body: unknown) {
  const given = (body ?? {}) as { client?: string; secret?: string };
  if (given.client !== client || given.secret !== secret)
    return { status: 403, body: { message: 'who are you?' } };
  const session = `s${sessions.size + 1}-${((sessions.size + 1) * 2654435761) % 4294967296}`;
  sessions.set(session, questionsPerSession);
  return { status: 201, body: { session, questions: questionsPerSession } };
}

function spend(authorization: string): boolean {
  const session = authorization.replace(/^Bearer /, '');
  const left = sessions.get(session) ?? 0;
  if (left > 0) sessions.set(session, left - 1);
  return left > 0;
}

/** Cents on top that change every second. */
const surcharge = () => (Math.floor(Date.now() / 1000) * 53) % 101;

function offersFor({ country = '', postcode = '', kg = '' }: Record<string, string>) {
  const zone = zones[country];
  if (zone === undefined || !/^\d{5}$/.test(postcode) || !/^\d+\.\d{3}$/.test(kg) || Number(kg) <= 0)
    return { status: 400, body: { message: 'country, postcode and kg, please' } };
  const parcel = 420 + 90 * zone + 60 * Math.ceil(Number(kg)) + (Number(postcode) % 89) + surcharge();
  const offer = (code: string, cents: number, currency: string) => ({
    code,
    price: (cents / 100).toFixed(2),
    currency,
    eta: { from: 2, to: 4 + zone },
  });
  return {
    status: 200,
    body: {
      offers: [
        offer('PL-PARCEL', parcel, 'EUR'),
        offer('PL-SIGNED', parcel + 250, 'EUR'),
        offer('PL-WORLD', parcel - 100, 'CHF'),
      ],
    },
  };
}
