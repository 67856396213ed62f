// People read a candidate's code in pairs, a third decides where they differ, and somebody decides about the candidate:
// who sees what, and when.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { removePerson } from '../api/person/store.ts';
import type { Answer } from '../api/review/contract.ts';
import { listAnswered, listQueue } from '../api/review/store.ts';
import {
  type Client,
  eventually,
  invite,
  signIn,
  startAttempt,
  startPlatform,
  submit,
  type TestPlatform,
} from './support/app.ts';
import { signInBeside } from './support/colleague.ts';
import { gradedReport } from './support/report.ts';

type Colleague = Awaited<ReturnType<typeof signInBeside>>;

const name = 'Ada Lovelace';
let platform: TestPlatform;
let mia: Client;
let rae: Colleague;
let sol: Colleague;
let ben: Colleague;
let submissionId: string;
let attemptId: string;

beforeAll(async () => {
  platform = await startPlatform({ grade: async () => ({ report: gradedReport(), evidence: null }) });
  mia = await signIn(platform);
  rae = await signInBeside(platform, mia, 'Rae', ['reviewer']);
  sol = await signInBeside(platform, mia, 'Sol', ['blind-reviewer']);
  ben = await signInBeside(platform, mia, 'Ben', ['reviewer']);
  ({ submissionId, attemptId } = await handedIn());
});
afterAll(() => platform?.close());

/** A candidate of Mia's whose grading counts. */
async function handedIn() {
  const candidate = await startAttempt(platform, await invite(mia, name));
  const params = { attemptId: candidate.attemptId };
  await candidate.call('PUT /api/attempts/:attemptId/file', {
    params,
    body: { path: 'added.js', content: 'export const added = 1;\n', baseRev: 0 },
  });
  const id = await submit(candidate);
  await eventually(async () => expect((await scorecard(mia, id)).status).toBe(200));
  return { submissionId: id, attemptId: candidate.attemptId };
}

const scorecard = (who: Client, id = submissionId) =>
  who.call('GET /api/submissions/:submissionId/scorecard', { params: { submissionId: id } });
const review = async (who: Client = mia, id = submissionId) =>
  (await who.call('GET /api/submissions/:submissionId/review', { params: { submissionId: id } })).body;
const ask = (reviewers: string[], id = submissionId) =>
  mia.call('POST /api/submissions/:submissionId/review', {
    params: { submissionId: id },
    body: { reviewers },
  });
const askThird = (reviewer: string, id = submissionId) =>
  mia.call('POST /api/submissions/:submissionId/review/third', {
    params: { submissionId: id },
    body: { reviewer },
  });
const queueOf = async (who: Client) =>
  (await who.call('GET /api/reviews', { query: {} })).body.reviews.map(({ id }) => id);
const task = (who: Client, reviewId: string) =>
  who.call('GET /api/reviews/:reviewId', { params: { reviewId } });
const answer = (who: Client, reviewId: string, answers: Record<string, Answer>, note?: string) =>
  who.call('POST /api/reviews/:reviewId/answers', {
    params: { reviewId },
    body: {
      answers: Object.entries(answers).map(([item, one]) => ({ item, answer: one, ...(note && { note }) })),
    },
  });
const decide = (verdict: 'interview' | 'hire' | 'no', reason: string, id = submissionId) =>
  mia.call('POST /api/submissions/:submissionId/decisions', {
    params: { submissionId: id },
    body: { verdict, reason },
  });
const override = (body: { what: string; band: 'meets'; reason: string }) =>
  mia.call('POST /api/submissions/:submissionId/overrides', { params: { submissionId }, body });

