// What several checks do: owners who open accounts, charge cards and move money.
import { randomUUID } from 'node:crypto';
import { expect, random, request } from 'proofload/checks';
import type { Answer, RequestOptions } from 'proofload/checks';
import { ownerCount, tokenOf } from './bank.ts';

export interface Entry {
  id: number;
  amount: number;
  kind: string;
  reference: string;
  createdAt: string;
}

export interface Sending {
  /** Idempotency-Key; a new one when absent, none when null. */
  key?: string | null;
  timeoutMs?: number;
}

/** Not from the seed: a check that runs again on the same database must not repeat a key or a card. */
export const newKey = (): string => randomUUID();
export const newCard = (word = 'ok'): string =>
  `card_${word}_${randomUUID().replaceAll('-', '').slice(0, 16)}`;

/** One of the owners, speaking to the service. */
export class Owner {
  readonly id: number;

  /** @param who its id, or a label that the seed makes one of */
  constructor(who: number | string) {
    this.id = typeof who === 'number' ? who : random(`owner ${who}`).integer(1, ownerCount);
  }

  /** Somebody else. */
  stranger(): Owner {
    return new Owner((this.id % ownerCount) + 1);
  }

  send(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    const headers = { authorization: `Bearer ${tokenOf(this.id)}`, ...options.headers };
    return request(method, path, { ...options, headers });
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  post(path: string, body: unknown, { key = newKey(), ...options }: Sending = {}): Promise<Answer> {
    return this.send('POST', path, {
      ...options,
      body,
      headers: key === null ? {} : { 'idempotency-key': key },
    });
  }

  charge(accountId: number, amount: number, card = newCard(), sending: Sending = {}): Promise<Answer> {
    return this.post('/charges', { accountId, amount, card }, sending);
  }

  refund(chargeId: string, amount: number, sending: Sending = {}): Promise<Answer> {
    return this.post(`/charges/${chargeId}/refunds`, { amount }, sending);
  }

  transfer(from: number, to: number, amount: number, sending: Sending = {}): Promise<Answer> {
    return this.post('/transfers', { from, to, amount }, sending);
  }

  /** A new account that holds `balance`, charged from a card. */
  async open(balance = 0): Promise<number> {
    const opened = await this.post('/accounts', { name: 'Savings' });
    expect(opened.status, 'POST /accounts').toBe(201);
    if (balance > 0) {
      const charged = await this.charge(opened.json.id, balance, newCard('quick'));
      expect(charged.json, 'POST /charges').toMatchObject({ status: 'succeeded' });
    }
    return opened.json.id;
  }

  async balance(account: number): Promise<number> {
    const answer = await this.get(`/accounts/${account}`);
    expect(answer.status, `GET /accounts/${account}`).toBe(200);
    return answer.json.balance;
  }

  async entries(account: number): Promise<Entry[]> {
    const answer = await this.get(`/accounts/${account}/entries?limit=100`);
    expect(answer.status, `GET /accounts/${account}/entries`).toBe(200);
    return answer.json.items;
  }

  /** The charge's status and what was refunded of it. */
  async charged(id: string): Promise<{ status: string; refunded: number }> {
    const answer = await this.get(`/charges/${id}`);
    expect(answer.status, 'GET /charges/:id').toBe(200);
    return answer.json;
  }
}

/** Expects an answer to be a problem of one of the types, and no more than one. */
export function expectProblem(answer: Answer, status: number, type: string, what = ''): void {
  expect(answer.status, what).toBe(status);
  expect(String(answer.headers['content-type']), what).toContain('application/problem+json');
  expect(answer.json, what).toMatchObject({ type, status });
  expect(typeof answer.json.title, what).toBe('string');
}

export const sumOf = (amounts: readonly { amount: number }[]): number =>
  amounts.reduce((sum, { amount }) => sum + amount, 0);

export const times = <T>(count: number, make: (at: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, at) => make(at)));

/** Waits until `holds` answers true. */
export async function within(ms: number, what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + ms;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
