import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook as Receiver } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Sql } from '../api/db/connect.ts';
import { announce } from '../api/db/outbox.ts';
import type { Grade } from '../api/grading/worker.ts';
import { makeSeal } from '../api/http/seal.ts';
import { insertOrganisation } from '../api/person/store.ts';
import type { WebhookTerms } from '../api/webhook/delivering/deliver.ts';
import { insertTest, insertWebhook } from '../api/webhook/store.ts';
import { makeWebhookSecret } from '../api/webhook/webhook.ts';
import {
  type Client,
  eventually,
  invite,
  openInvite,
  signIn,
  startAttempt,
  startPlatform,
  submit,
  type TestPlatform,
} from './support/app.ts';
import { makeDatabase } from './support/db.ts';
import { findMarkers } from './support/dump.ts';
import { gradedReport } from './support/report.ts';

const terms: WebhookTerms = {
  targets: 'loopback',
  delaysMs: Array<number>(6).fill(50),
  timeoutMs: 2000,
  roundMs: 40,
};
const grade: Grade = async (_, { seed }) => ({ report: gradedReport({ seed }), evidence: null });

let platform: TestPlatform;
let admin: Client;
const receivers: Server[] = [];
const readable = [makeWebhookSecret(), makeWebhookSecret()] as const;
let before: Awaited<ReturnType<typeof plantReadable>>;
beforeAll(async () => {
  const database = await makeDatabase();
  before = await plantReadable(database.sql);
  platform = await startPlatform({ webhooks: terms, grade }, database);
});
afterEach(() => {
  for (const one of receivers.splice(0)) one.close().closeAllConnections();
});
afterAll(async () => {
  await platform.close();
  await platform.database.drop();
});

/** A webhook as it was stored before secrets were sealed, with one changed for another lately. */
async function plantReadable(sql: Sql) {
  const organisationId = await insertOrganisation(sql, 'Before');
  const settings = { url: 'http://127.0.0.1:9/', events: [], withScores: false };
  const [sealedSecret, old] = readable;
  const id = await insertWebhook(sql, { ...settings, organisationId, sealedSecret, createdAt: new Date() });
  await sql`
    update webhook set old_sealed_secret = ${old}, old_secret_until = now() + interval '1 hour' where id = ${id}`;
  return { organisationId, id };
}

interface Got {
  headers: Record<string, string>;
  body: string;
  told: { type: string; data: Record<string, unknown> };
}
/** Each event once: on a machine that is busy a receiver may be too slow for the first try. */
const once = (got: Got[]) => [...new Map(got.map((one) => [one.headers['webhook-id'], one])).values()];
type Answer = (response: ServerResponse, nth: number) => unknown;

