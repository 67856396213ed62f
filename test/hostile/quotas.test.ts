// One candidate who wants more than there is for all.
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import {
  startAttempt,
  startPlatform,
  treeHashOf,
  type Candidate,
  type TestPlatform,
} from '../support/app.ts';
import { attack } from './attack.ts';

let platform: TestPlatform;
let greedy: Candidate;
let other: Candidate;
beforeAll(async () => {
  platform = await startPlatform();
  platform.sandboxes.service = (_, response) => response.end('{}');
  platform.sandboxes.program = async (_suite, { onLine }) => onLine({ type: 'checks-done', count: 0 });
  await platform.app.listen({ host: '127.0.0.1', port: 0 });
  other = await startAttempt(platform);
});
// Another one each time: an attempt has 1,200 requests a minute in all, from however many addresses.
beforeEach(async () => {
  greedy = await startAttempt(platform);
});
afterAll(() => platform?.close());

const of = ({ attemptId }: Candidate) => ({ params: { attemptId } });
const save = (candidate: Candidate, path: string, content: string) =>
  candidate.call('PUT /api/attempts/:attemptId/file', {
    ...of(candidate),
    body: { path, content, baseRev: 0 },
  });

/** Asks 1,000 times, first one after another, then all at once. @returns how many answers there were of each status */
async function thousand(path: string, payload: object): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  const ask = async (nth: number) => {
    const { statusCode } = await platform.app.inject({
      method: 'POST',
      url: `/api/attempts/${greedy.attemptId}/${path}`,
      remoteAddress: `198.51.100.${nth % 250}`,
      cookies: greedy.cookies,
      payload,
    });
    counts[statusCode] = (counts[statusCode] ?? 0) + 1;
  };
  for (let nth = 0; nth < 200; nth++) await ask(nth);
  await Promise.all(Array.from({ length: 800 }, (_, nth) => ask(nth)));
  return counts;
}

attack(40, '1,000 clicks on Run', '429 but for the first 20; others run on', async () => {
  const clicks = thousand('restart', { treeHash: await treeHashOf(greedy) });
  const body = { treeHash: await treeHashOf(other) };
  expect((await other.call('POST /api/attempts/:attemptId/restart', { ...of(other), body })).status).toBe(
    200,
  );
  expect(await clicks).toEqual({ 200: 20, 429: 980 });
  return '20 ran, 980 times 429';
});

attack(40, '1,000 requests by hand', '429 but for the first 120', async () => {
  const counts = await thousand('request', { method: 'GET', path: '/', headers: {} });
  expect(counts).toEqual({ 200: 120, 429: 880 });
  return '120 sent, 880 times 429';
});

attack(40, '1,000 runs of the checks', '429 but for the first 12', async () => {
  const counts = await thousand('checks', { treeHash: await treeHashOf(greedy) });
  expect(counts).toEqual({ 200: 12, 429: 988 });
  return '12 runs, 988 times 429';
});

attack(40, '10,000 files at once', '413 after 200', async () => {
  const statuses: number[] = [];
  for (let nth = 1; nth <= 210; nth++) statuses.push((await save(greedy, `f${nth}`, 'x')).status);
  const refused = statuses.filter((status) => status === 413).length;
  expect(statuses.length - refused).toBe(198);
  return `198 kept beside the starter's 2, ${refused} refused`;
});

attack(40, '10,000 files one after another, each deleted', '413 after 2,000', async () => {
  const { attemptId } = other;
  await platform.database.sql`
    insert into attempt_file (attempt_id, path, hash, bytes, rev, deleted, saved_at)
    select ${attemptId}, 'gone' || nth, hash, 0, 2, true, now()
    from generate_series(1, 1998) nth, (select hash from blob limit 1) any_blob`;
  expect((await save(other, 'one-more', 'x')).problem).toMatchObject({ status: 413, code: 'too-many-files' });
  return 'refused';
});

attack(40, '1 GB in one request', '413 or cut off, most of it never read', async () => {
  const { port } = platform.app.server.address() as AddressInfo;
  const cookies = Object.entries(greedy.cookies).map(([name, value]) => `${name}=${value}`);
  const head = [
    `PUT /api/attempts/${greedy.attemptId}/file HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    `cookie: ${cookies.join('; ')}`,
    'content-type: application/json',
  ].join('\r\n');
  const claimed = await upload(port, `${head}\r\ncontent-length: 1000000000\r\n\r\n`, (block) => block);
  const chunked = await upload(port, `${head}\r\ntransfer-encoding: chunked\r\n\r\n`, (block) =>
    Buffer.concat([Buffer.from(`${block.length.toString(16)}\r\n`), block, Buffer.from('\r\n')]),
  );
  for (const { status, sent } of [claimed, chunked]) {
    // Whoever goes on sending may have the connection reset before the answer is read.
    expect(Number.isNaN(status) || status === 413).toBe(true);
    expect(sent).toBeLessThan(100e6);
  }
  return `refused after ${(claimed.sent / 1e6).toFixed(0)} and ${(chunked.sent / 1e6).toFixed(0)} MB were sent`;
});

/** Sends up to 1 GB. @returns the status, and how many bytes were sent until the connection ended */
function upload(
  port: number,
  head: string,
  pack: (block: Buffer) => Buffer,
): Promise<{ status: number; sent: number }> {
  const block = pack(Buffer.alloc(1_000_000, '"'));
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    const more = (error?: Error | null): void => {
      if (!error && socket.bytesWritten < 1e9) socket.write(block, more);
    };
    socket.on('data', (data: Buffer) => (answer += data.toString()));
    socket.on('error', () => {});
    socket.on('close', () => resolve({ status: Number(answer.split(' ')[1]), sent: socket.bytesWritten }));
    socket.write(head, more);
  });
}

attack(40, '1 GB in many small saves', '413 once the attempt has saved 1 GB', async () => {
  const { sql } = platform.database;
  await save(greedy, 'f1', 'x');
  await sql`update attempt set saved_bytes = 999999990 where id = ${greedy.attemptId}`;
  const before = await treeHashOf(greedy);
  const body = { path: 'f1', content: 'eleven bytes', baseRev: 1 };
  const last = await greedy.call('PUT /api/attempts/:attemptId/file', { ...of(greedy), body });
  expect(last.problem).toMatchObject({ status: 413, code: 'saved-too-much' });
  expect(await treeHashOf(greedy)).toBe(before);
  const same = { path: 'f1', content: 'ten bytes.', baseRev: 1 };
  expect((await greedy.call('PUT /api/attempts/:attemptId/file', { ...of(greedy), body: same })).status).toBe(
    200,
  );
  return 'the last save that fits is kept';
});
