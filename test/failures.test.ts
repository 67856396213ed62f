// Services that no grading may trip over, on real pods: each ends as the candidate's failure or at the bottom of the
// scale, in bounded time and with nothing left behind.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Report } from '../api/grading/report.ts';
import type { Sandboxes } from '../api/sandbox/sandboxes.ts';
import { testSandboxes, treeOf } from './support/pods.ts';
import { gradeTiny } from './support/tiny.ts';

let sandboxes: Sandboxes;
beforeAll(async () => {
  sandboxes = await testSandboxes();
});
afterAll(() => sandboxes?.close(), 60_000);

/** Grades one file as the whole service; nothing of it is left afterwards. */
async function gradeService(source: string): Promise<Report> {
  const report = await gradeTiny(sandboxes, treeOf({ 'server.ts': source }));
  expect(await sandboxes.reconcile(new Set())).toBe(0);
  return report;
}

test('one that exits is told so, with its last words', async () => {
  const report = await gradeService(`console.log('no such table'); process.exit(3);`);
  expect(report).toMatchObject({
    outcome: 'candidate_failure',
    failure: { stage: 'start', code: 'exited', log: ['no such table'] },
  });
});

test('one that never listens is given up on', async () => {
  const report = await gradeService(`console.log('thinking'); setInterval(() => {}, 1000);`);
  expect(report).toMatchObject({
    outcome: 'candidate_failure',
    failure: { code: 'never-listened', log: ['thinking'] },
  });
});

test('one that accepts and never answers is given up on', async () => {
  const report = await gradeService(`import net from 'node:net'; net.createServer(() => {}).listen(8080);`);
  expect(report).toMatchObject({ outcome: 'candidate_failure', failure: { code: 'did-not-start' } });
});

test('one that answers garbage is given up on', async () => {
  const report = await gradeService(
    `import net from 'node:net'; net.createServer((s) => { s.on('error', () => {}); s.end('\\x00garbage\\r\\n\\r\\n'); }).listen(8080);`,
  );
  expect(report).toMatchObject({ outcome: 'candidate_failure', failure: { code: 'did-not-start' } });
});

test('one that floods its log is ended, is told so, and keeps the last 200 lines', async () => {
  const report = await gradeService(
    `let n = 0; const flood = () => { let lines = ''; for (let i = 0; i < 5000; i++) lines += 'line ' + n++ + '\\n'; process.stdout.write(lines, () => setTimeout(flood)); }; flood();`,
  );
  expect(report).toMatchObject({
    outcome: 'candidate_failure',
    failure: {
      code: 'exited',
      reason: expect.stringMatching(/wrote more than 50,000 lines or 20 MB of log/),
    },
  });
  const log = report.outcome === 'graded' ? [] : report.failure.log;
  expect(log).toHaveLength(200);
  // The last is one that it was ended in.
  expect(Number(log.at(-2)?.split(' ')[1])).toBeGreaterThan(5000);
});

test('one that is up and then answers garbage is graded at the bottom', async () => {
  const report = await gradeService(`import net from 'node:net';
let asked = 0;
net.createServer((s) => {
  s.on('error', () => {});
  s.once('data', () => s.end(asked++ < 2 ? 'HTTP/1.1 200 OK\\r\\ncontent-length: 2\\r\\nconnection: close\\r\\n\\r\\n{}' : 'garbage\\r\\n\\r\\n'));
}).listen(8080);`);
  expect(report, JSON.stringify(report).slice(0, 600)).toMatchObject({
    outcome: 'graded',
    band: 'below',
    knee: { rps: 0 },
  });
}, 180_000);
