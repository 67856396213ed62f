import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Api } from '../api/contract.ts';
import type { Input } from '../api/http/contract.ts';
import type { InviteState } from '../api/invite/contract.ts';
import {
  Client,
  invite,
  openInvite,
  publicUrl,
  readInvite,
  signIn,
  startAttempt,
  startPlatform,
  type TestPlatform,
} from './support/app.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

const open = (token: string) => new Client(platform.app).call('POST /api/invites/open', { body: { token } });
type Query = Input<Api, 'GET /api/invites'>['query'];
const list = async (manager: Client, query: Query = {}) =>
  (await manager.call('GET /api/invites', { query })).body;
const namesOf = async (manager: Client, query: Query = {}) =>
  (await list(manager, query)).invites.map(({ candidateName }) => candidateName);
const tokenOf = (link: string | null) => link!.split('/').pop()!;
const makeMany = (manager: Client, candidates: { candidateName: string; email?: string }[], choices = {}) =>
  manager.call('POST /api/invites/batch', { body: { challenge: 'parcels', candidates, ...choices } });

test('a manager invites and gets a link that is told only once', async () => {
  const manager = await signIn(platform);
  const { status, body } = await manager.call('POST /api/invites', {
    body: { challenge: 'parcels', candidateName: 'Ada' },
  });
  expect(status).toBe(201);
  expect(body.link).toMatch(new RegExp(`^${publicUrl}/invite/[\\w-]{43}$`));
  const listed = await manager.call('GET /api/invites', { query: {} });
  expect(listed.body).toEqual({ invites: [body.invite], next: null, mail: false });
  expect(listed.text).not.toContain(tokenOf(body.link));
});

test('the invite says what is asked and what is scored before the clock runs', async () => {
  const { body } = await open(await invite(await signIn(platform), 'Ada Lovelace'));
  expect(body).toMatchObject({
    organisation: 'Brightside',
    candidateName: 'Ada Lovelace',
    challenge: { slug: 'parcels', title: 'Lost parcels', minutes: 60, runtimes: ['node'] },
  });
  expect(body.scored.map((item) => item.name)).toEqual(['Correctness', 'Performance', 'Maintainability']);
  expect(body.hiddenChecks).toEqual([{ category: 'Rules', count: 1 }]);
});

test('opening again finds the same attempt, in another browser too', async () => {
  const token = await invite(await signIn(platform));
  const first = await openInvite(platform, token);
  const second = await openInvite(platform, token);
  expect(second.attemptId).toBe(first.attemptId);
  const params = { attemptId: first.attemptId };
  expect((await first.call('GET /api/attempts/:attemptId', { params })).status).toBe(200);
  expect((await second.call('GET /api/attempts/:attemptId', { params })).status).toBe(200);
});

test('unknown, expired and revoked invites get one same answer', async () => {
  const revoked = await invite(await signIn(platform));
  await platform.database.sql`update invite set revoked_at = ${platform.now()}`;
  const expired = await invite(await signIn(platform));
  platform.advance(15 * 86_400_000);
  const answers = [await open('x'.repeat(43)), await open(expired), await open(revoked)];
  platform.advance(-15 * 86_400_000);
  const bodies = answers.map(({ problem }) => ({ ...problem, requestId: '' }));
  expect(bodies[0]).toMatchObject({ status: 404, code: 'unknown-invite' });
  expect(bodies[1]).toEqual(bodies[0]);
  expect(bodies[2]).toEqual(bodies[0]);
  expect(answers.flatMap((answer) => answer.cookies)).toEqual([]);
});

test('an invite is for a challenge there is, and for a name', async () => {
  const manager = await signIn(platform);
  const ask = (body: object) =>
    manager.call('POST /api/invites', { body: { challenge: 'parcels', candidateName: 'Ada', ...body } });
  const refused = async (body: object) => (await ask(body)).problem.code;
  expect(await refused({ challenge: 'nothing' })).toBe('unknown-challenge');
  for (const candidateName of ['', ' ', 'a\0b']) expect(await refused({ candidateName })).toBe('bad-input');
  expect(await refused({ email: 'ada' })).toBe('bad-input');
  expect(await refused({ startBy: '2020-01-01' })).toBe('bad-start-by');
  expect(await refused({ runtimes: ['cobol'] })).toBe('unknown-runtime');
});

