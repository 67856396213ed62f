// The audit log, how long things are kept, and legal holds.
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit } from '../api/db/audit.ts';
import { openQueue } from '../api/db/queue.ts';
import { retain } from '../api/record/retention.ts';
import {
  Client,
  eventually,
  invite,
  openInvite,
  publicUrl,
  signIn,
  startAttempt,
  startPlatform,
  submit,
  type Candidate,
  type TestPlatform,
} from './support/app.ts';
import { inviteOf } from './support/life.ts';

const day = 86_400_000;
let platform: TestPlatform;
let admin: Client;
beforeAll(async () => {
  platform = await startPlatform({ trustProxy: '10.0.0.0/8, 127.0.0.1' });
  admin = await signIn(platform, ['admin', 'manager']);
});
afterAll(() => platform.close());

type Query = Parameters<typeof admin.call<'GET /api/record'>>[1]['query'];
const record = async (query: Query = {}, by = admin) => (await by.call('GET /api/record', { query })).body;
const about = async (inviteId: string) => (await record({ candidate: inviteId })).entries.toReversed();
const later = (days: number) => new Date(platform.now().getTime() + days * day);
const keep = (anonymiseAfterDays: number | null, deleteAfterDays: number | null, by = admin) =>
  by.call('PUT /api/retention', { body: { anonymiseAfterDays, deleteAfterDays } });
const anonymise = (inviteId: string, reason: string) =>
  admin.call('POST /api/invites/:inviteId/anonymisation', { params: { inviteId }, body: { reason } });
const isThere = async (inviteId: string) => {
  const rows = await platform.database.sql`select 1 from invite where id = ${inviteId}`;
  return rows.length === 1;
};

