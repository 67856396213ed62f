// A guard that never fails guards nothing: each tool of `npm run check` is shown a fault it must refuse.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let house: string;

beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'proofload-guards-'));
  for (const file of ['package.json', 'tsconfig.json', '.oxlintrc.json', '.oxfmtrc.json', 'knip.json'])
    cpSync(file, join(house, file));
  symlinkSync(realpathSync('node_modules'), join(house, 'node_modules'));
});
afterEach(() => rmSync(house, { recursive: true, force: true }));

function plant(path: string, source: string): void {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), source);
}

function run(tool: string, ...args: string[]): { failed: boolean; output: string } {
  const done = spawnSync(resolve('node_modules/.bin', tool), args, { cwd: house, encoding: 'utf8' });
  return { failed: done.status !== 0, output: done.stdout + done.stderr };
}

const lintFaults: [what: string, path: string, source: string, says: RegExp][] = [
  [
    'a query that is never awaited',
    'api/a.ts',
    `export function f(sql: () => Promise<void>) {\n  sql();\n}\n`,
    /floating/,
  ],
  [
    'the web importing the API',
    'web/a.ts',
    `import { serve } from '../api/http/serve.ts';\nexport const x = serve;\n`,
    /contracts only/,
  ],
  [
    'the web importing a contract as a value',
    'web/a.ts',
    `import { contract } from '../api/contract.ts';\nexport const x = contract;\n`,
    /import type/,
  ],
  [
    'dockerode outside api/sandbox',
    'api/a.ts',
    `import Docker from 'dockerode';\nexport const x = new Docker();\n`,
    /api\/sandbox only/,
  ],
  [
    'the sandbox knowing people',
    'api/sandbox/a.ts',
    `import { x } from '../person/person.ts';\nexport const y = x;\n`,
    /nothing of people/,
  ],
  [
    'rules importing fastify',
    'api/invite/invite.ts',
    `import fastify from 'fastify';\nexport const x = fastify;\n`,
    /nothing of HTTP/,
  ],
  [
    'a file beyond 300 lines',
    'api/a.ts',
    Array.from({ length: 301 }, (_, n) => `export const x${n} = ${n};`).join('\n'),
    /max-lines/,
  ],
];

test.each(lintFaults)('lint refuses %s', (_what, path, source, says) => {
  plant(path, source);
  const { failed, output } = run('oxlint', '--type-aware', '--deny-warnings', path);
  expect(output).toMatch(says);
  expect(failed).toBe(true);
});

test('lint lets the web import a contract as a type', () => {
  plant('web/a.ts', `import type { Api } from '../api/contract.ts';\nexport type X = Api;\n`);
  expect(run('oxlint', '--deny-warnings', 'web/a.ts')).toMatchObject({ failed: false });
});

test('the types refuse a contract route without a handler, and a wrong reply', () => {
  cpSync('api/http', join(house, 'api/http'), { recursive: true });
  plant(
    'api/planted.ts',
    `import type { Handlers } from './http/serve.ts';
import Type from 'typebox';
const c = { 'GET /api/x': { who: 'anyone', response: Type.Object({ n: Type.Number() }) } } as const;
export const none: Handlers<typeof c> = {};
export const wrong: Handlers<typeof c> = { 'GET /api/x': async () => ({ n: 'one' }) };
`,
  );
  const { failed, output } = run('tsc');
  expect(output).toMatch(/planted\.ts\(4/);
  expect(output).toMatch(/planted\.ts\(5/);
  expect(failed).toBe(true);
});

test('the formatter refuses a file out of shape', () => {
  plant('api/a.ts', 'export   const x=1\n');
  expect(run('oxfmt', '--check', 'api/a.ts').failed).toBe(true);
});

test('the dead-code guard names an unused file and an unused export', () => {
  plant('api/server.ts', `import { used } from './part.ts';\nused();\n`);
  plant('api/part.ts', `export function used() {}\nexport function forgotten() {}\n`);
  plant('api/dead.ts', `export const x = 1;\n`);
  const { failed, output } = run('knip');
  expect(output).toMatch(/api\/dead\.ts/);
  expect(output).toMatch(/forgotten/);
  expect(failed).toBe(true);
});
