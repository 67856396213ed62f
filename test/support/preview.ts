// A browser's view of candidates' previews, as far as tests need one: any host and header may be said.
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Agent, WebSocket } from 'undici';
import { expect } from 'vitest';
import { previewHost, type Candidate, type TestPlatform } from './app.ts';

export interface Seen {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

interface Said {
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
}

/** Lets the platform listen, on a port of its own. */
export async function listen({ app }: TestPlatform): Promise<number> {
  await app.listen({ host: '127.0.0.1', port: 0 });
  return (app.server.address() as AddressInfo).port;
}

export function ask(port: number, host: string, path: string, said: Said = {}): Promise<Seen> {
  const { method = 'GET', headers = {}, body } = said;
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, method, headers: { host, ...headers }, agent: false };
    const request = httpRequest(options, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece)).on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(pieces).toString(),
        }),
      );
    });
    request.on('error', reject).end(body);
  });
}

/** Sends exactly these bytes. @returns everything that comes back until the connection ends */
export function send(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (piece: Buffer) => pieces.push(piece)).on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(pieces).toString()));
  });
}

/** A candidate's preview, opened in a browser of its own. */
export class Preview {
  readonly host: string;
  readonly origin: string;
  cookie = '';
  readonly #port: number;

  constructor(attemptId: string, port: number) {
    this.host = `${attemptId}.${previewHost}:${port}`;
    this.origin = `http://${this.host}`;
    this.#port = port;
  }

  /** Asks as the browser would, with the cookie it has. */
  ask(path: string, said: Said = {}): Promise<Seen> {
    const cookie = [this.cookie, said.headers?.['cookie']].filter(Boolean).join('; ');
    return ask(this.#port, this.host, path, {
      ...said,
      headers: { ...said.headers, ...(cookie && { cookie }) },
    });
  }

  /** Follows the link of a candidate's page. */
  async open(candidate: Candidate): Promise<Seen> {
    const answer = await this.ask(await ticketPath(candidate));
    const [cookie] = answer.headers['set-cookie'] ?? [];
    if (!cookie) throw new Error(`The preview does not open: ${answer.status}`);
    this.cookie = cookie.split(';')[0]!;
    return answer;
  }

  /** @returns an open socket @throws Error when it is refused */
  socket(headers: Record<string, string> = { origin: this.origin }): Promise<WebSocket> {
    const dispatcher = new Agent({
      connect: { lookup: (_host, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]) },
    });
    const url = `ws://${this.host}/socket`;
    const socket = new WebSocket(url, { dispatcher, headers: { cookie: this.cookie, ...headers } });
    return new Promise((resolve, reject) => {
      socket.addEventListener('open', () => resolve(socket));
      socket.addEventListener('error', () => reject(new Error('refused')));
    });
  }
}

/** @returns the path of a new link's ticket on the preview host */
export async function ticketPath(candidate: Candidate): Promise<string> {
  const { attemptId } = candidate;
  const { body } = await candidate.call('POST /api/attempts/:attemptId/preview', { params: { attemptId } });
  const { hostname, pathname } = new URL(body.url);
  expect(hostname).toBe(`${attemptId}.${previewHost}`);
  return pathname;
}

/** Sends a message and waits for the next one. */
export function sayTo(socket: WebSocket, message: string): Promise<unknown> {
  return new Promise((resolve) => {
    socket.addEventListener('message', ({ data }) => resolve(data), { once: true });
    socket.send(message);
  });
}

/** Resolves when the socket is closed. */
export function closed(socket: WebSocket): Promise<unknown> {
  return new Promise((resolve) => socket.addEventListener('close', resolve));
}