describe('the record', () => {
  test('says who did what, what it was before and after, and from where', async () => {
    const candidate = await openInvite(platform, await invite(admin));
    const inviteId = await inviteOf(platform, candidate);
    const ask = (text: string, forwarded: string) =>
      candidate.call(
        'POST /api/attempts/:attemptId/accommodation',
        { params: { attemptId: candidate.attemptId }, body: { text } },
        { origin: publicUrl, 'x-forwarded-for': forwarded },
      );
    await ask('quiet', '203.0.113.7, 10.1.2.3');
    await ask('more time', '198.51.100.9');
    await admin.call('PUT /api/invites/:inviteId/extra-time', {
      params: { inviteId },
      body: { extraTime: 1.5 },
    });
    const lines = await about(inviteId);
    expect(lines.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      'person invite.created',
      'candidate attempt.opened',
      'candidate attempt.signed',
      'candidate accommodation.asked',
      'candidate accommodation.asked',
      'person invite.extra-time',
    ]);
    const [made, , , first, second, time] = lines;
    expect(made).toMatchObject({ person: 'Mia', candidate: { inviteId, name: 'Ada' } });
    expect(first).toMatchObject({
      address: '203.0.113.7',
      changes: [{ name: 'accommodation', before: null, after: 'quiet' }],
    });
    expect(second).toMatchObject({
      address: '198.51.100.9',
      changes: [{ name: 'accommodation', before: 'quiet', after: 'more time' }],
    });
    expect(time?.changes).toEqual([{ name: 'extraTime', before: '1', after: '1.5' }]);
    expect(time?.address).toBe('127.0.0.1');
  });

  test('believes nobody but the named proxies about an address', async () => {
    const { attemptId, cookies } = await openInvite(platform, await invite(admin));
    await platform.app.inject({
      method: 'POST',
      url: `/api/attempts/${attemptId}/accommodation`,
      payload: { text: 'quiet' },
      cookies,
      remoteAddress: '192.0.2.1',
      headers: { 'x-forwarded-for': '203.0.113.7' },
    });
    const rows = await platform.database.sql`
      select address from audit where action = 'accommodation.asked' and subject = ${attemptId}`;
    expect(rows).toEqual([{ address: '192.0.2.1' }]);
  });

  test('of what nobody asked for names no address', async () => {
    const candidate = await startAttempt(platform, await invite(admin));
    platform.advance(3 * 3_600_000);
    const started = (await about(await inviteOf(platform, candidate))).find(
      ({ action }) => action === 'attempt.started',
    );
    expect(started).toMatchObject({ actor: 'platform', address: null });
  });

  test('can only be added to', async () => {
    const { sql } = platform.database;
    const refused = /append-only/;
    await expect(sql.unsafe(`update audit set action = 'nothing'`)).rejects.toThrow(refused);
    await expect(sql.unsafe(`delete from audit`)).rejects.toThrow(refused);
    await expect(sql.unsafe(`truncate audit`)).rejects.toThrow(refused);
  });

  test('is emptied of a candidate only once they are gone, and of nothing else then', async () => {
    const { sql } = platform.database;
    const inviteId = await inviteOf(platform, await openInvite(platform, await invite(admin)));
    const empty = (more = '') =>
      sql.unsafe(
        `update audit set before = null, after = null, facts = '{}', erased_at = now() ${more},
          address = case when actor = 'person' then address end where invite_id = '${inviteId}'`,
      );
    await expect(empty()).rejects.toThrow(/append-only/);
    await sql`update invite set anonymised_at = now() where id = ${inviteId}`;
    await expect(empty(`, action = 'nothing'`)).rejects.toThrow(/append-only/);
    await expect(empty(', at = now()')).rejects.toThrow(/append-only/);
    await empty();
    await expect(empty()).rejects.toThrow(/append-only/);
  });

  test('is read page by page, and by who, what and when', async () => {
    const boss = await signIn(platform, ['admin']);
    const { sql } = platform.database;
    const [person] = await sql<{ id: string; organisationId: string }[]>`
      select id, organisation_id from person order by created_at desc limit 1`;
    const { id: personId, organisationId } = person!;
    const start = platform.now().getTime() - 10 * day;
    // Three at each moment, so that pages end inside of one.
    for (let nth = 0; nth < 120; nth++)
      await audit(sql, {
        at: new Date(start + Math.floor(nth / 3) * 1000),
        organisationId,
        ...(nth % 2 === 0 && { personId }),
        action: nth % 4 === 0 ? 'fourth' : 'other',
        facts: { nth },
      });
    const all: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof record>> = await record(cursor === null ? {} : { cursor }, boss);
      all.push(
        ...page.entries.map(({ action, facts }) =>
          action === 'person.signed-in' ? 'signed in' : (facts[0]?.value ?? ''),
        ),
      );
      cursor = page.next;
    } while (cursor !== null);
    expect(all).toEqual(['signed in', ...Array.from({ length: 120 }, (_, nth) => String(119 - nth))]);
    const from = new Date(start + 4000).toISOString();
    const until = new Date(start + 8000).toISOString();
    expect((await record({ from, until }, boss)).entries).toHaveLength(12);
    const fourths = (await record({ action: 'fourth', from, until }, boss)).entries;
    expect(fourths.map(({ facts }) => facts[0]?.value)).toEqual(['20', '16', '12']);
    expect((await record({ person: personId, until }, boss)).entries).toHaveLength(12);
    const filters = (await boss.call('GET /api/record/filters', {})).body;
    expect(filters).toEqual({
      people: [{ id: personId, name: 'Mia' }],
      actions: ['fourth', 'other', 'person.signed-in'],
    });
    const bad = async (query: Query) => (await boss.call('GET /api/record', { query })).problem.code;
    expect(await bad({ cursor: 'x' })).toBe('bad-cursor');
    expect(await bad({ from: '2026-99-99T00:00:00Z' })).toBe('bad-time');
    expect(await bad({ person: 'x' })).toBe('bad-input');
  });
});

