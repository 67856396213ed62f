// Answers that break the protocol, against all three that ask a candidate's service: the request by hand, the checks and
// the load. Each must see them for what they are, in bounded time, and go on.
import { afterAll, beforeAll, expect } from 'vitest';
import { send } from '../../api/workspace/request.ts';
import { runChecks } from '../../api/probe/checks.ts';
import { phaseCommand } from '../../api/grading/duet.ts';
import { Generator } from '../../api/probe/generator.ts';
import type { CheckLine } from '../../sandboxes/probe/observation.ts';
import { Problem } from '../../api/http/problem.ts';
import type { Pod, Sandboxes } from '../../api/sandbox/sandboxes.ts';
import { ask, askWhenUp, podSpec, testSandboxes, treeOf } from '../support/pods.ts';
import { attack } from './attack.ts';
import { service } from './script.ts';

/** What each of the three makes of an answer. */
interface Seen {
  /** Status, or the code of the problem the candidate is shown. */
  byHand: number | string;
  /** The status a check gets, or false when it fails. */
  check: number | false;
  /** How the load counts every request. */
  load: string;
}

const late: Seen = { byHand: 'no-answer', check: false, load: 'timeout' };
const large: Seen = { byHand: 'bad-answer', check: false, load: 'too-large' };
const garbage: Seen = { byHand: 'bad-answer', check: false, load: 'garbage' };
const moved: Seen = { byHand: 302, check: 302, load: 'wrong' };

const attacks: [number: number, way: string, expected: string, seen: Seen][] = [
  [18, 'endless', 'cut off', { byHand: 200, check: false, load: 'too-large' }],
  [18, 'drip', 'deadline', late],
  [19, 'endless-header', 'cut off', large],
  [19, 'many-headers', 'cut off', large],
  [19, 'open-header', 'deadline', late],
  [19, 'interim', 'cut off', garbage],
  [20, 'gzip', 'never unpacked', { byHand: 200, check: 200, load: 'wrong' }],
  [20, 'brotli', 'never unpacked', { byHand: 200, check: 200, load: 'wrong' }],
  [20, 'too-short', 'no good answer', { ...garbage, load: 'connection' }],
  [20, 'too-long', 'no more is read', { byHand: 200, check: 200, load: 'wrong' }],
  [20, 'two-lengths', 'no good answer', garbage],
  [20, 'smuggled', 'no good answer', garbage],
  [20, 'bad-chunk', 'no good answer', garbage],
  [20, 'not-http', 'no good answer', garbage],
  [20, 'upgrade', 'no good answer', garbage],
  [21, 'silent', 'deadline', late],
  [21, 'deaf', 'deadline', late],
  [21, 'reset', 'no good answer', { byHand: 'not-listening', check: false, load: 'connection' }],
  [22, 'to-metadata', 'not followed', moved],
  [22, 'to-file', 'not followed', moved],
  [22, 'to-itself', 'not followed', moved],
];

const ways = attacks.map(([, way]) => way);
const suite = treeOf({
  'checks/hidden/ways.test.ts': `import { check, get } from 'proofload/checks';
for (const way of ${JSON.stringify(ways)})
  check('rules', way, async () => {
    const { status } = await get('/' + way, { timeoutMs: 600 });
    throw new Error('status ' + status);
  });`,
  'load.ts': `import { defineLoad } from 'proofload/load';
const check = (status, json) => status === 200 && json?.ok === true;
export default defineLoad([{ name: 'any', weight: 1, make: () => ({ method: 'GET', path: '/any', check }) }]);`,
});

let sandboxes: Sandboxes;
let pod: Pod;
let generator: Generator;
let checks: CheckLine[];
beforeAll(async () => {
  sandboxes = await testSandboxes();
  pod = await sandboxes.open(podSpec({ kind: 'grading' }));
  await pod.writeFiles(service('misbehaving'));
  const probe = await pod.attachProbe(suite);
  await pod.restart();
  await askWhenUp(pod, '/health');
  checks = await runChecks(probe, { port: 8080, seed: 1, deadlineMs: 30_000 });
  generator = await Generator.start(probe, 8080);
});
afterAll(() => sandboxes?.close());

for (const [number, way, expected, seen] of attacks)
  attack(number, `answer: ${way}`, expected, async () => {
    await ask(pod, `/choose/${way}`);
    const began = performance.now();
    const [byHand, load] = await Promise.all([
      askByHand(way, patienceMs(seen.byHand)),
      loadWith(way, patienceMs(seen.load)),
    ]);
    expect(performance.now() - began).toBeLessThan(20_000);
    expect({ byHand, check: statusOf(way), load }).toEqual(seen);
    return `by hand ${byHand}, check ${statusOf(way) || 'fails'}, load ${load}`;
  });

/** For an answer that never comes not long, for the others what a busy machine needs. */
const patienceMs = (seen: number | string) => (['timeout', 'no-answer'].includes(String(seen)) ? 1000 : 8000);

async function askByHand(way: string, deadlineMs: number): Promise<number | string> {
  const asked = { method: 'GET', path: `/${way}`, headers: {} };
  const answer = await send(() => pod.connect(8080), 8080, asked, deadlineMs).catch((error: unknown) => {
    if (error instanceof Problem) return error;
    throw error;
  });
  if (answer instanceof Problem) return answer.code;
  expect(answer.body.length).toBeLessThanOrEqual(256_000);
  return answer.status;
}

function statusOf(way: string): number | false {
  const found = checks.find(({ name }) => name === way);
  expect(found?.passed).toBe(false);
  const [, status] = /^status (\d+)$/.exec(found?.message ?? '') ?? [];
  return status ? Number(status) : false;
}

/** @returns the one outcome that every request of the phase had */
async function loadWith(way: string, timeoutMs: number): Promise<string> {
  const settings = {
    mode: 'open',
    connections: 0,
    rate: 30,
    seed: 1,
    durationMs: 300,
    drainMs: timeoutMs + 500,
  } as const;
  const windows = await generator.run({ ...phaseCommand(way, settings), timeoutMs });
  const failures = windows.flatMap((window) => Object.keys(window.failures));
  const counted = windows.flatMap((window) => Object.values(window.failures)).reduce((a, b) => a + b, 0);
  expect(windows.map(({ good }) => good)).toEqual([0]);
  expect(counted).toBe(windows[0]?.scheduled);
  // Unfinished is what had no answer when the phase was over: late by another name.
  return [...new Set(failures.map((kind) => (kind === 'unfinished' ? 'timeout' : kind)))]
    .toSorted()
    .join(' ');
}
