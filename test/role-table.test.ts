// The table of api/http/roles.ts, held against the platform: who is let in where, and what those are told whom candidates'
// names and work are kept from. Each test of a hole plants one.
import cookie from '@fastify/cookie';
import fastify, { type FastifyInstance } from 'fastify';
import Type from 'typebox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { holdsAttempt } from '../api/attempt/store.ts';
import { contract, type Api } from '../api/contract.ts';
import type { Contract, Route } from '../api/http/contract.ts';
import { handleErrors } from '../api/http/errors.ts';
import { makeGuard } from '../api/http/guard.ts';
import { may, roles, type Role } from '../api/http/roles.ts';
import { hashSecret, makeSecret } from '../api/http/secret.ts';
import { serve, type Guard } from '../api/http/serve.ts';
import { sessionExpiry } from '../api/person/person.ts';
import { findPersonBySession, insertOrganisation, insertPerson, insertSession } from '../api/person/store.ts';
import {
  Client,
  eventually,
  invite,
  publicUrl,
  readInvite,
  startPlatform,
  submit,
  type Candidate,
  type TestPlatform,
} from './support/app.ts';
import { gradedReport } from './support/report.ts';
import { holes, leaks, leastOf, strays, type Ask, type Caller } from './support/role-table.ts';

const marks = { names: ['Zerubbabel Quint'], work: ['mark_of_the_work', 'mark_of_a_wish'] };
const [name] = marks.names as [string];
const [work, wish] = marks.work as [string, string];
/** The file that the work is in. */
const markedFile = 'mark.js';

let platform: TestPlatform;
/** Persons by role: of the organisation whose candidate it is, and of another one. */
let here: Record<Role, string>;
let elsewhere: Record<Role, string>;
let theirs: Candidate;
/** What stands for `:name` in a path. */
let real: Record<string, string>;

beforeAll(async () => {
  platform = await startPlatform({ grade: async () => ({ report: gradedReport(), evidence: null }) });
  here = await makePeople('Brightside');
  elsewhere = await makePeople('Elsewhere');
  real = await playStory();
  theirs = await readInvite(platform, await invite(await session(elsewhere.manager)));
}, 180_000);
afterAll(() => platform?.close());

async function makePeople(organisation: string): Promise<Record<Role, string>> {
  const { sql } = platform.database;
  const organisationId = await insertOrganisation(sql, organisation);
  const made: [Role, string][] = [];
  for (const role of roles) {
    const email = `${role}@${organisation}.example`;
    made.push([role, await insertPerson(sql, { organisationId, email, name: role, roles: [role] })]);
  }
  return Object.fromEntries(made) as Record<Role, string>;
}

async function organisationOf(personId: string): Promise<string> {
  const [row] = await platform.database.sql<{ organisationId: string }[]>`
    select organisation_id from person where id = ${personId}`;
  return row!.organisationId;
}

/** A new one each time: some routes end every other. */
async function session(personId: string): Promise<Client> {
  const secret = makeSecret();
  const now = platform.now();
  const hash = hashSecret(secret);
  const from = { via: 'link' as const, address: '', agent: '' };
  await insertSession(platform.database.sql, {
    hash,
    personId,
    createdAt: now,
    expiresAt: sessionExpiry(now),
    ...from,
  });
  return Object.assign(new Client(platform.app), { cookies: { session: secret } });
}

/** A candidate whose work is handed in and graded. @returns the ids of all that came of it */
async function playStory(): Promise<Record<string, string>> {
  const manager = await session(here.manager);
  const candidate = await readInvite(platform, await invite(manager, name));
  const params = { attemptId: candidate.attemptId };
  await candidate.call('POST /api/attempts/:attemptId/signature', { params, body: { name } });
  await candidate.call('POST /api/attempts/:attemptId/accommodation', { params, body: { text: wish } });
  await candidate.call('POST /api/attempts/:attemptId/start', { params, body: { runtime: 'node' } });
  const file = { path: markedFile, content: `${work};\n`, baseRev: 0 };
  const view = () => candidate.call('GET /api/attempts/:attemptId', { params });
  await eventually(async () => expect((await view()).body.state).toBe('running'));
  const saved = await candidate.call('PUT /api/attempts/:attemptId/file', { params, body: file });
  expect(saved.status).toBe(200);
  const submissionId = await submit(candidate);
  await eventually(async () =>
    expect(
      (await read(manager, 'GET /api/submissions/:submissionId/scorecard', { submissionId })).status,
    ).toBe(200),
  );
  return { ...(await idsOf(Object.keys(contract))), personId: here.author, ...params, submissionId };
}

const read = (client: Client, key: keyof Api, params: object) => client.call(key, { params } as never);