test('a manager sees the invites of no other organisation', async () => {
  await invite(await signIn(platform));
  expect((await list(await signIn(platform))).invites).toEqual([]);
});

describe('many at once', () => {
  test('are made all or none', async () => {
    const manager = await signIn(platform);
    const { status, body } = await makeMany(manager, [{ candidateName: 'Ada' }, { candidateName: 'Grace' }]);
    expect(status).toBe(201);
    expect(body.made.map((each) => each.invite.candidateName)).toEqual(['Ada', 'Grace']);
    expect((await open(tokenOf(body.made[1]!.link))).body.candidateName).toBe('Grace');
    const email = 'alan@example.com';
    const twice = [
      { candidateName: 'Alan', email },
      { candidateName: 'Alan', email: 'ALAN@example.com' },
    ];
    expect((await makeMany(manager, twice)).problem.code).toBe('invited-already');
    expect(await namesOf(manager, { search: 'alan' })).toEqual([]);
  });

  test('asked for twice, by two at the same time too, are made once', async () => {
    const manager = await signIn(platform);
    const candidates = [{ candidateName: 'Ada', email: 'ada@example.com' }];
    const answers = await Promise.all([makeMany(manager, candidates), makeMany(manager, candidates)]);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await namesOf(manager)).toEqual(['Ada']);
  });

  test('are read from a list first, with every bad line named', async () => {
    const manager = await signIn(platform);
    await makeMany(manager, [{ candidateName: 'Ada', email: 'ada@example.com' }]);
    const text = 'name,email\nGrace,grace@example.com\nAda,Ada@Example.com\nBob,bob@\n';
    const { body } = await manager.call('POST /api/invites/preview', {
      body: { challenge: 'parcels', text },
    });
    expect(body.candidates).toEqual([{ line: 2, candidateName: 'Grace', email: 'grace@example.com' }]);
    expect(body.problems.map(({ line, what }) => [line, what])).toEqual([
      [3, 'Ada@Example.com has an invite to this challenge that still holds'],
      [4, 'bob@ is no e-mail address'],
    ]);
    expect(await namesOf(manager)).toEqual(['Ada']);
  });
});

describe('the list', () => {
  let manager: Client;
  beforeAll(async () => {
    manager = await signIn(platform);
    const candidates = Array.from({ length: 120 }, (_, index) => ({
      candidateName: `Candidate ${index}`,
      email: `c${index}@example.com`,
    }));
    await makeMany(manager, candidates);
  });

  test('comes page by page, each invite once, while others are added', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    for (let page = 0; page < 3; page++) {
      const { invites, next }: Awaited<ReturnType<typeof list>> = await list(manager, after ? { after } : {});
      seen.push(...invites.map(({ id }) => id));
      after = next;
      if (page === 0) await invite(manager, 'Late');
    }
    expect([seen.length, new Set(seen).size, after]).toEqual([120, 120, null]);
    expect((await manager.call('GET /api/invites', { query: { after: 'x' } })).problem.code).toBe(
      'bad-input',
    );
  });

  test('is searched by name and address, and filtered by challenge', async () => {
    expect(await namesOf(manager, { search: 'candidate 77' })).toEqual(['Candidate 77']);
    expect(await namesOf(manager, { search: 'C118@EXAMPLE' })).toEqual(['Candidate 118']);
    for (const search of ['%', '_', '\\', 'candidate_77'])
      expect(await namesOf(manager, { search }), search).toEqual([]);
    expect(await namesOf(manager, { search: 'e 77' })).toEqual(['Candidate 77']);
    expect(await namesOf(manager, { search: 'candidate 77', challenge: 'parcels' })).toHaveLength(1);
    expect(await namesOf(manager, { challenge: 'other' })).toEqual([]);
  });
});

