// What belongs to others, and what is over. The API and its database are real. Sandboxes have no say in it: those of the
// attempts are in memory.
import { graceMs } from '../../api/attempt/attempt.ts';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect } from 'vitest';
import { contract, type Api } from '../../api/contract.ts';
import { hashOf, treeHash, type Tree } from '../../api/challenge/tree.ts';
import {
  Client,
  eventually,
  invite,
  publicUrl,
  signIn,
  startAttempt,
  startPlatform,
  treeHashOf,
  type Candidate,
  type TestPlatform,
} from '../support/app.ts';
import { testSandboxes, treeOf } from '../support/pods.ts';
import { gradedReport } from '../support/report.ts';
import { tiny } from '../support/tiny.ts';
import { attack } from './attack.ts';
import { run, scripted } from './script.ts';

let platform: TestPlatform;
let manager: Client;
let mallory: Candidate;
let victim: Candidate;
/** The trees that were graded. */
const graded: Tree[] = [];
const hiddenName = 'a hidden case by name';

beforeAll(async () => {
  platform = await startPlatform({
    challenges: new Map([[tiny.slug, tiny]]),
    grade: async (_, { tree, seed }) => {
      graded.push(tree);
      const check = {
        name: hiddenName,
        category: 'rules',
        passed: false,
        mustFix: true,
        message: 'expected 5',
      };
      return { report: gradedReport({ seed, checks: [check] }), evidence: null };
    },
  });
  await platform.app.listen({ host: '127.0.0.1', port: 0 });
  manager = await signIn(platform);
  [mallory, victim] = await Promise.all([start(), start()]);
});
afterAll(() => platform?.close());

const start = async () => startAttempt(platform, await invite(manager));
const of = ({ attemptId }: Candidate) => ({ params: { attemptId } });
const keys = Object.keys(contract) as (keyof Api)[];
const attemptKeys = keys.filter((key) => contract[key].who === 'candidate');
const writeKeys = keys.filter((key) => !key.startsWith('GET'));

const save = (candidate: Candidate, path: string, content: string, baseRev: number) =>
  candidate.call('PUT /api/attempts/:attemptId/file', { ...of(candidate), body: { path, content, baseRev } });
const handIn = (candidate: Candidate, hash: string) =>
  candidate.call('POST /api/attempts/:attemptId/submission', { ...of(candidate), body: { treeHash: hash } });
const alike = (problem: object) => ({ ...problem, requestId: '' });

attack(
  35,
  'workspace of another by its id, with the own secret',
  '401, and nothing told or touched',
  async () => {
    const thief = new Client(platform.app);
    const [secret] = Object.values(mallory.cookies);
    thief.cookies = { ...mallory.cookies, [`attempt_${victim.attemptId}`]: secret! };
    const before = await treeHashOf(victim);
    for (const key of attemptKeys) {
      const input = { params: { attemptId: victim.attemptId }, query: { path: 'server.ts', baseRev: 1 } };
      const nobody = { params: { attemptId: crypto.randomUUID() }, query: input.query };
      const [his, none] = [await thief.call(key, input as never), await thief.call(key, nobody as never)];
      expect(his.status).toBe(401);
      expect(alike(his.problem)).toEqual(alike(none.problem));
    }
    expect(await treeHashOf(victim)).toBe(before);
    return `${attemptKeys.length} routes, the same answer as for no attempt at all`;
  },
);

attack(35, 'writes from another site, cookies and all', '403 before anything else', async () => {
  for (const key of writeKeys)
    for (const origin of ['https://evil.example', 'null', `${publicUrl}.evil.example`]) {
      const { problem } = await victim.call(key, of(victim) as never, { origin, host: 'proofload.test' });
      expect(problem, `${key} from ${origin}`).toMatchObject({ status: 403, code: 'cross-origin' });
    }
  return `${writeKeys.length} routes, 3 origins`;
});

attack(35, 'sockets opened from another site', 'no address becomes one', async () => {
  const routes = attemptKeys.filter((one) => one.startsWith('GET')).map((one) => one.split(' ')[1]!);
  for (const path of [...routes, '/api/attempts/:attemptId/terminals/1?cols=80&rows=24'])
    expect(await upgrade(path.replace(':attemptId', victim.attemptId))).not.toContain(' 101 ');
  return 'never 101';
});

/** @returns the status line of what comes back when a WebSocket is asked for */
function upgrade(path: string): Promise<string> {
  const { port } = platform.app.server.address() as AddressInfo;
  const cookies = Object.entries(victim.cookies).map(([name, value]) => `${name}=${value}`);
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.setTimeout(5000, () => socket.destroy(new Error('no answer')));
    socket.on('error', reject).on('data', (data: Buffer) => {
      resolve(data.toString().split('\r\n')[0]!);
      socket.destroy();
    });
    socket.write(
      `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\norigin: https://evil.example\r\ncookie: ${cookies.join('; ')}\r\n` +
        'connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n',
    );
  });
}

attack(35, 'session used after signing out', '401', async () => {
  const person = await signIn(platform);
  const stolen = new Client(platform.app);
  stolen.cookies = { ...person.cookies };
  expect((await stolen.call('GET /api/session', {})).status).toBe(200);
  await person.call('DELETE /api/session', {});
  expect((await stolen.call('GET /api/session', {})).problem.code).toBe('not-signed-in');
  return 'not signed in';
});