/** The first row of the table that each `:nameId` of a path is called after. */
async function idsOf(keys: string[]): Promise<Record<string, string>> {
  const { sql } = platform.database;
  const names = new Set(keys.flatMap((key) => [...key.matchAll(/:(\w+)Id\b/g)].map(([, word]) => word!)));
  const found: Record<string, string> = {};
  for (const word of names) {
    const tableName = word.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const [known] = await sql<{ id: string | null }[]>`select to_regclass(${tableName})::text as id`;
    const rows = known?.id
      ? await sql.unsafe(`select id::text as id from "${tableName}" order by 1 limit 1`)
      : [];
    found[`${word}Id`] = (rows[0] as { id: string } | undefined)?.id ?? '1';
  }
  return found;
}

let calls = 0;
/** Each time from another address, since only so much is taken from one. */
async function send(
  app: FastifyInstance,
  key: string,
  client: Client,
  {
    params = {},
    query,
    body,
  }: { params?: Record<string, string>; query?: object; body?: object | undefined },
) {
  const [method, path] = key.split(' ') as ['GET', string];
  calls += 1;
  const { statusCode, rawPayload, headers } = await app.inject({
    method,
    url: path.replace(/:(\w+)/g, (_, word: string) => params[word] ?? crypto.randomUUID()),
    headers: { origin: publicUrl },
    cookies: client.cookies,
    remoteAddress: `10.0.${calls >> 8}.${calls & 255}`,
    ...(query && { query: query as Record<string, string> }),
    ...(body && { payload: body }),
  });
  const text = rawPayload.toString();
  const problem = headers['content-type']?.toString().includes('problem+json') ?? false;
  const code = problem ? (JSON.parse(text) as { code: string }).code : undefined;
  return { status: statusCode, code, text };
}

/** The cookie of one candidate, for the attempt of another one. */
function withAttempt(attemptId: string, { cookies }: Client): Client {
  const [secret] = Object.values(cookies) as [string];
  return Object.assign(new Client(platform.app), { cookies: { [`attempt_${attemptId}`]: secret } });
}

/** Knocks: with nothing that could be found, and nothing said. */
const knock =
  (app: FastifyInstance): Ask =>
  async (key, _route, caller) => {
    // What a candidate does may end the attempt, so each act is done to a new one.
    const fresh = caller === 'the candidate' && key.includes(':attemptId') && !key.startsWith('GET');
    const own = fresh ? await readInvite(platform, await invite(await session(elsewhere.manager))) : theirs;
    const { attemptId } = own;
    if (caller === 'nobody') return send(app, key, new Client(app), { params: { attemptId } });
    if (caller === 'the candidate') return send(app, key, own, { params: { attemptId } });
    if (caller === 'another candidate')
      return send(app, key, withAttempt(real['attemptId']!, theirs), {
        params: { attemptId: real['attemptId']! },
      });
    return send(app, key, await session(here[caller]), { params: { attemptId } });
  };

/** Asks for all there is, as well as can be without knowing the route. */
async function askFor(app: FastifyInstance, key: string, route: Route, client: Client) {
  const { properties = {} } = (route.query ?? {}) as { properties?: object };
  const query = { ...leastOf(route.query), ...('path' in properties && { path: markedFile }) };
  return send(app, key, client, { params: real, query, body: leastOf(route.body) });
}

const askAll =
  (app: FastifyInstance, people: Record<Role, string>): Ask =>
  async (key, route, caller: Caller) => {
    if (caller === 'nobody') return askFor(app, key, route, new Client(app));
    if (caller === 'another candidate' || caller === 'the candidate')
      return askFor(app, key, route, withAttempt(real['attemptId']!, theirs));
    return askFor(app, key, route, await session(people[caller]));
  };

