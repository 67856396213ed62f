// The payment provider's side of charges and refunds.
import { request } from 'undici';

const url = process.env['PROVIDER_URL'] ?? 'http://127.0.0.1:9100';
// We owe an answer within five seconds; what is left belongs to the database.
const patienceMs = 3000;

export interface Decision {
  id: string;
  status: 'processing' | 'succeeded' | 'declined';
}

/**
 * Asks for a payment or a refund. The same key is the same request, however often it is asked.
 * @returns undefined when the provider did not say what became of it
 */
export async function ask(path: '/payments' | '/refunds', key: string, body: object): Promise<Decision | undefined> {
  try {
    const answer = await request(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
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