describe('two read', () => {
  let reviewId: string;

  test('people who review are asked, and nobody who sees names', async () => {
    const both = await signInBeside(platform, mia, 'Max', ['reviewer', 'manager']);
    const gone = await signInBeside(platform, mia, 'Eve', ['reviewer']);
    await removePerson(platform.database.sql, gone.id, platform.now());
    const before = await review();
    expect(before).toMatchObject({ items: 3, review: null, actions: ['ask'] });
    expect(before.askable.map((person) => person.name)).toEqual(['Ben', 'Rae', 'Sol']);
    for (const wrong of [
      [rae.id, rae.id],
      [rae.id, both.id],
      [rae.id, gone.id],
    ])
      expect((await ask(wrong)).problem).toMatchObject({ status: 400, code: 'wrong-reviewers' });
    const asked = await ask([rae.id, sol.id]);
    expect(asked.body.review).toMatchObject({ state: 'reading', asked: 2, answered: 0, outcomes: null });
    expect((await ask([rae.id, ben.id])).problem).toMatchObject({ status: 409, code: 'cannot-ask' });
  });

  test('each sees the code and the items, and nothing of who wrote it', async () => {
    [reviewId] = (await queueOf(rae)) as [string];
    expect(await queueOf(sol)).toEqual([reviewId]);
    expect(await queueOf(ben)).toEqual([]);
    const read = await task(rae, reviewId);
    expect(read.body).toMatchObject({ part: 'reader', state: 'open', candidateName: null, outcomes: null });
    expect(read.body.items.map(({ id }) => id).toSorted()).toEqual(['named', 'one-place', 'swallowed']);
    expect(read.body.files).toEqual([{ path: 'added.js', before: null, after: 'export const added = 1;\n' }]);
    for (const secret of ['Lovelace', submissionId, attemptId, '@example', 'good', 'soon count differently'])
      expect(read.text).not.toContain(secret);
    expect((await task(ben, reviewId)).problem).toMatchObject({ status: 404, code: 'unknown-review' });
  });

  test('an answer is whole, handed in once, and told to nobody before the other', async () => {
    const short = await answer(rae, reviewId, { named: 'true' });
    expect(short.problem).toMatchObject({ status: 400, code: 'wrong-answers' });
    const given = { named: 'true', 'one-place': 'true', swallowed: 'false' } as const;
    const done = await answer(rae, reviewId, given, 'See added.js');
    expect(done.body).toMatchObject({ state: 'answered', outcomes: null });
    expect((await answer(rae, reviewId, given)).problem).toMatchObject({ status: 409, code: 'review-over' });
    expect(await queueOf(rae)).toEqual([]);
    expect((await review()).review).toMatchObject({ state: 'reading', answered: 1, outcomes: null });
    expect((await task(sol, reviewId)).text).not.toContain('See added.js');
  });

  test('once both are in, everybody who is done sees who said what, and how far they agree', async () => {
    await answer(sol, reviewId, { named: 'true', 'one-place': 'unknown', swallowed: 'false' });
    const { review: now, actions, askable } = await review();
    expect(actions).toEqual(['ask-third']);
    expect(askable).toEqual([{ id: ben.id, name: 'Ben', open: 0 }]);
    expect(now).toMatchObject({ state: 'split', disputed: 1, agreement: { pairs: 3, same: 2, ac1: null } });
    expect(now?.outcomes?.find(({ id }) => id === 'one-place')).toMatchObject({
      good: true,
      result: null,
      said: [
        { by: 'Rae', answer: 'true', note: 'See added.js' },
        { by: 'Sol', answer: 'unknown', note: null },
      ],
    });
    expect((await task(rae, reviewId)).body.outcomes).toEqual(now?.outcomes);
    expect((await review(ben)).review).toMatchObject({ state: 'split', outcomes: null, agreement: null });
  });

  test('a third, who sees neither answer, decides on that item alone', async () => {
    expect((await askThird(rae.id)).problem).toMatchObject({ status: 400, code: 'wrong-reviewers' });
    expect((await askThird(ben.id)).body).toMatchObject({
      review: { state: 'deciding' },
      actions: ['hand-over'],
    });
    const read = await task(ben, reviewId);
    expect(read.body).toMatchObject({ part: 'third', outcomes: null });
    expect(read.body.items).toMatchObject([{ id: 'one-place', answer: null }]);
    expect((await review(ben)).review?.outcomes).toBeNull();
    const wide = await answer(ben, reviewId, { 'one-place': 'true', named: 'false' });
    expect(wide.problem.code).toBe('wrong-answers');
    await answer(ben, reviewId, { 'one-place': 'true' });
    const { review: now } = await review(ben);
    expect(now?.state).toBe('done');
    expect(now?.outcomes?.map(({ id, result }) => [id, result])).toEqual([
      ['one-place', 'true'],
      ['swallowed', 'false'],
      ['named', 'true'],
    ]);
  });

  test('what was measured is what it was, and every act is on the record', async () => {
    expect((await scorecard(mia)).body.report).toEqual(gradedReport());
    const acts = await platform.database.sql<{ action: string; name: string }[]>`
      select action, person.name from audit join person on person.id = person_id
      where subject = ${submissionId} and action like 'review.%' order by audit.id`;
    expect(acts.map((act) => `${act.name} ${act.action}`)).toEqual([
      'Mia review.asked',
      'Rae review.answered',
      'Sol review.answered',
      'Mia review.third-asked',
      'Ben review.answered',
    ]);
  });
});

