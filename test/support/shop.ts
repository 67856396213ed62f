// A small shop for storms, right or with one fault of a kind that real services have.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type Fault =
  | 'loses-orders'
  | 'keeps-refused-orders'
  | 'orders-twice'
  | 'oversells'
  | 'makes-money'
  | 'both-editors-win'
  | 'shows-old-notes'
  | 'old-replica'
  | 'late-replica'
  | 'reorders-messages'
  | 'miscounts-messages'
  | 'refuses-everything'
  | 'cuts-connections';

export const stockOf = 30;
const replicaLagMs = 400;
export const openingBalance = 100;
export const accounts = ['ann', 'bob', 'cid', 'dee'];

interface Order {
  token: string;
  product: string;
}
interface Reply {
  status: number;
  body: unknown;
}
type Handler = (
  path: string[],
  body: Record<string, unknown>,
  request: IncomingMessage,
) => Promise<Reply> | Reply;

/** @returns its origin, and how to stop it */
export async function openShop(fault?: Fault): Promise<{ origin: string; close: () => void }> {
  const shop = new Shop(fault);
  const server = createServer((request, response) => void serve(shop, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, close: () => (server.closeAllConnections(), server.close()) };
}

async function serve(shop: Shop, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const body =
    chunks.length === 0 ? {} : (JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>);
  const [, collection = '', ...path] = (request.url ?? '').split('/');
  if (shop.isCut()) return void request.socket.destroy();
  await wait();
  const handler = shop.routes[`${request.method} ${collection}`];
  const reply = handler && !shop.refuses ? await handler(path, body, request) : { status: 503, body: {} };
  if (shop.isCut()) return void request.socket.destroy();
  response.writeHead(reply.status, { 'content-type': 'application/json' }).end(JSON.stringify(reply.body));
}

/** What a query of a database takes: time in which others get on. */
const wait = (ms = 1 + Math.random() * 3) => sleep(ms);

class Shop {
  readonly #fault: Fault | undefined;
  #orders: Order[] = [];
  #sold = new Map<string, number>();
  #replies = new Map<string, Reply>();
  #balances = new Map(accounts.map((account) => [account, openingBalance]));
  #notes = new Map<string, { at: number; version: number }[]>();
  #cache = new Map<string, number>();
  #messages = new Map<string, string[]>();
  #counts = new Map<string, number>();
  #calls = 0;

  constructor(fault: Fault | undefined) {
    this.#fault = fault;
  }

  get refuses(): boolean {
    return this.#fault === 'refuses-everything';
  }

  isCut(): boolean {
    return this.#fault === 'cuts-connections' && this.#calls++ % 13 === 0;
  }

  readonly routes: Record<string, Handler> = {
    'POST orders': (_path, { product }, { headers }) =>
      this.#order(String(product), String(headers['idempotency-key'])),
    'GET orders': () => ({ status: 200, body: { items: this.#orders } }),
    'POST transfers': (_path, { from, to, amount }) =>
      this.#transfer(String(from), String(to), Number(amount)),
    'GET accounts': () => ({ status: 200, body: Object.fromEntries(this.#balances) }),
    'PUT notes': ([id = ''], { version }) => this.#edit(id, Number(version)),
    'GET notes': ([id = '']) => ({ status: 200, body: { version: this.#versionFor(id) } }),
    'POST messages': ([room = ''], { text }) => this.#say(room, String(text)),
    'GET messages': ([room = '']) => ({
      status: 200,
      body: { count: this.#counts.get(room) ?? 0, items: this.#messages.get(room) ?? [] },
    }),
  };

  async #order(product: string, token: string): Promise<Reply> {
    const known = this.#replies.get(token);
    if (known) return known;
    if (this.#fault === 'orders-twice') await wait();
    const left = stockOf - (this.#sold.get(product) ?? 0);
    if (this.#fault === 'oversells') await wait();
    if (left < 1) {
      if (this.#fault === 'keeps-refused-orders') this.#orders.push({ token, product });
      return { status: 409, body: {} };
    }
    this.#sold.set(product, stockOf - left + 1);
    if (this.#fault !== 'loses-orders' || this.#calls++ % 10 !== 0) this.#orders.push({ token, product });
    const reply = { status: 201, body: { token, place: this.#orders.length } };
    this.#replies.set(token, reply);
    return reply;
  }

  async #transfer(from: string, to: string, amount: number): Promise<Reply> {
    const before = [this.#balances.get(from) ?? 0, this.#balances.get(to) ?? 0] as const;
    if (this.#fault === 'makes-money') await wait();
    if (before[0] < amount) return { status: 422, body: {} };
    this.#balances.set(from, before[0] - amount).set(to, before[1] + amount);
    return { status: 201, body: {} };
  }

  async #edit(id: string, expected: number): Promise<Reply> {
    const current = this.#current(id);
    if (this.#fault === 'both-editors-win') await wait();
    if (current !== expected) return { status: 412, body: {} };
    this.#notes.set(id, [...(this.#notes.get(id) ?? []), { at: performance.now(), version: current + 1 }]);
    return { status: 200, body: { version: current + 1 } };
  }

  #current(id: string, agoMs = 0): number {
    const known = (this.#notes.get(id) ?? []).filter(({ at }) => at <= performance.now() - agoMs);
    return known.at(-1)?.version ?? 0;
  }

  #versionFor(id: string): number {
    if (this.#fault === 'late-replica') return this.#current(id, replicaLagMs);
    if (this.#fault === 'old-replica' && this.#calls++ % 2 === 0) return this.#current(id, replicaLagMs);
    if (this.#fault !== 'shows-old-notes') return this.#current(id);
    const cached = this.#cache.get(id) ?? this.#current(id);
    this.#cache.set(id, cached);
    return cached;
  }

  async #say(room: string, text: string): Promise<Reply> {
    const messages = this.#messages.get(room) ?? [];
    this.#messages.set(room, messages);
    if (this.#fault === 'reorders-messages' && messages.length % 5 === 4) messages.unshift(text);
    else messages.push(text);
    const count = (this.#counts.get(room) ?? 0) + 1;
    if (this.#fault === 'miscounts-messages') await wait();
    this.#counts.set(room, count);
    return { status: 201, body: {} };
  }
}
