import { resolve } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { expect, vi } from 'vitest';
import { freePort } from '../../api/db/port.ts';
import { build } from '../../api/app.ts';
import { creditSilence } from '../../api/attempt/store.ts';
import type { Challenges } from '../../api/challenge/routes.ts';
import { systemClock } from '../../api/clock.ts';
import type { Api } from '../../api/contract.ts';
import { Presence } from '../../api/db/presence.ts';
import { openQueue } from '../../api/db/queue.ts';
import type { Input, Output, RouteKey } from '../../api/http/contract.ts';
import type { ProblemBody } from '../../api/http/problem.ts';
import type { Mail } from '../../api/mail/mail.ts';
import { makeSeal } from '../../api/http/seal.ts';
import { makeSecret } from '../../api/http/secret.ts';
import { insertOrganisation, insertPerson } from '../../api/person/store.ts';
import type { ProviderSettings } from '../../api/person/provider.ts';
import { makeSignInLink } from '../../api/person/routes.ts';
import { startRunner, type RunnerParts } from '../../api/runner.ts';
import { standardTerms, type WebhookTerms } from '../../api/webhook/delivering/deliver.ts';
import { WorkspaceRouter } from '../../api/workspace/router.ts';
import { parcels } from './challenge.ts';
import { testPace } from './database.ts';
import { makeDatabase, type TestDatabase } from './db.ts';
import { quick } from './plan.ts';
import { MemorySandboxes } from './sandboxes.ts';

export const publicUrl = 'http://proofload.test';
export const previewHost = 'preview.proofload.test';

/** The platform as it runs in production, but for its clock, and for sandboxes in memory unless others are given. */
export interface TestPlatform {
  app: FastifyInstance;
  database: TestDatabase;
  sandboxes: MemorySandboxes;
  /** Moves the server's clock forward. */
  advance: (ms: number) => void;
  now: () => Date;
  close: () => Promise<void>;
}

/** Waits until `act` no longer throws, on a machine however busy. @throws its last error after a minute */
export function eventually<T>(act: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(act, { timeout: 60_000, interval: 50 });
}

/** A grading that ends only when the platform closes. */
export const gradeForEver: RunnerParts['grade'] = (_, __, { signal }) =>
  new Promise((_resolve, reject) => {
    signal.throwIfAborted();
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });

interface Options extends Partial<
  Pick<RunnerParts, 'sandboxes' | 'challenges' | 'grade' | 'slots' | 'warm' | 'idle'>
> {
  mail?: Mail;
  publicUrl?: string;
  trustProxy?: string;
  previewHost?: string | undefined;
  provider?: ProviderSettings;
  webhooks?: WebhookTerms;
  webDir?: string;
  /** Name of the process. */
  name?: string;
}

/** @param shared the database of another platform, for a second process on the same data; a new one when absent */
export async function startPlatform(options: Options = {}, shared?: TestDatabase): Promise<TestPlatform> {
  const database = shared ?? (await makeDatabase());
  const { parts, memory, now, advance } = await partsOf(options, database, { api: true, runner: true });
  const runner = await startRunner(parts);
  const own = { name: parts.presence.name, workspaces: runner.workspaces };
  const app = await build({ ...parts, workspaces: new WorkspaceRouter(database.sql, own) });
  await app.ready();
  const close = async () => {
    await app.close();
    await runner.stop();
    if (!shared) await database.drop();
  };
  return { app, database, sandboxes: memory, now, advance, close };
}

/** The platform without sandboxes of its own: runners elsewhere have them. */
export async function startApi(options: Options = {}): Promise<TestPlatform> {
  const database = await makeDatabase();
  const { parts, memory, now, advance } = await partsOf(options, database, { api: true, runner: false });
  const app = await build({ ...parts, workspaces: new WorkspaceRouter(database.sql) });
  await app.ready();
  const close = async () => {
    await app.close();
    await parts.queue.stop();
    await database.drop();
  };
  return { app, database, sandboxes: memory, now, advance, close };
}

export interface TestRunner {
  sandboxes: MemorySandboxes;
  name: string;
  url: string;
  stop: () => Promise<void>;
}

/** A runner alone, that the platform on the same database reaches over HTTP. */
export async function startTestRunner(database: TestDatabase, options: Options = {}): Promise<TestRunner> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { parts, memory } = await partsOf(options, database, { api: false, runner: true, url });
  const runner = await startRunner(parts);
  await runner.app.listen({ host: '127.0.0.1', port });
  return { sandboxes: memory, name: parts.presence.name, url, stop: () => runner.stop() };
}

