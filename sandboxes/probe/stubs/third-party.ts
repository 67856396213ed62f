// One third party: answers the candidate's service as its author wrote it, or as it was told to misbehave, and remembers
// every call.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Behaviour, Call, Delivery, Stub, StubAnswer, StubRequest } from '../kit/stub.ts';
import { Courier } from './courier.ts';
import { type Fate, Mood } from './mood.ts';
import { Recent } from './recent.ts';

const maxBodyBytes = 1_000_000;
const garbage = '{"status": "ok", "data": [1, 2, <!DOCTYPE html>';

export class ThirdParty {
  readonly name: string;
  readonly #stub: Stub;
  #mood: Mood;
  #calls = new Recent<Call>();
  #courier = new Courier();

  constructor(name: string, stub: Stub) {
    this.name = name;
    this.#stub = stub;
    this.#mood = new Mood({}, name);
  }

  /** Listens on loopback from now on. @throws Error when the port is taken */
  async listen(): Promise<Server> {
    const server = createServer((request, response) => {
      // A visitor that goes away in the middle of its request has asked for nothing.
      this.#take(request, response).catch(() => response.destroy());
    });
    server.maxConnections = 2000;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(this.#stub.port, '127.0.0.1', resolve);
    });
    return server;
  }

  behave(behaviour: Behaviour): void {
    this.#mood = new Mood(behaviour, this.name);
  }

  reset(): void {
    this.behave({});
    this.#calls = new Recent();
    this.#courier.stop();
    this.#courier = new Courier();
  }

  calls(): Call[] {
    return this.#calls.list();
  }

  count(): number {
    return this.#calls.count;
  }

  deliveries(): Delivery[] {
    return this.#courier.sent.list();
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = Date.now();
    const asked = await read(request);
    if (!asked) return send(response, { status: 413, body: { error: 'too large' } });
    const { text, ...rest } = asked;
    const call: Call = { at, ...rest, status: null };
    this.#calls.add(call, 500 + text.length + request.rawHeaders.join('').length);
    response.once('finish', () => (call.status = response.statusCode));
    const { delayMs = 0 } = this.#mood.behaviour;
    const fate = this.#mood.next(performance.now());
    const answer = await this.#decide(fate, asked);
    if (delayMs > 0 && fate !== 'limited') await sleep(delayMs);
    if (fate === 'hang') return;
    if (fate === 'cut') request.socket.resetAndDestroy();
    else if (!request.socket.destroyed) send(response, answer, fate === 'garbage' ? garbage : undefined);
  }

  /** What was asked for is done now, even when the answer comes late or never. */
  async #decide(fate: Fate, asked: StubRequest): Promise<StubAnswer> {
    if (fate === 'limited')
      return { status: 429, headers: { 'retry-after': '1' }, body: { error: 'too many requests' } };
    if (fate === 'fail')
      return { status: this.#mood.behaviour.fail?.status ?? 500, body: { error: 'unavailable' } };
    try {
      return await this.#stub.answer(asked, {
        notify: (what, { afterMs = 0 } = {}) => this.#notify(what, afterMs),
      });
    } catch (error) {
      // The candidate's service chooses what it sends: an author's oversight must not end the process.
      console.error(`${this.name}: ${asked.method} ${asked.path}: ${(error as Error).message}`);
      return { status: 500, body: { error: 'internal error' } };
    }
  }

  #notify(notification: Parameters<Courier['notify']>[0], afterMs: number): void {
    const times = this.#mood.behaviour.twice ? 2 : 1;
    for (let time = 0; time < times; time++) this.#courier.notify(notification, afterMs);
  }
}

/** @returns undefined when the body is too large */
async function read(request: IncomingMessage): Promise<StubRequest | undefined> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes <= maxBodyBytes) pieces.push(piece);
  }
  if (bytes > maxBodyBytes) return undefined;
  const text = Buffer.concat(pieces).toString('utf8');
  const url = new URL(`http://stub${request.url ?? '/'}`);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: parsed(text),
    text,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, { status, headers, body }: StubAnswer, instead?: string): void {
  response.writeHead(instead === undefined ? status : 200, {
    'content-type': 'application/json',
    ...headers,
  });
  response.end(instead ?? (body === undefined ? '' : JSON.stringify(body)));
}
