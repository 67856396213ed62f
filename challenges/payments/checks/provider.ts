// The provider as the checks see it: what it was asked, and events as it would sign them.
import { createHash, createHmac } from 'node:crypto';
import { request } from 'proofload/checks';
import type { Answer } from 'proofload/checks';
import { stub } from 'proofload/stub';

export const provider = stub('provider');
export const secret = 'shared-with-the-provider';

export interface Event {
  id: string;
  type: string;
  data: { id: string; reference: string; amount: number; status: string };
}

export const signatureOf = (text: string, key = secret): string =>
  createHmac('sha256', key).update(text).digest('hex');

/** Sends what the provider would send; with `signature` null, without the header. */
export function tell(
  event: Event,
  signature: string | null = signatureOf(JSON.stringify(event)),
): Promise<Answer> {
  const headers = signature === null ? {} : { 'provider-signature': signature };
  return request('POST', '/webhooks/provider', { body: JSON.stringify(event), headers });
}

/** The event by which the provider tells what became of a charge. */
export function eventOf(
  charge: { id: string; amount: number },
  status: 'succeeded' | 'declined' | 'created',
): Event {
  const id = `pay_${charge.id}`;
  const data = {
    id,
    reference: charge.id,
    amount: charge.amount,
    status: status === 'created' ? 'processing' : status,
  };
  return { id: `evt_${id}_${status}`, type: `payment.${status}`, data };
}

/** How many payments the provider made of this card: one for each key it was asked with. */
export async function paymentsOf(card: string): Promise<number> {
  return (await keysFor(card)).size;
}

/** How much the provider gave back to this card. */
export async function refundedTo(card: string): Promise<number> {
  const payments = new Set([...(await keysFor(card))].map(paymentId));
  const asked = (await provider.calls()).filter(
    ({ path, body, status }) =>
      path === '/refunds' && payments.has(String(field(body, 'payment'))) && wasDone(status),
  );
  const amounts = new Map(
    asked.map(({ headers, body }) => [headers['idempotency-key'], Number(field(body, 'amount'))]),
  );
  return [...amounts.values()].reduce((sum, amount) => sum + amount, 0);
}

async function keysFor(card: string): Promise<Set<string>> {
  const asked = (await provider.calls()).filter(
    ({ path, body, status }) => path === '/payments' && field(body, 'card') === card && wasDone(status),
  );
  return new Set(asked.map(({ headers }) => headers['idempotency-key'] ?? ''));
}

/** A call without an answer was carried out too; one that failed was not. */
const wasDone = (status: number | null): boolean => status === null || status < 300;

/** How stubs/provider.ts names a payment. */
const paymentId = (key: string): string =>
  `pay_${createHash('sha256').update(key).digest('hex').slice(0, 24)}`;

const field = (body: unknown, name: string): unknown => (body as Record<string, unknown> | undefined)?.[name];