/** Every row of the platform but what changes by itself. */
async function allRows(): Promise<Set<string>> {
  const { sql } = platform.database;
  const tables = await sql<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public'
      and tablename not in ('process', 'session', 'guess', 'workspace')`;
  const rows: string[] = [];
  for (const { name: table } of tables) {
    const found = (await sql.unsafe(`select t::text as text from "${table}" t`)) as { text: string }[];
    rows.push(...found.map(({ text }) => `${table} ${text}`));
  }
  return new Set(rows);
}

describe('the platform', () => {
  test('lets everybody in where the table says, and nowhere else', async () => {
    expect(await holes(contract, knock(platform.app))).toEqual([]);
  }, 120_000);

  test('has no route but those of the contract', async () => {
    const { body } = await platform.app.inject('/openapi.json');
    const { paths } = JSON.parse(body) as { paths: Record<string, object> };
    const served = Object.entries(paths).flatMap(([url, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${url.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    const ofApi = served.filter((key) => key.includes(' /api/'));
    expect(ofApi.toSorted()).toEqual(Object.keys(contract).toSorted());
  });

  test('tells an author and a blind reviewer no name and no work', async () => {
    expect(await leaks(contract, askAll(platform.app, here), marks)).toEqual([]);
    // So that the silence above means something: those who may read are told all of it.
    const manager = await session(here.manager);
    const { submissionId } = real as { submissionId: string };
    expect((await read(manager, 'GET /api/invites', {})).text).toContain(name);
    expect((await read(manager, 'GET /api/invites', {})).text).toContain(wish);
    const changes = await read(manager, 'GET /api/submissions/:submissionId/changes', { submissionId });
    expect(changes.text).toContain(work);
  }, 120_000);

  test('gives another organisation nothing to read and nothing to change', async () => {
    const before = await allRows();
    expect(await strays(contract, askAll(platform.app, elsewhere), marks)).toEqual([]);
    const after = await allRows();
    // Those who asked may change what is theirs.
    const own = [await organisationOf(elsewhere.admin), ...Object.values(elsewhere)];
    const foreign = (row: string) => !own.some((id) => row.includes(id));
    expect([...before].filter((row) => foreign(row) && !after.has(row))).toEqual([]);
  }, 120_000);
});

describe('a planted hole is found', () => {
  const guard = makeGuard({
    findPerson: (hash) => findPersonBySession(platform.database.sql, hash, platform.now()),
    holdsAttempt: (id, hash) => holdsAttempt(platform.database.sql, id, hash),
  });
  const said = Type.Object({ text: Type.String() });

  async function plant(planted: Contract, text: string, leaky: Guard = guard): Promise<FastifyInstance> {
    const app = fastify();
    handleErrors(app);
    await app.register(cookie);
    const handlers = Object.fromEntries(Object.keys(planted).map((key) => [key, async () => ({ text })]));
    serve(app, leaky, planted, handlers as never);
    return app;
  }

  test('where a guard lets a wrong role through', async () => {
    const planted = { 'GET /api/planted': { who: may.readInvites, response: said } } as const;
    const leaky: Guard = (who, request) => guard(who === may.readInvites ? may.readChallenges : who, request);
    expect(await holes(planted, knock(await plant(planted, 'x')))).toEqual([]);
    expect(await holes(planted, knock(await plant(planted, 'x', leaky)))).toEqual([
      'GET /api/planted as author: let in with 200',
    ]);
  });

  test('where a guard lets everybody through, or shuts out who may come', async () => {
    const planted = { 'POST /api/planted': { who: may.managePeople, response: said } } as const;
    const open = await holes(planted, knock(await plant(planted, 'x', async () => ({}))));
    expect(open).toHaveLength(7);
    expect(open).toContain('POST /api/planted as nobody: let in with 200');
    const shut = await holes(
      planted,
      knock(await plant(planted, 'x', (_who, request) => guard([], request))),
    );
    expect(shut).toEqual(['POST /api/planted as admin: refused with wrong-role']);
  });

  test("where an attempt is another candidate's", async () => {
    const planted = { 'GET /api/attempts/:attemptId/planted': { who: 'candidate', response: said } } as const;
    const leaky = makeGuard({ findPerson: async () => undefined, holdsAttempt: async () => true });
    expect(await holes(planted, knock(await plant(planted, 'x', leaky)))).toEqual([
      'GET /api/attempts/:attemptId/planted as another candidate: let in with 200',
    ]);
  });

  test('where roles are named beside the table', async () => {
    const planted = { 'GET /api/planted': { who: [...may.readInvites], response: said } } as const;
    expect(await holes(planted, knock(await plant(planted, 'x')))).toEqual([
      'GET /api/planted is not of the table',
    ]);
  });

  test.each([name, work])('where a route tells %s', async (mark) => {
    const planted = {
      'GET /api/planted': { who: may.readChallenges, response: said },
      'GET /api/reviews/:reviewId': { who: may.useOwnAccount, response: said },
    } as const;
    const app = await plant(planted, `${mark} and more`);
    expect(await leaks(planted, askAll(app, here), marks)).toEqual([
      `GET /api/planted tells author ${mark}`,
      `GET /api/reviews/:reviewId tells author ${mark}`,
      ...(mark === name ? [`GET /api/reviews/:reviewId tells blind-reviewer ${mark}`] : []),
    ]);
  });

  test('where a route does not ask whose organisation it is', async () => {
    const planted = {
      'GET /api/submissions/:submissionId/planted': { who: may.readScorecards, response: said },
      'GET /api/planted': { who: may.invite, response: said },
    } as const;
    const [number, told] = [await plant(planted, 'a score of 70'), await plant(planted, name)];
    expect(await strays(planted, askAll(number, elsewhere), marks)).toEqual(
      ['admin', 'reviewer', 'manager'].map(
        (role) => `GET /api/submissions/:submissionId/planted as ${role}: 200`,
      ),
    );
    expect(await strays(planted, askAll(told, elsewhere), marks)).toContain(
      'GET /api/planted as manager: 200',
    );
  });
});