describe('states', () => {
  /** Brings an invite into every state. @returns its manager */
  async function oneOfEach(): Promise<Client> {
    const manager = await signIn(platform);
    const { sql } = platform.database;
    await invite(manager, 'invited');
    await readInvite(platform, await invite(manager, 'opened'));
    await startAttempt(platform, await invite(manager, 'started'));
    const gone = await openInvite(platform, await invite(manager, 'withdrawn'));
    await sql`update attempt set ended_at = now(), withdrawn = true where id = ${gone.attemptId}`;
    const submitted = await startAttempt(platform, await invite(manager, 'submitted'));
    await sql`update attempt set ended_at = now() where id = ${submitted.attemptId}`;
    const graded = await startAttempt(platform, await invite(manager, 'graded'));
    await sql`
      with handed_in as (
        insert into snapshot (hash, entries) values ('graded', '[]') on conflict do nothing returning hash),
      ended as (update attempt set ended_at = now() where id = ${graded.attemptId} returning id),
      submitted as (
        insert into submission (attempt_id, snapshot_hash, submitted_at, by_deadline)
        select id, 'graded', now(), false from ended, handed_in returning id)
      insert into grading (submission_id, number, job_id, runner, seed, started_at, finished_at, outcome, counts, report)
      select id, 1, gen_random_uuid(), 'r', 1, now(), now(), 'graded', true, '{"band": "solid"}' from submitted`;
    await invite(manager, 'revoked');
    await sql`update invite set revoked_at = now() where candidate_name = 'revoked'`;
    await invite(manager, 'expired');
    await sql`update invite set start_by = now() - interval '1 day' where candidate_name in ('expired', 'started')`;
    return manager;
  }

  test('are told, counted and filtered by alike', async () => {
    const manager = await oneOfEach();
    const { invites } = await list(manager);
    expect(invites).toHaveLength(8);
    for (const { candidateName, state } of invites) expect(state).toBe(candidateName);
    for (const { state, band } of invites) {
      expect(await namesOf(manager, { state })).toEqual([state]);
      expect(band).toBe(state === 'graded' ? 'solid' : null);
    }
    const { body: counts } = await manager.call('GET /api/invites/counts', { query: {} });
    expect(Object.values(counts)).toEqual(Array<number>(8).fill(1));
    const { body: few } = await manager.call('GET /api/invites/counts', { query: { search: 'opened' } });
    expect(Object.entries(few).filter(([, count]) => count > 0)).toEqual([['opened', 1]]);
    const { sql } = platform.database;
    await sql`update grading set counts = false where submission_id = ${invites.find(({ state }) => state === 'graded')!.submissionId}`;
    expect(await namesOf(manager, { state: 'submitted' satisfies InviteState })).toHaveLength(2);
  });

  test('are counted up to a thousand, and then it is said that there are more', async () => {
    const manager = await signIn(platform);
    await invite(manager, 'expired');
    const { sql } = platform.database;
    const [one] = await sql<{ id: string }[]>`select id from invite order by created_at desc limit 1`;
    const more = (count: number) => sql`
      insert into invite (organisation_id, challenge_version_id, candidate_name, token_hash, created_at, start_by)
      select organisation_id, challenge_version_id, candidate_name, sha256(gen_random_uuid()::text::bytea), now(),
        now() - interval '1 day'
      from invite, generate_series(1, ${count}::int) where id = ${one!.id}`;
    const counts = async () => (await manager.call('GET /api/invites/counts', { query: {} })).body;
    await more(1000);
    expect(await counts()).toMatchObject({ invited: 1, expired: 1000 });
    await more(500);
    expect(await counts()).toMatchObject({ invited: 1, expired: 1001 });
  });

  test('say what may be done, and to whom', async () => {
    const manager = await signIn(platform);
    await invite(manager, 'Ada', { email: 'ada@example.com' });
    const { sql } = platform.database;
    const [ada] = (await list(manager, { search: 'Ada' })).invites;
    expect(ada?.actions).toEqual(['time', 'resend', 'revoke']);
    await sql`
      update person set roles = '{reviewer}' where organisation_id = (select organisation_id from invite where id = ${ada!.id})`;
    const [reviewed] = (await list(manager)).invites;
    expect(reviewed).toMatchObject({ actions: [], email: null, extraTime: null });
    expect(await namesOf(manager, { search: 'ada@example' })).toEqual([]);
  });
});

