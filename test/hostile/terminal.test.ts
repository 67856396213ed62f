// The way to a terminal, tried by those who have no business there.
import { afterAll, beforeAll, expect } from 'vitest';
import { publicUrl, startAttempt, startPlatform, type Candidate, type TestPlatform } from '../support/app.ts';
import { openSocket } from '../support/socket.ts';
import { attack } from './attack.ts';

let platform: TestPlatform;
let base: string;
let candidate: Candidate;
let other: Candidate;
beforeAll(async () => {
  platform = await startPlatform();
  base = await platform.app.listen({ host: '127.0.0.1', port: 0 });
  [candidate, other] = [await startAttempt(platform), await startAttempt(platform)];
});
afterAll(() => platform?.close());

const refused = (who: Pick<Candidate, 'attemptId' | 'cookies'>, origin = publicUrl) =>
  openSocket(base, who as Candidate, { origin }).then(
    () => 'open',
    (error: Error) => error.message,
  );

attack(35, 'a terminal of somebody else’s attempt', 'refused, as without a cookie', async () => {
  const { attemptId } = other;
  expect(await refused({ attemptId, cookies: {} })).toBe('refused');
  expect(await refused({ attemptId, cookies: candidate.cookies })).toBe('refused');
  const renamed = { [`attempt_${attemptId}`]: Object.values(candidate.cookies)[0]! };
  expect(await refused({ attemptId, cookies: renamed })).toBe('refused');
  return 'refused three times';
});

attack(35, 'a terminal opened by another site', 'refused, whatever the cookies', async () => {
  for (const origin of [
    'http://evil.example',
    'null',
    `${publicUrl}.evil.example`,
    'http://x.preview.proofload.test',
  ])
    expect(await refused(candidate, origin)).toBe('refused');
  expect(await refused(candidate)).toBe('open');
  return 'own pages alone';
});

attack(35, 'messages that are too large or none of ours', 'the connection ends', async () => {
  for (const text of ['{"cols":1e9,"rows":1}', 'x'.repeat(70_000)]) {
    const terminal = await openSocket(base, candidate);
    terminal.say(text);
    expect([1006, 1009]).toContain(await terminal.closed);
  }
  return 'closed';
});