describe('somebody decides', () => {
  const judgement = async (who: Client) =>
    (await who.call('GET /api/submissions/:submissionId/judgement', { params: { submissionId } })).body;
  /** Everything that tells a reviewer of the candidate. */
  const read = async () => {
    const params = { submissionId };
    const answers = [
      await scorecard(rae),
      await rae.call('GET /api/submissions/:submissionId/grading', { params }),
      await rae.call('GET /api/submissions/:submissionId/timeline', { params }),
      await rae.call('GET /api/invites', { query: {} }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    return answers.map(({ text }) => text);
  };

  test('until then nobody who reviews reads a name', async () => {
    const code = `Candidate ${submissionId.slice(0, 6).toUpperCase()}`;
    for (const text of await read()) {
      expect(text).not.toContain('Ada');
      expect(text).toContain(code);
    }
    expect((await scorecard(mia)).body.candidateName).toBe(name);
  });

  test('an override needs a reason and something measured, and stands beside it', async () => {
    const reason = 'The limit was ours, not theirs.';
    expect((await override({ what: 'overall', band: 'meets', reason: ' so. ' })).problem).toMatchObject({
      status: 400,
      code: 'no-reason',
    });
    expect((await override({ what: 'Charm', band: 'meets', reason })).problem.code).toBe('not-measured');
    const { body } = await override({ what: 'Correctness', band: 'meets', reason });
    expect(body.overrides).toMatchObject([
      { what: 'Correctness', measured: 'strong', band: 'meets', reason, by: 'Mia' },
    ]);
    expect((await scorecard(mia)).body.report).toEqual(gradedReport());
  });

  test('a decision needs a reason, a later one stands above it, and both stay', async () => {
    expect((await decide('hire', 'yes')).problem).toMatchObject({ status: 400, code: 'no-reason' });
    expect((await decide('interview', 'It held three times the traffic.')).status).toBe(201);
    await decide('hire', 'The talk went as well as the code.');
    const { decisions, actions } = await judgement(rae);
    expect(decisions.map(({ verdict }) => verdict)).toEqual(['hire', 'interview']);
    expect(actions).toEqual([]);
    const [act] = await platform.database.sql<{ facts: object }[]>`
      select facts from audit where action = 'decision.made' order by id desc limit 1`;
    expect(act?.facts).toMatchObject({ before: 'interview', after: 'hire' });
  });

  test('then those who reviewed read the name', async () => {
    const texts = await read();
    expect(texts.every((text) => text.includes('Ada'))).toBe(true);
  });

  test('a review that is still open is over: nobody answers who may know the name', async () => {
    const { submissionId: other } = await handedIn();
    await ask([rae.id, sol.id], other);
    const [reviewId] = (await queueOf(rae)) as [string];
    await decide('no', 'Nothing of it ran.', other);
    expect(await queueOf(rae)).toEqual([]);
    expect((await task(rae, reviewId)).body).toMatchObject({ state: 'closed', candidateName: name });
    const late = await answer(rae, reviewId, { named: 'true', 'one-place': 'true', swallowed: 'true' });
    expect(late.problem).toMatchObject({ status: 409, code: 'review-over' });
  });
});

describe('who does not answer', () => {
  const given = { named: 'true', 'one-place': 'true', swallowed: 'false' } as const;
  let id: string;
  let reviewId: string;
  const handOver = (from: Colleague, to: Colleague) =>
    mia.call('POST /api/submissions/:submissionId/review/hand-over', {
      params: { submissionId: id },
      body: { from: from.id, to: to.id },
    });

  test('is replaced by somebody who has no part in it yet', async () => {
    ({ submissionId: id } = await handedIn());
    await ask([rae.id, sol.id], id);
    [reviewId] = (await queueOf(sol)) as [string];
    const before = await review(mia, id);
    expect(before.actions).toEqual(['hand-over']);
    expect(before.waiting.map((person) => person.name)).toEqual(['Rae', 'Sol']);
    expect(before.askable.map((person) => person.name)).toEqual(['Ben']);
    expect(await review(rae, id)).toMatchObject({ actions: [], askable: [], waiting: [] });
    await answer(rae, reviewId, given);
    expect((await handOver(rae, ben)).problem).toMatchObject({ status: 409, code: 'not-waiting' });
    expect((await handOver(sol, rae)).problem).toMatchObject({ status: 400, code: 'wrong-reviewers' });
    expect((await handOver(sol, ben)).body.waiting).toMatchObject([{ id: ben.id, name: 'Ben' }]);
    expect([await queueOf(sol), await queueOf(ben)]).toEqual([[], [reviewId]]);
  });

  test('is told so, and what they had filled in is not taken', async () => {
    for (const late of [await task(sol, reviewId), await answer(sol, reviewId, given)])
      expect(late.problem).toMatchObject({ status: 410, code: 'handed-over' });
    await answer(ben, reviewId, { ...given, named: 'false' });
    expect((await review(mia, id)).review).toMatchObject({ state: 'split', answered: 2, disputed: 1 });
    const [act] = await platform.database.sql<object[]>`
      select person.name, before, after from audit join person on person.id = person_id
      where subject = ${id} and action = 'review.handed-over'`;
    expect(act).toEqual({ name: 'Mia', before: { reader: 'Sol' }, after: { reader: 'Ben' } });
  });

  test('may be asked again as the third, since they said nothing yet', async () => {
    expect((await review(mia, id)).askable.map((person) => person.name)).toEqual(['Sol']);
    await askThird(sol.id, id);
    expect((await task(sol, reviewId)).body).toMatchObject({ part: 'third', state: 'open' });
    await answer(sol, reviewId, { named: 'true' });
    expect((await handOver(sol, rae)).problem).toMatchObject({ status: 409, code: 'cannot-ask' });
  });
});

test('what was answered comes page by page, the latest first, and with the name once somebody has decided', async () => {
  const { reviews, more } = (await rae.call('GET /api/reviews/answered', { query: {} })).body;
  expect(reviews.map(({ candidateName }) => candidateName)).toEqual([null, name]);
  expect(reviews[0]).toMatchObject({ challenge: { slug: 'parcels' }, part: 'reader' });
  expect(more).toBe(false);
  const { sql } = platform.database;
  const [first] = await listAnswered(sql, rae.id, { after: undefined, count: 1 });
  const [second] = await listAnswered(sql, rae.id, { after: first!.id, count: 1 });
  expect([first!.id, second!.id]).toEqual(reviews.map(({ id }) => id));
  expect(await listAnswered(sql, rae.id, { after: second!.id, count: 1 })).toEqual([]);
  const seats = (await sol.call('GET /api/reviews/answered', { query: {} })).body.reviews;
  expect(seats.map(({ part }) => part)).toEqual(['third', 'reader']);
});

test('what is to be read comes page by page, each once', async () => {
  for (const _ of [1, 2, 3]) await ask([rae.id, sol.id], (await handedIn()).submissionId);
  const { sql } = platform.database;
  const pages: string[] = [];
  for (let after: string | undefined; pages.length < 9;) {
    const [row] = await listQueue(sql, rae.id, { after, count: 1 });
    if (!row) break;
    pages.push(row.id);
    after = row.id;
  }
  expect(pages).toEqual(await queueOf(rae));
  expect(new Set(pages).size).toBe(3);
  const { askable } = await review(mia, (await handedIn()).submissionId);
  expect(askable.map((person) => [person.name, person.open])).toEqual([
    ['Ben', 0],
    ['Rae', 3],
    ['Sol', 3],
  ]);
});