/** A real receiver. @param answer how it takes what comes */
async function receive(answer: Answer = (response) => response.end('thanks')) {
  const got: Got[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      got.push({ headers, body, told: JSON.parse(body) as Got['told'] });
      answer(response, got.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  receivers.push(server);
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

const events = [
  'invite.opened',
  'attempt.started',
  'submission.received',
  'grading.finished',
  'attempt.withdrawn',
] as const;
async function subscribe(
  url: string,
  choices: { events?: (typeof events)[number][]; withScores?: boolean } = {},
) {
  const body = { url, events: [...events], withScores: false, ...choices };
  const answer = await admin.call('POST /api/webhooks', { body });
  expect(answer.status, answer.text).toBe(201);
  const { id } = answer.body.webhook;
  return { id, secret: answer.body.secret, params: { webhookId: id } };
}
const newAdmin = async () => {
  admin = await signIn(platform, ['admin']);
};
const deliveries = async (params: { webhookId: string }) =>
  (await admin.call('GET /api/webhooks/:webhookId/deliveries', { params, query: {} })).body.deliveries;
const webhook = async ({ webhookId }: { webhookId: string }) =>
  (await admin.call('GET /api/webhooks', {})).body.webhooks.find(({ id }) => id === webhookId)!;
const sendTest = (params: { webhookId: string }) =>
  admin.call('POST /api/webhooks/:webhookId/test', { params });

describe('what is told', () => {
  test('is each step of a candidate, signed, thin, and marks only to those who chose them', async () => {
    await newAdmin();
    const [thin, full] = [await receive(), await receive()];
    const { secret } = await subscribe(thin.url);
    await subscribe(full.url, { events: ['grading.finished'], withScores: true });
    const candidate = await startAttempt(platform, await invite(admin, 'Ada Lovelace'));
    const submissionId = await submit(candidate);
    await eventually(() => expect(once(thin.got)).toHaveLength(4));
    const { attemptId } = candidate;
    expect(
      once(thin.got).map(({ told }) => [told.type, told.data['state'], told.data['submissionId']]),
    ).toEqual(
      expect.arrayContaining([
        ['invite.opened', 'opened', null],
        ['attempt.started', 'started', null],
        ['submission.received', 'submitted', submissionId],
        ['grading.finished', 'graded', submissionId],
      ]),
    );
    for (const { headers, body, told } of thin.got) {
      expect(new Receiver(secret).verify(body, headers)).toEqual(told);
      expect(told.data['attemptId']).toBe(attemptId);
      expect(body).not.toMatch(/Ada|Lovelace|band|dimensions/);
    }
    await eventually(() => expect(once(full.got)).toHaveLength(1));
    expect(full.got[0]!.told.data).toMatchObject({ outcome: 'graded', band: 'solid' });
  });

  test('is that somebody withdrew, but nothing of practice and nothing twice', async () => {
    await newAdmin();
    const { got, url } = await receive();
    await subscribe(url);
    const token = await invite(admin);
    const candidate = await openInvite(platform, token);
    await openInvite(platform, token);
    const params = { attemptId: candidate.attemptId };
    await candidate.call('POST /api/attempts/:attemptId/withdrawal', { params });
    await candidate.call('POST /api/attempts/:attemptId/withdrawal', { params });
    await eventually(() => expect(once(got)).toHaveLength(2));
    expect(once(got).map(({ told }) => told.type)).toEqual(
      expect.arrayContaining(['invite.opened', 'attempt.withdrawn']),
    );
    const { sql } = platform.database;
    expect(await sql`select 1 from webhook_event where attempt_id = ${params.attemptId}`).toHaveLength(2);
  });

  test('is nothing of an act that was undone, nor where nobody asks', async () => {
    await newAdmin();
    const { sql } = platform.database;
    const { attemptId } = await openInvite(platform, await invite(admin));
    expect(await sql`select 1 from webhook_event where attempt_id = ${attemptId}`).toEqual([]);
    const { url, got } = await receive();
    await subscribe(url);
    const about = { attemptId };
    const undone = sql.begin(async (tx) => {
      await announce(tx, { type: 'attempt.started', at: platform.now(), about });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await sql.begin((tx) => announce(tx, { type: 'attempt.withdrawn', at: platform.now(), about }));
    await eventually(() => expect(once(got)).toHaveLength(1));
    expect(got[0]!.told.type).toBe('attempt.withdrawn');
  });

  test('goes when the candidate’s data goes', async () => {
    await newAdmin();
    const { url, got } = await receive();
    await subscribe(url);
    const { attemptId } = await openInvite(platform, await invite(admin));
    await eventually(() => expect(once(got)).toHaveLength(1));
    const { sql } = platform.database;
    await sql`delete from workspace where attempt_id = ${attemptId}`;
    await sql`delete from attempt where id = ${attemptId}`;
    expect(await sql`select 1 from webhook_event where attempt_id = ${attemptId}`).toEqual([]);
  });
});

describe('a receiver that fails', () => {
  test('is tried again with the same webhook-id, on 500 and on silence, and every try is in the log', async () => {
    await newAdmin();
    const { got, url } = await receive((response, nth) => {
      if (nth === 1) response.writeHead(500).end('out of order');
      else if (nth > 2) response.end('at last');
    });
    const { params, secret } = await subscribe(url);
    await sendTest(params);
    await eventually(async () => expect((await deliveries(params))[0]?.state).toBe('delivered'));
    expect(got).toHaveLength(3);
    expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    for (const { headers, body } of got) new Receiver(secret).verify(body, headers);
    const { attempts, webhookId, type } = (await deliveries(params))[0]!;
    expect([webhookId, type]).toEqual([got[0]!.headers['webhook-id'], 'webhook.test']);
    expect(attempts.map(({ status, answer, problem }) => [status, answer, problem])).toEqual([
      [200, 'at last', null],
      [null, '', 'No answer within 2 s'],
      [500, 'out of order', null],
    ]);
    expect((await webhook(params)).state).toBe('works');
  });

  test('holds up nobody else', async () => {
    await newAdmin();
    const hanging = await receive(() => undefined);
    const quick = await receive();
    const slow = await subscribe(hanging.url);
    for (let n = 0; n < 30; n += 1) await sendTest(slow.params);
    await eventually(() => expect(hanging.got.length).toBeGreaterThan(0));
    const { params } = await subscribe(quick.url);
    await sendTest(params);
    await eventually(() => expect(quick.got).toHaveLength(1));
    // Most of what the slow one is to get still waits.
    expect(hanging.got.length).toBeLessThan(30);
    await admin.call('DELETE /api/webhooks/:webhookId', { params: slow.params });
  });

  test('is given up at last, and told again when somebody asks', async () => {
    await newAdmin();
    let well = false;
    const { got, url } = await receive((response) => response.writeHead(well ? 200 : 404).end());
    const { params } = await subscribe(url);
    await sendTest(params);
    await eventually(async () => expect((await deliveries(params))[0]?.state).toBe('failed'));
    expect(got).toHaveLength(7);
    expect((await webhook(params)).state).toBe('failing');
    well = true;
    const deliveryId = (await deliveries(params))[0]!.id;
    const again = await admin.call('POST /api/deliveries/:deliveryId/again', { params: { deliveryId } });
    expect(again.status).toBe(202);
    await eventually(async () => expect((await deliveries(params))[0]?.state).toBe('delivered'));
    expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect((await deliveries(params))[0]!.attempts).toHaveLength(8);
    expect((await webhook(params)).state).toBe('works');
  });

  test('for days is switched off, and the page says so; nothing more is sent until a person wants it', async () => {
    await newAdmin();
    const { got, url } = await receive((response) => response.writeHead(500).end());
    const { params, id } = await subscribe(url);
    const { sql } = platform.database;
    await sql`update webhook set failing_since = ${platform.now()}::timestamptz - interval '5 days' where id = ${id}`;
    await sendTest(params);
    await eventually(async () =>
      expect(await webhook(params)).toMatchObject({ state: 'off', offBecause: 'failing' }),
    );
    await eventually(async () => expect((await deliveries(params))[0]?.state).toBe('failed'));
    expect(got).toHaveLength(1);
    expect((await sendTest(params)).problem.code).toBe('webhook-off');
    const deliveryId = (await deliveries(params))[0]!.id;
    const again = await admin.call('POST /api/deliveries/:deliveryId/again', { params: { deliveryId } });
    expect(again.problem.code).toBe('webhook-off');
    const [entry] =
      await sql`select action, person_id from audit where subject = ${id} order by id desc limit 1`;
    expect(entry).toEqual({ action: 'webhook.switched-off', personId: null });
    const body = { url, events: [...events], withScores: false, on: true };
    const on = await admin.call('PUT /api/webhooks/:webhookId', { params, body });
    expect(on.body).toMatchObject({ state: 'works', offBecause: null, failingSince: null });
  });

  test('with 410 Gone is switched off at once', async () => {
    await newAdmin();
    const { got, url } = await receive((response) => response.writeHead(410).end());
    const { params } = await subscribe(url);
    await sendTest(params);
    await eventually(async () =>
      expect(await webhook(params)).toMatchObject({ state: 'off', offBecause: 'gone' }),
    );
    expect(got).toHaveLength(1);
  });
});

test('after a change of the secret both sign for a day, then the new one alone', async () => {
  await newAdmin();
  const { got, url } = await receive();
  const { params, secret: old } = await subscribe(url);
  const { body } = await admin.call('POST /api/webhooks/:webhookId/secret', { params });
  expect(body.secret).not.toBe(old);
  expect(body.webhook.oldSecretUntil).not.toBeNull();
  await sendTest(params);
  await eventually(() => expect(got).toHaveLength(1));
  for (const secret of [old, body.secret]) new Receiver(secret).verify(got[0]!.body, got[0]!.headers);
  platform.advance(25 * 3_600_000);
  await sendTest(params);
  await eventually(() => expect(got).toHaveLength(2));
  platform.advance(-25 * 3_600_000);
  expect(got[1]!.headers['webhook-signature']!.split(' ')).toHaveLength(1);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 25 * 3_600_000 });
  new Receiver(body.secret).verify(got[1]!.body, got[1]!.headers);
  expect(() => new Receiver(old).verify(got[1]!.body, got[1]!.headers)).toThrow('No matching signature');
  vi.useRealTimers();
});

describe('secrets in the database', () => {
  const find = (secret: string) =>
    findMarkers(platform.database.sql, [secret, secret.slice('whsec_'.length)]);

  test('cannot be read, neither the new one nor the one before', async () => {
    await newAdmin();
    const { params, secret } = await subscribe('http://127.0.0.1:9/');
    const { body } = await admin.call('POST /api/webhooks/:webhookId/secret', { params });
    for (const one of [secret, body.secret]) expect(await find(one)).toEqual([]);
  });

  test('that were readable are sealed by the start, and both go on signing', async () => {
    for (const one of readable) expect(await find(one)).toEqual([]);
    const { got, url } = await receive();
    const { sql } = platform.database;
    await sql`update webhook set url = ${url} where id = ${before.id}`;
    await insertTest(sql, before.organisationId, before.id, platform.now());
    await eventually(() => expect(got).not.toEqual([]));
    for (const one of readable) new Receiver(one).verify(got[0]!.body, got[0]!.headers);
  });

  test('of another SECRET are told of in the log, and a new secret mends it', async () => {
    await newAdmin();
    const { got, url } = await receive();
    const { params, id } = await subscribe(url);
    const other = await makeSeal('another secret of the tests, of 32').close(readable[0]);
    await platform.database.sql`update webhook set sealed_secret = ${other} where id = ${id}`;
    await sendTest(params);
    const problem = expect.stringContaining('another SECRET') as string;
    await eventually(async () =>
      expect((await deliveries(params))[0]?.attempts[0]).toMatchObject({ status: null, problem }),
    );
    const { body } = await admin.call('POST /api/webhooks/:webhookId/secret', { params });
    await sendTest(params);
    await eventually(() => expect(got).not.toEqual([]));
    new Receiver(body.secret).verify(got[0]!.body, got[0]!.headers);
    expect(got[0]!.headers['webhook-signature']!.split(' ')).toHaveLength(1);
  });
});

test('what was announced before the platform died is delivered by the next one', async () => {
  const { got, url } = await receive();
  const first = await startPlatform({ name: 'first', webhooks: { ...terms, roundMs: 3_600_000 } });
  admin = await signIn(first, ['admin']);
  await subscribe(url);
  await openInvite(first, await invite(admin));
  await first.app.close();
  expect(got).toEqual([]);
  const { sql } = first.database;
  await sql`
    insert into webhook_event (organisation_id, type, at, spread_at)
    select organisation_id, 'webhook.test', now() - interval '31 days', now() from webhook`;
  const second = await startPlatform({ name: 'second', webhooks: terms }, first.database);
  await eventually(() => expect(got).toHaveLength(1));
  expect(got[0]!.told.type).toBe('invite.opened');
  // And what the log keeps no longer goes.
  await eventually(async () => expect(await sql`select 1 from webhook_event`).toHaveLength(1));
  await second.close();
  await first.close().catch(() => undefined);
});

describe('the settings', () => {
  test('are for admins, of their own organisation', async () => {
    await newAdmin();
    const { url } = await receive();
    const { params } = await subscribe(url);
    await sendTest(params);
    await eventually(async () => expect(await deliveries(params)).toHaveLength(1));
    const deliveryId = (await deliveries(params))[0]!.id;
    const other = await signIn(platform, ['admin']);
    const body = { url, events: [...events], withScores: false, on: true };
    const all = { ...params, deliveryId };
    for (const key of [
      'PUT /api/webhooks/:webhookId',
      'DELETE /api/webhooks/:webhookId',
      'POST /api/webhooks/:webhookId/secret',
      'POST /api/webhooks/:webhookId/test',
      'GET /api/webhooks/:webhookId/deliveries',
      'POST /api/deliveries/:deliveryId/again',
    ] as const)
      expect((await other.call(key, { params: all, body } as never)).status, key).toBe(404);
    expect((await other.call('GET /api/webhooks', {})).body.webhooks).toEqual([]);
    expect((await (await signIn(platform)).call('GET /api/webhooks', {})).status).toBe(403);
  });

  test('lead nowhere inside the network', async () => {
    await newAdmin();
    for (const url of ['http://example.com/', 'https://169.254.169.254/', 'https://10.0.0.1/']) {
      const body = { url, events: [...events], withScores: false };
      const { problem } = await admin.call('POST /api/webhooks', { body });
      expect(problem, url).toMatchObject({ status: 400, code: 'bad-address' });
    }
  });

  test('tell the secret once, and the log comes in pages', async () => {
    await newAdmin();
    const { url } = await receive();
    const { params, secret, id } = await subscribe(url);
    const list = await admin.call('GET /api/webhooks', {});
    expect(list.text).not.toContain(secret);
    const { sql } = platform.database;
    await sql`
      with event as (
        insert into webhook_event (organisation_id, type, at, spread_at)
        select organisation_id, 'webhook.test', now(), now() from webhook, generate_series(1, 30) where id = ${id}
        returning id)
      insert into webhook_delivery (event_id, webhook_id, delivered_at) select id, ${id}, now() from event`;
    const page = (query: { before?: string }) =>
      admin.call('GET /api/webhooks/:webhookId/deliveries', { params, query });
    const first = (await page({})).body;
    const second = (await page({ before: first.next! })).body;
    expect([first.deliveries.length, second.deliveries.length, second.next]).toEqual([25, 5, null]);
    const ids = [...first.deliveries, ...second.deliveries].map((one) => Number(one.id));
    expect(ids).toEqual(ids.toSorted((a, b) => b - a));
    expect(new Set(ids).size).toBe(30);
  });
});
