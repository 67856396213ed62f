// The payment provider's side of charges and refunds.
import { randomUUID } from 'node:crypto';
import { request } from 'undici';

const url = process.env['PROVIDER_URL'] ?? 'http://127.0.0.1:9100';
// We owe an answer within five seconds.
const patienceMs = 1500;
const attempts = 2;

export interface Decision {
  id: string;
  status: 'processing' | 'succeeded' | 'declined';
}

/**
 * Asks for a payment or a refund, and again when there is no answer.
 * @returns undefined when the provider did not say what became of it
 */
export async function ask(
  path: '/payments' | '/refunds',
  _key: string,
  body: object,
): Promise<Decision | undefined> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const decision = await askOnce(path, body);
    if (decision) return decision;
  }
  return undefined;
}

async function askOnce(path: string, body: object): Promise<Decision | undefined> {
  try {
    const answer = await request(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patienceMs),
    });
    const decision = (await answer.body.json()) as Partial<Decision>;
    return answer.statusCode < 300 && isDecision(decision) ? decision : undefined;
  } catch {
    return undefined;
  }
}

const isDecision = (value: Partial<Decision> | null): value is Decision =>
  typeof value?.id === 'string' && ['processing', 'succeeded', 'declined'].includes(String(value.status));
