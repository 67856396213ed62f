// The site of all previews: who gets in, and what happens to each request.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyBaseLogger } from 'fastify';
import { getChallenge, wake } from '../attempt/open.ts';
import type { Challenges } from '../challenge/routes.ts';
import type { Clock } from '../clock.ts';
import type { Sql } from '../db/connect.ts';
import { Problem } from '../http/problem.ts';
import { hashSecret, makeSecret } from '../http/secret.ts';
import type { Site } from '../http/sites.ts';
import { noWorkspace, type Workspaces } from '../workspace/workspaces.ts';
import type { Service } from './ask.ts';
import { fieldsOf, passCookies, passesIn, previewPolicy } from './headers.ts';
import { crowded, notOpen, noWorker, sendPage } from './pages.ts';
import { attemptOfHost, isPreviewHost, passExpiry, passSeconds, ticketIn } from './preview.ts';
import { relay } from './relay.ts';
import { findPreview, swapTicket } from './store.ts';
import { Streams } from './streams.ts';
import { refuse, tunnel } from './tunnel.ts';

/** Requests and WebSockets of one attempt that may be under way at once. */
const maxOpen = 16;
/** Cookies of one name that are looked at: another site below the same domain may plant some. */
const maxPasses = 4;

export interface PreviewNeeds {
  sql: Sql;
  clock: Clock;
  challenges: Challenges;
  publicUrl: string;
  /** The name, and port if any, that the hosts of all previews are under. */
  previewHost: string;
  workspaces: Pick<Workspaces, 'connect' | 'state'>;
  log: FastifyBaseLogger;
}

interface Visit {
  attemptId: string;
  /** Origin of the preview as the browser has it. */
  origin: string;
}

export class PreviewSite implements Site {
  readonly #needs: PreviewNeeds;
  readonly #open = new Map<string, number>();
  readonly #sockets = new Set<Duplex>();
  /** Attempts whose sandbox was not there, until their service has started. */
  readonly #waking = new Set<string>();
  readonly #streams: Streams;

  constructor(needs: PreviewNeeds) {
    this.#needs = needs;
    this.#streams = new Streams((attemptId) => this.#connect(attemptId));
  }

  owns(request: IncomingMessage): boolean {
    const hosts = [...hostsOf(request), ...(request.url?.startsWith('/') ? [] : [authorityOf(request.url)])];
    return hosts.some((host) => isPreviewHost(host, this.#needs.previewHost));
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    this.#answer(request, response).catch((error: Error) => sendPage(response, this.#problemOf(error)));
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#sockets.delete(socket));
    this.#sockets.add(socket);
    this.#tunnel(request, socket, head).catch((error: Error) => {
      refuse(request, socket, this.#problemOf(error));
    });
  }

  /** Ends every WebSocket: the server does not know of them any more. */
  close(): void {
    this.#streams.destroy();
    for (const socket of this.#sockets) socket.destroy();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const visit = this.#visit(request);
    if (request.headers['service-worker'] !== undefined) throw noWorker;
    const ticket = ticketIn(request.url!);
    if (ticket !== undefined) return this.#letIn(visit, ticket, request, response);
    const service = await this.#service(visit, request);
    await this.#counted(visit, () => relay(request, response, service));
  }

  async #tunnel(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const visit = this.#visit(request);
    if (request.headers.origin !== visit.origin || ticketIn(request.url!) !== undefined) throw notOpen;
    const service = await this.#service(visit, request);
    await this.#counted(visit, () => tunnel({ request, socket, head }, service));
  }

  /** @throws Problem 404, the same for every request that is not for an attempt's own host */
  #visit(request: IncomingMessage): Visit {
    const [host = '', ...others] = hostsOf(request);
    const address = `${new URL(this.#needs.publicUrl).protocol}//${host}`;
    const attemptId = attemptOfHost(host, this.#needs.previewHost);
    if (!attemptId || others.length > 0 || !request.url?.startsWith('/') || !URL.canParse(address))
      throw notOpen;
    return { attemptId, origin: new URL(address).origin };
  }

  /** Swaps a ticket for a cookie. Who comes again with a used one, and has the cookie, is let in as well. */
  async #letIn(visit: Visit, ticket: string, request: IncomingMessage, response: ServerResponse) {
    const { sql, clock } = this.#needs;
    if (request.method !== 'GET') throw notOpen;
    const now = clock();
    const secret = makeSecret();
    const pass = { hash: hashSecret(secret), expiresAt: passExpiry(now) };
    const swapped = await swapTicket(
      sql,
      { hash: hashSecret(ticket), attemptId: visit.attemptId },
      pass,
      now,
    );
    if (!swapped) await this.#service(visit, request);
    const cookie = swapped ? ['Set-Cookie', this.#cookie(secret)] : [];
    const fields = [...previewPolicy.flat(), ...cookie, 'Location', '/', 'Cache-Control', 'no-store'];
    response.writeHead(303, fields).end();
  }

  #cookie(secret: string): string {
    const secure = this.#needs.publicUrl.startsWith('https:');
    const name = passCookies[secure ? 0 : 1];
    return `${name}=${secret}; Path=/; Max-Age=${passSeconds}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  }

  /** @throws Problem 404 unless the request carries a pass to this attempt, which runs */
  async #service({ attemptId, origin }: Visit, request: IncomingMessage): Promise<Service> {
    const { sql, clock, challenges } = this.#needs;
    const passes = passesIn(fieldsOf(request.rawHeaders)).slice(0, maxPasses);
    const found = passes.length > 0 && (await findPreview(sql, attemptId, passes.map(hashSecret), clock()));
    if (!found) throw notOpen;
    const { port } = getChallenge(challenges, found.slug);
    const origins = { preview: origin, service: `http://127.0.0.1:${port}` };
    return { attemptId, port, origins, streams: this.#streams };
  }

  /** Who looks at a preview looks at the workspace. @throws Problem 409 no-workspace while it is opened again */
  async #connect(attemptId: string): Promise<Duplex> {
    const { workspaces } = this.#needs;
    if (this.#waking.has(attemptId)) {
      const { service } = await wake(this.#needs, attemptId);
      if (service === 'starting') throw noWorkspace();
      this.#waking.delete(attemptId);
    }
    try {
      return await workspaces.connect(attemptId);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'no-workspace') throw error;
      this.#waking.add(attemptId);
      await wake(this.#needs, attemptId);
      throw error;
    }
  }

  async #counted({ attemptId }: Visit, work: () => Promise<void>): Promise<void> {
    const open = this.#open.get(attemptId) ?? 0;
    if (open >= maxOpen) throw crowded;
    this.#open.set(attemptId, open + 1);
    try {
      await work();
    } finally {
      const left = this.#open.get(attemptId)! - 1;
      if (left > 0) this.#open.set(attemptId, left);
      else this.#open.delete(attemptId);
    }
  }

  #problemOf(error: Error): Problem {
    if (error instanceof Problem) return error;
    this.#needs.log.error(error);
    return new Problem(500, 'internal', 'Try again in a moment.');
  }
}

/** Every Host field: one that is told apart by the first and sent on by the last would be in two places. */
function hostsOf(request: IncomingMessage): string[] {
  return request.headersDistinct['host'] ?? [];
}

/** The host in a request's target, where it names one as a proxy's client would. */
function authorityOf(target = ''): string {
  return URL.canParse(target) ? new URL(target).host : '';
}