describe('how long things are kept', () => {
  const finished = async () => {
    const candidate = await startAttempt(platform, await invite(admin));
    await submit(candidate);
    return { candidate, inviteId: await inviteOf(platform, candidate) };
  };
  const terms = async (candidate: Candidate) =>
    (await candidate.call('GET /api/attempts/:attemptId', { params: { attemptId: candidate.attemptId } }))
      .body.terms;

  test('is set by admins, put on record, and told to candidates', async () => {
    const candidate = await openInvite(platform, await invite(admin));
    const unset = { anonymiseAfterDays: null, deleteAfterDays: null };
    expect(await terms(candidate)).toMatchObject({ organisation: 'Brightside', retention: unset });
    expect((await keep(90, 30)).problem).toMatchObject({ status: 400, code: 'bad-order' });
    expect((await keep(0, null)).problem.code).toBe('bad-input');
    expect((await keep(1, 2, await signIn(platform, ['manager']))).status).toBe(403);
    expect((await keep(30, 90)).body).toEqual({ anonymiseAfterDays: 30, deleteAfterDays: 90 });
    expect((await terms(candidate)).retention).toEqual({ anonymiseAfterDays: 30, deleteAfterDays: 90 });
    const [line] = (await record({ action: 'retention.changed' })).entries;
    expect(line?.changes).toEqual([
      { name: 'deleteAfterDays', before: null, after: '90' },
      { name: 'anonymiseAfterDays', before: null, after: '30' },
    ]);
    await keep(null, null);
  });

  test('counts from the end of the work, and done twice does nothing twice', async () => {
    const { sql } = platform.database;
    const { inviteId } = await finished();
    await invite(admin, 'Never', { startBy: later(3).toISOString().slice(0, 10) });
    const [row] = await sql<{ id: string }[]>`select id from invite where candidate_name = 'Never'`;
    const unopened = row!.id;
    await keep(null, 30);
    await retain(sql, later(29));
    expect(await Promise.all([inviteId, unopened].map(isThere))).toEqual([true, true]);
    await retain(sql, later(31));
    expect(await Promise.all([inviteId, unopened].map(isThere))).toEqual([false, true]);
    const applied = async () => (await record({ action: 'retention.applied' })).entries;
    const lines = await applied();
    expect(lines[0]).toMatchObject({ actor: 'platform', address: null });
    expect(lines[0]?.facts).toContainEqual({ name: 'anonymised', value: '0' });
    await retain(sql, later(31));
    expect(await applied()).toEqual(lines);
    await retain(sql, later(34));
    expect(await isThere(unopened)).toBe(false);
    await keep(null, null);
  });

  test('is nothing while a legal hold stands', async () => {
    const { sql } = platform.database;
    const { inviteId } = await finished();
    const params = { inviteId };
    const held = await admin.call('PUT /api/invites/:inviteId/hold', {
      params,
      body: { reason: 'Dispute 7' },
    });
    expect(held.body).toMatchObject({ hold: { reason: 'Dispute 7' }, deleteAt: null });
    await keep(5, 10);
    const dueAt = (await admin.call('GET /api/invites/:inviteId/data', { params })).body.deleteAt;
    expect(Math.round((Date.parse(dueAt!) - platform.now().getTime()) / day)).toBe(10);
    await retain(sql, later(6));
    await retain(sql, later(11));
    const body = { confirm: 'Ada' };
    const byHand = await admin.call('POST /api/invites/:inviteId/deletion', { params, body });
    expect(byHand.problem).toMatchObject({ status: 409, code: 'held' });
    const anonymised = await anonymise(inviteId, 'They asked.');
    expect(anonymised.problem).toMatchObject({ status: 409, code: 'held' });
    const [row] = await sql`select candidate_name, anonymised_at from invite where id = ${inviteId}`;
    expect(row).toEqual({ candidateName: 'Ada', anonymisedAt: null });
    const lifted = await admin.call('DELETE /api/invites/:inviteId/hold', { params });
    expect(lifted.body.hold).toBeNull();
    expect((await about(inviteId)).slice(-2).map(({ action, changes }) => [action, changes])).toEqual([
      ['hold.placed', [{ name: 'reason', before: null, after: 'Dispute 7' }]],
      ['hold.lifted', [{ name: 'reason', before: 'Dispute 7', after: null }]],
    ]);
    await retain(sql, later(11));
    expect(await isThere(inviteId)).toBe(false);
    await keep(null, null);
  });

  test('waits with what a candidate withdrew under a legal hold until it is lifted', async () => {
    const { sql } = platform.database;
    const candidate = await openInvite(platform, await invite(admin));
    const inviteId = await inviteOf(platform, candidate);
    const params = { inviteId };
    await admin.call('PUT /api/invites/:inviteId/hold', { params, body: { reason: 'Dispute 8' } });
    await candidate.call('POST /api/attempts/:attemptId/withdrawal', {
      params: { attemptId: candidate.attemptId },
    });
    const name = async () =>
      (await sql<{ name: string }[]>`select candidate_name as name from invite where id = ${inviteId}`)[0]
        ?.name;
    await retain(sql, later(0));
    expect(await name()).toBe('Ada');
    await admin.call('DELETE /api/invites/:inviteId/hold', { params });
    await retain(sql, later(0));
    expect(await name()).toBe(`Candidate ${inviteId.slice(0, 4)}`);
  });

  test('is seen to by a job of the queue, one a day whoever asks', async () => {
    const { url, sql } = platform.database;
    const second = await openQueue(url, () => undefined);
    await second.workDaily(async () => undefined);
    await second.stop();
    expect(await sql`select count(*)::int as jobs from pgboss.job where name = 'daily'`).toEqual([
      { jobs: 1 },
    ]);
    const { inviteId } = await finished();
    await keep(null, 1);
    platform.advance(2 * day);
    const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false, migrate: false });
    await boss.start();
    await boss.send('daily');
    await eventually(async () => expect(await isThere(inviteId)).toBe(false));
    await boss.stop();
  });
});