async function partsOf(
  options: Options,
  { url, sql }: TestDatabase,
  role: { api: boolean; runner: boolean; url?: string },
) {
  const memory = new MemorySandboxes();
  let ahead = 0;
  const now = () => new Date(systemClock().getTime() + ahead);
  const advance = (ms: number) => {
    ahead += ms;
  };
  const secret = makeSecret();
  const me = { name: options.name ?? 'test', url: null, secret, ...role };
  const challenges: Challenges = new Map([[parcels.slug, parcels]]);
  const parts = {
    sql,
    queue: await openQueue(url, () => undefined, testPace),
    presence: new Presence(sql, me, creditSilence),
    sandboxes: memory,
    challenges,
    clock: now,
    grade: gradeForEver,
    plan: quick,
    slots: 100,
    warm: 0,
    idle: { sleepMs: 60_000, goMs: 120_000 },
    secret,
    mail: undefined,
    publicUrl,
    previewHost,
    seal: makeSeal('a secret of the tests, of 32 characters'),
    provider: undefined,
    webhooks: { ...standardTerms, targets: 'public' as const },
    webDir: resolve('web/dist'),
    logLevel: 'silent',
    ...options,
  };
  return { parts, memory, now, advance };
}

export interface Answer<T> {
  status: number;
  body: T;
  /** The same body, for answers that are errors. */
  problem: ProblemBody;
  cookies: { name: string; value: string; httpOnly?: boolean; sameSite?: string; path?: string }[];
  text: string;
}

/** A browser, as far as cookies go. */
export class Client {
  cookies: Record<string, string> = {};
  #app: FastifyInstance;

  constructor(app: FastifyInstance) {
    this.#app = app;
  }

  /** Goes on with another process of the platform. */
  moveTo(app: FastifyInstance): void {
    this.#app = app;
  }

  async call<Key extends keyof Api & RouteKey>(
    key: Key,
    input: Input<Api, Key>,
    headers: Record<string, string> = { origin: publicUrl },
  ): Promise<Answer<Output<Api, Key>>> {
    const { params = {}, query, body } = input as Record<string, Record<string, string>>;
    const [method, path] = key.split(' ') as ['GET', string];
    const url = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name]!));
    const response = await this.#app.inject({
      method,
      url,
      headers,
      cookies: this.cookies,
      ...(query && { query }),
      ...(body && { payload: body }),
    });
    for (const { name, value } of response.cookies) this.cookies[name] = value;
    const json = response.headers['content-type']?.toString().includes('json') ?? false;
    const parsed = (json ? response.json() : undefined) as never;
    const { cookies, statusCode: status, body: text } = response;
    return { status, body: parsed, problem: parsed, cookies, text };
  }
}

/** Somebody signed in through a real link, by default as the manager of an organisation of their own. */
export async function signIn({ app, database, now }: TestPlatform, roles = ['manager']): Promise<Client> {
  const organisationId = await insertOrganisation(database.sql, 'Brightside');
  const email = `${crypto.randomUUID()}@example.com`;
  const personId = await insertPerson(database.sql, { organisationId, email, name: 'Mia', roles });
  const link = await makeSignInLink(database.sql, personId, publicUrl, now());
  const client = new Client(app);
  const { status } = await client.call('POST /api/session', { body: { token: link.split('/').pop()! } });
  expect(status).toBe(200);
  return client;
}

/** @returns the token of a new invite's link */
export async function invite(
  manager: Client,
  candidateName = 'Ada',
  choices: Partial<Input<Api, 'POST /api/invites'>['body']> = {},
): Promise<string> {
  const { body } = await manager.call('POST /api/invites', {
    body: { challenge: 'parcels', candidateName, ...choices },
  });
  return body.link!.split('/').pop()!;
}

export interface Candidate extends Client {
  attemptId: string;
}

/** Somebody who opened an invite, by default one of a new manager, and agreed to its rules. */
export async function openInvite(platform: TestPlatform, token?: string): Promise<Candidate> {
  const candidate = await readInvite(platform, token);
  const params = { attemptId: candidate.attemptId };
  await candidate.call('POST /api/attempts/:attemptId/signature', { params, body: { name: 'Ada' } });
  return candidate;
}

/** Somebody who opened an invite and reads it. */
export async function readInvite(platform: TestPlatform, token?: string): Promise<Candidate> {
  const client = new Client(platform.app);
  const answer = await client.call('POST /api/invites/open', {
    body: { token: token ?? (await invite(await signIn(platform))) },
  });
  expect(answer.status).toBe(200);
  return Object.assign(client, { attemptId: answer.body.attemptId });
}

/** A candidate whose workspace is ready and whose clock runs. */
export async function startAttempt(platform: TestPlatform, token?: string): Promise<Candidate> {
  const candidate = await openInvite(platform, token);
  const params = { attemptId: candidate.attemptId };
  await candidate.call('POST /api/attempts/:attemptId/start', { params, body: { runtime: 'node' } });
  await eventually(async () => {
    const { body } = await candidate.call('GET /api/attempts/:attemptId', { params });
    expect(body.state).toBe('running');
  });
  return candidate;
}

/** @returns the hash of the saved files */
export async function treeHashOf(candidate: Candidate): Promise<string> {
  const { attemptId } = candidate;
  return (await candidate.call('GET /api/attempts/:attemptId/files', { params: { attemptId } })).body
    .treeHash;
}

/** Hands the saved files in. @returns the submission's id */
export async function submit(candidate: Candidate): Promise<string> {
  const { attemptId } = candidate;
  const { body } = await candidate.call('POST /api/attempts/:attemptId/submission', {
    params: { attemptId },
    body: { treeHash: await treeHashOf(candidate) },
  });
  return body.submissionId;
}