describe('an invite that was made', () => {
  const renew = (manager: Client, inviteId: string) =>
    manager.call('POST /api/invites/:inviteId/link', { params: { inviteId }, body: {} });
  const revoke = (manager: Client, inviteId: string) =>
    manager.call('POST /api/invites/:inviteId/revocation', { params: { inviteId } });

  const expire = (id: string) =>
    platform.database.sql`update invite set start_by = now() - interval '1 minute' where id = ${id}`;

  async function made() {
    const manager = await signIn(platform);
    const token = await invite(manager);
    const [row] = (await list(manager)).invites;
    return { manager, token, id: row!.id };
  }

  test('gets a new link: the old one and who had opened it are turned away', async () => {
    const { manager, token, id } = await made();
    const stranger = await readInvite(platform, token);
    const { body } = await renew(manager, id);
    expect((await open(token)).status).toBe(404);
    const params = { attemptId: stranger.attemptId };
    expect((await stranger.call('GET /api/attempts/:attemptId', { params })).status).toBe(401);
    expect((await readInvite(platform, tokenOf(body.link))).attemptId).toBe(stranger.attemptId);
  });

  test('gets a new link without being disturbed at work', async () => {
    const { manager, token, id } = await made();
    const candidate = await startAttempt(platform, token);
    expect((await renew(manager, id)).status).toBe(200);
    const params = { attemptId: candidate.attemptId };
    expect((await candidate.call('GET /api/attempts/:attemptId', { params })).status).toBe(200);
  });

  test('comes back with a new link when it had expired', async () => {
    const { manager, token, id } = await made();
    await expire(id);
    expect((await open(token)).status).toBe(404);
    const { body } = await renew(manager, id);
    expect(body.invite.state).toBe('invited');
    expect((await open(tokenOf(body.link))).status).toBe(200);
  });

  test('is called back: nobody opens it, or starts who had opened it', async () => {
    const { manager, token, id } = await made();
    const candidate = await openInvite(platform, token);
    const { body } = await revoke(manager, id);
    expect(body).toMatchObject({ state: 'revoked', actions: [] });
    expect((await open(token)).status).toBe(404);
    const params = { attemptId: candidate.attemptId };
    const started = await candidate.call('POST /api/attempts/:attemptId/start', {
      params,
      body: { runtime: 'node' },
    });
    expect(started.status).toBe(401);
    expect((await revoke(manager, id)).problem.code).toBe('invite-revoked');
    const { sql } = platform.database;
    const rows = await sql<{ action: string }[]>`select action from audit where subject = ${id} order by id`;
    expect(rows.map(({ action }) => action)).toEqual(['invite.created', 'invite.revoked']);
  });

  test('is not called back once the work has begun', async () => {
    const { manager, token, id } = await made();
    await startAttempt(platform, token);
    expect((await revoke(manager, id)).problem.code).toBe('invite-started');
  });

  test('cannot be started after its day by those who had opened it', async () => {
    const { token, id } = await made();
    const candidate = await openInvite(platform, token);
    await expire(id);
    const started = await candidate.call('POST /api/attempts/:attemptId/start', {
      params: { attemptId: candidate.attemptId },
      body: { runtime: 'node' },
    });
    expect(started.problem).toMatchObject({ status: 409, code: 'invite-over' });
  });

  test('is nothing another organisation can do anything with', async () => {
    const { id } = await made();
    const other = await signIn(platform);
    const remind = () => other.call('POST /api/invites/:inviteId/reminder', { params: { inviteId: id } });
    for (const { problem } of [await renew(other, id), await revoke(other, id), await remind()])
      expect(problem).toMatchObject({ status: 404, code: 'unknown-invite' });
  });
});
