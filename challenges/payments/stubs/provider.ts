// The payment provider. It makes one payment for one Idempotency-Key, whatever happens to its answers, and tells what
// became of it by signed events, in no particular order. The first word of a card says what happens to it.
import { createHash, createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineStub } from 'proofload/stub';
import type { StubAnswer, StubSelf } from 'proofload/stub';

const eventsUrl = 'http://127.0.0.1:8080/webhooks/provider';
// The service knows it as PROVIDER_SECRET.
const secret = 'shared-with-the-provider';

type Status = 'processing' | 'succeeded' | 'declined';
type Wanted = Record<string, unknown>;

const fates = {
  declined: { answer: 'declined', outcome: 'declined', thinkMs: 0, eventMs: 50 },
  slow: { answer: 'processing', outcome: 'succeeded', thinkMs: 0, eventMs: 400 },
  late: { answer: 'succeeded', outcome: 'succeeded', thinkMs: 8000, eventMs: 1000 },
  quick: { answer: 'succeeded', outcome: 'succeeded', thinkMs: 0, eventMs: 50 },
  // A bank far away has to be asked.
  ok: { answer: 'succeeded', outcome: 'succeeded', thinkMs: 80, eventMs: 200 },
} as const satisfies Record<string, { answer: Status; outcome: Status; thinkMs: number; eventMs: number }>;

const done = new Map<string, { wanted: string; answer: StubAnswer }>();

export default defineStub({
  port: 9100,
  async answer({ method, path, headers, body }, self) {
    const kind = { '/payments': 'payment', '/refunds': 'refund' }[path];
    if (method !== 'POST' || !kind) return { status: 404, body: { error: 'no such path' } };
    const key = headers['idempotency-key'] ?? '';
    const wanted = (body ?? {}) as Wanted;
    const fault = faultOf(kind, key, wanted);
    if (fault) return { status: 400, body: { error: fault } };
    const known = done.get(`${kind} ${key}`);
    if (known && known.wanted !== JSON.stringify(wanted))
      return { status: 422, body: { error: 'another request used this key' } };
    if (known) return known.answer;
    return create(kind, key, wanted, self);
  },
});

function faultOf(
  kind: string,
  key: string,
  { amount, reference, card, payment }: Wanted,
): string | undefined {
  if (!/^[\x21-\x7e]{1,100}$/.test(key)) return 'Idempotency-Key must hold 1 to 100 characters';
  if (!Number.isInteger(amount) || (amount as number) < 1) return 'amount must be a whole number from 1';
  if (typeof reference !== 'string') return 'reference must be a text';
  const target = kind === 'payment' ? card : payment;
  return typeof target === 'string' ? undefined : `${kind === 'payment' ? 'card' : 'payment'} must be a text`;
}

async function create(kind: string, key: string, wanted: Wanted, self: StubSelf): Promise<StubAnswer> {
  const fate = kind === 'payment' ? fateOf(String(wanted['card'])) : fates.ok;
  const id = `${kind === 'payment' ? 'pay' : 'ref'}_${createHash('sha256').update(key).digest('hex').slice(0, 24)}`;
  const answer = { status: fate.answer === 'processing' ? 202 : 201, body: { id, status: fate.answer } };
  done.set(`${kind} ${key}`, { wanted: JSON.stringify(wanted), answer });
  const tell = (status: Status, name: string, afterMs: number) => {
    const data = { id, reference: wanted['reference'], amount: wanted['amount'], status };
    const body = JSON.stringify({ id: `evt_${id}_${name}`, type: `${kind}.${name}`, data });
    const headers = { 'content-type': 'application/json', 'provider-signature': signatureOf(body) };
    self.notify({ url: eventsUrl, headers, body }, { afterMs });
  };
  // Events travel on ways of their own: the first may come last.
  tell(fate.outcome, fate.outcome, fate.eventMs);
  tell('processing', 'created', fate.eventMs + 150);
  if (fate.thinkMs > 0) await sleep(fate.thinkMs);
  return answer;
}

function fateOf(card: string) {
  const word = /^card_([a-z]+)/.exec(card)?.[1];
  return fates[word as keyof typeof fates] ?? fates.ok;
}

const signatureOf = (text: string): string => createHmac('sha256', secret).update(text).digest('hex');
