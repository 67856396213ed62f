// The whole life of a candidate, with a word of its own in everything they and others leave behind.
import { expect } from 'vitest';
import { practiceSlug } from '../../api/challenge/practice.ts';
import type { Grade } from '../../api/grading/worker.ts';
import {
  Client,
  eventually,
  invite,
  publicUrl,
  readInvite,
  startAttempt,
  submit,
  treeHashOf,
  type Candidate,
  type TestPlatform,
} from './app.ts';
import { parcels, tree } from './challenge.ts';
import { gradedReport } from './report.ts';
import { openSocket } from './socket.ts';

/** What tells who the candidate is, or what they did before they handed in. */
const personal = [
  'name',
  'signature',
  'need',
  'disclosure',
  'request',
  'practice',
  'earlier',
  'deleted',
  'aside',
  'sandbox',
  'followUp',
] as const;
/** What was handed in, and what came of it. */
const lasting = ['path', 'code', 'report', 'evidence'] as const;
type Place = (typeof personal)[number] | (typeof lasting)[number];

export interface Marks {
  /** The word in each place. */
  in: Record<Place, string>;
  personal: string[];
  lasting: string[];
  /** In columns for an address, where there are some; and typed in a terminal. */
  email: string;
  typed: string;
}

export function makeMarks(): Marks {
  const word = (place: string) => `zq-${place}-${crypto.randomUUID().slice(0, 8)}`;
  const places = Object.fromEntries([...personal, ...lasting].map((place) => [place, word(place)]));
  const all = places as Record<Place, string>;
  return {
    in: all,
    personal: personal.map((place) => all[place]),
    lasting: lasting.map((place) => all[place]),
    email: `${word('email')}@example.com`,
    typed: word('typed'),
  };
}

const practiceChallenge = {
  ...parcels,
  slug: practiceSlug,
  digest: 'practice',
  starters: { node: tree({ 'server.js': 'hello();\n' }) },
};
export const challenges = new Map([parcels, practiceChallenge].map((each) => [each.slug, each]));

/** Grades with the words of whoever's marks `current` holds. */
export function gradeWith(current: { marks: Marks }): Grade {
  return async () => {
    const { report, evidence } = current.marks.in;
    const check = { name: 'loses none', category: 'rules', passed: false, mustFix: true, message: report };
    return { report: gradedReport({ checks: [check] }), evidence: { answered: evidence } };
  };
}

const paramsOf = ({ attemptId }: Candidate) => ({ attemptId });

/** Saves a file that is not there yet. @returns its revision */
export async function save(candidate: Candidate, path: string, content: string, baseRev = 0) {
  const params = paramsOf(candidate);
  const body = { path, content, baseRev };
  const answer = await candidate.call('PUT /api/attempts/:attemptId/file', { params, body });
  expect(answer.status).toBe(200);
  return answer.body.rev;
}

/**
 * From the invite until the work goes on: practice, files saved, replaced, deleted and changed from two sides, requests, a
 * terminal, a preview.
 * @param base where the platform listens
 */
export async function live(
  platform: TestPlatform,
  manager: Client,
  marks: Marks,
  base: string,
): Promise<Candidate> {
  const choices = { aiRule: 'disclosed', sharesResult: true } as const;
  const token = await invite(manager, marks.in.name, choices);
  const reader = await readInvite(platform, token);
  await setEmail(platform, reader, marks.email);
  const params = paramsOf(reader);
  await reader.call('POST /api/attempts/:attemptId/signature', {
    params,
    body: { name: marks.in.signature },
  });
  await reader.call('POST /api/attempts/:attemptId/accommodation', { params, body: { text: marks.in.need } });
  await practise(platform, reader, marks);
  const candidate = await startAttempt(platform, token);
  await work(platform, candidate, marks);
  const terminal = await openSocket(base, candidate, { origin: publicUrl });
  terminal.type(`${marks.typed}\r`);
  await eventually(() => expect(terminal.drawn()).toContain(marks.typed));
  terminal.close();
  return candidate;
}

/** Where invites know an address, it is this one. */
async function setEmail({ database: { sql } }: TestPlatform, { attemptId }: Candidate, email: string) {
  const columns = await sql<{ name: string }[]>`
    select column_name as name from information_schema.columns
    where table_schema = 'public' and table_name = 'invite' and column_name like '%mail%' and data_type = 'text'`;
  for (const { name } of columns)
    await sql.unsafe(
      `update invite set "${name}" = $1 from attempt where attempt.invite_id = invite.id and attempt.id = $2`,
      [email, attemptId],
    );
}