describe('anonymising by hand', () => {
  const nameOf = async (inviteId: string) => {
    const rows = await platform.database
      .sql`select candidate_name as name from invite where id = ${inviteId}`;
    return rows[0]?.['name'];
  };

  test('is on record with its reason, which must not tell who it was', async () => {
    const candidate = await startAttempt(platform, await invite(admin, 'Ada Lovelace'));
    await submit(candidate);
    const inviteId = await inviteOf(platform, candidate);
    expect((await anonymise(inviteId, '  ')).problem.code).toBe('bad-input');
    expect((await anonymise(inviteId, 'ada lovelace asked.')).problem).toMatchObject({
      status: 400,
      code: 'names-candidate',
    });
    const { status, body } = await anonymise(inviteId, ' They asked. ');
    const name = `Candidate ${inviteId.slice(0, 4)}`;
    expect([status, body.candidateName, body.versions]).toEqual([200, name, 0]);
    expect(body.anonymisedAt).not.toBeNull();
    const line = (await about(inviteId)).at(-1);
    expect(line).toMatchObject({
      action: 'candidate.anonymised',
      person: 'Mia',
      facts: [{ name: 'reason', value: 'They asked.' }],
      erased: false,
    });
    expect((await anonymise(inviteId, 'Again.')).problem.code).toBe('anonymised-already');
    const rows = await platform.database.sql`
      select 1 from submission join attempt on attempt.id = attempt_id where invite_id = ${inviteId}`;
    expect(rows).toHaveLength(1);
  });

  test('waits until nobody works or may begin any more', async () => {
    const working = await inviteOf(platform, await startAttempt(platform, await invite(admin)));
    const reading = await inviteOf(platform, await openInvite(platform, await invite(admin)));
    for (const inviteId of [working, reading]) {
      expect((await anonymise(inviteId, 'They asked.')).problem).toMatchObject({
        status: 409,
        code: 'not-over',
      });
      expect(await nameOf(inviteId)).toBe('Ada');
    }
    const params = { inviteId: reading };
    await admin.call('POST /api/invites/:inviteId/revocation', { params });
    const { body } = await admin.call('GET /api/invites/:inviteId/data', { params });
    expect(body.over).toBe(true);
    expect((await anonymise(reading, 'They asked.')).status).toBe(200);
  });
});

describe('what is kept of a candidate', () => {
  const routes = [
    'GET /api/invites/:inviteId/data',
    'PUT /api/invites/:inviteId/hold',
    'DELETE /api/invites/:inviteId/hold',
    'POST /api/invites/:inviteId/anonymisation',
    'POST /api/invites/:inviteId/deletion',
  ] as const;
  const body = { reason: 'why', confirm: 'Ada' };

  test.each(routes)('is nothing to other organisations, nor to reviewers: %s', async (key) => {
    const owner = await signIn(platform);
    const inviteId = await inviteOf(platform, await openInvite(platform, await invite(owner)));
    const ask = async (roles: string[], id: string) =>
      (await (await signIn(platform, roles)).call(key, { params: { inviteId: id }, body } as never)).status;
    expect(await ask(['manager'], inviteId)).toBe(404);
    expect(await ask(['reviewer'], inviteId)).toBe(403);
    expect(await ask(['manager'], 'nonsense')).toBe(404);
    expect(await isThere(inviteId)).toBe(true);
  });
});