attack(
  37,
  'the clock turned back, in the pod and in what is sent',
  'only the server’s clock counts',
  async () => {
    const sandboxes = await testSandboxes();
    const pod = await sandboxes.open(scripted());
    const { output } = await run(
      pod,
      `date -s '2001-01-01' 2>&1 >/dev/null; unshare --time true 2>&1; perl -e '$at = pack("qq", 1, 0); print syscall(227, 0, $at), " $!\\n"'; date +%Y`,
    );
    await sandboxes.close();
    expect(output.match(/Operation not permitted/g)).toHaveLength(3);
    expect(output.split('\n').at(-1)).toBe(String(new Date().getFullYear()));

    const late = await start();
    const { deadline } = (await late.call('GET /api/attempts/:attemptId', of(late))).body;
    platform.advance(Date.parse(deadline!) + graceMs - platform.now().getTime());
    const body = {
      path: 'late.ts',
      content: 'x',
      baseRev: 0,
      now: '2001-01-01',
      elapsedMs: 1,
      deadline: '2100-01-01',
    };
    const headers = { origin: publicUrl, date: 'Mon, 01 Jan 2001 00:00:00 GMT' };
    const saved = await late.call('PUT /api/attempts/:attemptId/file', { ...of(late), body }, headers);
    expect(saved.problem.status).toBe(409);
    expect(['time-is-up', 'attempt-submitted']).toContain(saved.problem.code);
    platform.advance(-(Date.parse(deadline!) + graceMs - Date.now()));
    return 'not permitted; a save when the time and its grace are over is refused';
  },
);

attack(
  38,
  'hands in ten times at once, and again while it is graded',
  'one submission, one job',
  async () => {
    const candidate = await start();
    const hash = await treeHashOf(candidate);
    const answers = await Promise.all(Array.from({ length: 10 }, () => handIn(candidate, hash)));
    answers.push(await handIn(candidate, 'a replay with other files'));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    const id = answers[0]!.body.submissionId;
    const { sql } = platform.database;
    const jobs = await sql`select 1 from pgboss.job where data->>'submissionId' = ${id}`;
    const rows = await sql`select 1 from submission where attempt_id = ${candidate.attemptId}`;
    expect([jobs.length, rows.length]).toEqual([1, 1]);
    return '11 answers, all the same';
  },
);

attack(38, 'hands in a second after the grace', 'gets what was saved in time, nothing later', async () => {
  const candidate = await start();
  const inTime = await save(candidate, 'late.ts', 'in time', 0);
  platform.advance(3_600_000 + graceMs + 1000);
  await save(candidate, 'late.ts', 'too late', 1);
  await handIn(candidate, await treeHashOf(candidate));
  await eventually(async () => {
    const { body } = await candidate.call('GET /api/attempts/:attemptId/submission', of(candidate));
    expect(body.snapshot).toBe(inTime.body.treeHash);
  });
  platform.advance(-3_600_000 - graceMs - 1000);
  return 'the snapshot is the last one saved in time';
});

attack(
  39,
  'saves from two tabs, and while it hands in',
  'stale saves refused, the graded hash is the one shown',
  async () => {
    const candidate = await start();
    const both = await Promise.all(['x', 'y'].map((text) => save(candidate, 'server.ts', text, 1)));
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200, 409]));
    const seen = await treeHashOf(candidate);
    const race = await Promise.all([
      ...[1, 2, 3].map((nth) => save(candidate, `f${nth}`, 'moved', 0)),
      handIn(candidate, seen),
      ...[4, 5, 6].map((nth) => save(candidate, `f${nth}`, 'moved', 0)),
    ]);
    const first = race[3]!;
    if (first.status === 409) expect(first.problem.code).toBe('tree-moved');
    const last = await handIn(candidate, await treeHashOf(candidate));
    const { snapshot } = last.body;
    expect(snapshot).toBe(await treeHashOf(candidate));
    await eventually(() => expect(graded.map(hashOfTree)).toContain(snapshot));
    return `one of two saves kept; ${first.status === 409 ? 'tree moved' : 'handed in first'}, graded as shown`;
  },
);

const hashOfTree = (tree: Tree) => treeHash([...tree].map(([path, content]) => [path, hashOf(content)]));

attack(41, 'looks for the hidden cases in what comes back', 'no name, no result, one try', async () => {
  const candidate = await start();
  const { body } = await handIn(candidate, await treeHashOf(candidate));
  const { sql } = platform.database;
  await eventually(async () =>
    expect(
      await sql`select 1 from grading where submission_id = ${body.submissionId} and counts`,
    ).toHaveLength(1),
  );
  const read = attemptKeys.filter((key) => key.startsWith('GET'));
  const answers = await Promise.all(
    read.map((key) => candidate.call(key, { ...of(candidate), query: { path: 'server.ts' } } as never)),
  );
  const told = answers.map(({ text }) => text).join('\n');
  expect(told).toContain(tiny.title);
  expect(told).not.toMatch(new RegExp(`${hiddenName}|expected 5|solid|${tiny.canary}`));
  const again = await save(candidate, 'server.ts', 'another guess', 1);
  expect(again.problem.code).toBe('attempt-submitted');
  const [grading] = await sql<{ seed: number }[]>`select seed from grading`;
  expect(told).not.toContain(String(grading!.seed));
  return `${read.length} routes say nothing of it, nor of the seed`;
});

attack(
  10,
  'starts the attempt with the hidden suite in its files',
  'only the starter’s files are there',
  async () => {
    const { body } = await mallory.call('GET /api/attempts/:attemptId/files', of(mallory));
    expect(body.files.map(({ path }) => path)).toEqual([...treeOf({ 'server.ts': '' }).keys()]);
    return 'server.ts alone';
  },
);