async function practise(platform: TestPlatform, reader: Candidate, marks: Marks) {
  const { body } = await reader.call('POST /api/attempts/:attemptId/practice', {
    params: paramsOf(reader),
    body: { runtime: 'node' },
  });
  const practising = Object.assign(new Client(platform.app), { attemptId: body.attemptId });
  practising.cookies = reader.cookies;
  await eventually(async () => {
    const seen = await practising.call('GET /api/attempts/:attemptId', { params: paramsOf(practising) });
    expect(seen.body.state).toBe('running');
  });
  await save(practising, 'practice.js', marks.in.practice);
}

async function work(platform: TestPlatform, candidate: Candidate, { in: marks }: Marks) {
  const params = paramsOf(candidate);
  await save(candidate, 'again.js', marks.earlier);
  await save(candidate, 'again.js', 'plain', 1);
  await save(candidate, 'gone.js', marks.deleted);
  await candidate.call('DELETE /api/attempts/:attemptId/file', {
    params,
    query: { path: 'gone.js', baseRev: 1 },
  });
  await save(candidate, `${marks.path}.js`, marks.code);
  await candidate.call('POST /api/attempts/:attemptId/versions', {
    params,
    body: { path: 'again.js', content: marks.aside },
  });
  await inSandbox(platform, candidate, marks.sandbox);
  await candidate.call('POST /api/attempts/:attemptId/request', {
    params,
    body: { method: 'GET', path: `/${marks.request}`, headers: {} },
  });
  await candidate.call('POST /api/attempts/:attemptId/signals', {
    params,
    body: { kind: 'paste', size: 900 },
  });
  await candidate.call('POST /api/attempts/:attemptId/preview', { params });
  await candidate.call('POST /api/attempts/:attemptId/checks', {
    params,
    body: { treeHash: await treeHashOf(candidate) },
  });
}

/** A file that a program makes in the sandbox, which a run takes into the work, and the candidate deletes. */
async function inSandbox(platform: TestPlatform, candidate: Candidate, mark: string) {
  const params = paramsOf(candidate);
  const body = { treeHash: await treeHashOf(candidate) };
  platform.sandboxes.pods.find(({ spec }) => spec.owner === candidate.attemptId)!.change('made.js', mark);
  await candidate.call('POST /api/attempts/:attemptId/restart', { params, body });
  const query = { path: 'made.js', baseRev: 1 };
  const gone = await candidate.call('DELETE /api/attempts/:attemptId/file', { params, query });
  expect(gone.status).toBe(200);
}

/** Hands in, is graded, tells what helped, and talks about it. @returns the submission's id */
export async function finish(manager: Client, candidate: Candidate, { in: marks }: Marks): Promise<string> {
  const submissionId = await submit(candidate);
  await graded(manager, submissionId);
  const told = await candidate.call('POST /api/attempts/:attemptId/disclosure', {
    params: paramsOf(candidate),
    body: { text: marks.disclosure },
  });
  expect(told.status).toBe(200);
  await talk(manager, candidate, submissionId, marks.followUp);
  return submissionId;
}

/** Writes a word while the work is open again, together with an interviewer. */
async function talk(manager: Client, candidate: Candidate, submissionId: string, mark: string) {
  await manager.call('POST /api/submissions/:submissionId/follow-up', { params: { submissionId } });
  const joined = await candidate.call('POST /api/attempts/:attemptId/follow-up', {
    params: paramsOf(candidate),
  });
  const params = joined.body;
  await eventually(async () => {
    const { body } = await candidate.call('GET /api/attempts/:attemptId', { params });
    expect(body.state).toBe('running');
  });
  const body = { path: 'talk.js', content: mark, baseRev: 0 };
  const saved = await candidate.call('PUT /api/attempts/:attemptId/file', { params, body });
  expect(saved.status).toBe(200);
}

/** Waits until a submission has its scorecard. */
export async function graded(manager: Client, submissionId: string): Promise<void> {
  const params = { submissionId };
  await eventually(async () => {
    const card = await manager.call('GET /api/submissions/:submissionId/scorecard', { params });
    expect(card.status).toBe(200);
  });
}

/** @returns the invite a candidate came by */
export async function inviteOf(
  { database: { sql } }: TestPlatform,
  { attemptId }: Candidate,
): Promise<string> {
  const [row] = await sql<{ id: string }[]>`select invite_id as id from attempt where id = ${attemptId}`;
  return row!.id;
}
