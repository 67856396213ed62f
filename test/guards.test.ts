// A guard that never fails guards nothing: each tool of `npm run check` is shown a fault it must refuse.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

let house: string;

function build(): void {
  house = mkdtempSync(join(tmpdir(), 'proofload-guards-'));
  for (const file of ['package.json', 'tsconfig.json', '.oxlintrc.json', '.oxfmtrc.json', 'knip.json'])
    cpSync(file, join(house, file));
  symlinkSync(realpathSync('node_modules'), join(house, 'node_modules'));
}

const tearDown = () => rmSync(house, { recursive: true, force: true });

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
    'api/floating.ts',
    `export function f(sql: () => Promise<void>) {\n  sql();\n}\n`,
    /floating/,
  ],
  [
    'the web importing the API',
    'web/call.ts',
    `import { serve } from '../api/http/serve.ts';\nexport const x = serve;\n`,
    /contracts only/,
  ],
  [
    'the web importing a contract as a value',
    'web/value.ts',
    `import { contract } from '../api/contract.ts';\nexport const x = contract;\n`,
    /import type/,
  ],
  [
    'dockerode outside api/sandbox',
    'api/docker.ts',
    `import Docker from 'dockerode';\nexport const x = new Docker();\n`,
    /api\/sandbox only/,
  ],
  [
    'the sandbox knowing people',
    'api/sandbox/people.ts',
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
    'api/long.ts',
    Array.from({ length: 301 }, (_, n) => `export const x${n} = ${n};`).join('\n'),
    /max-lines/,
  ],
];

describe('lint, shown all of these at once,', () => {
  let linted: ReturnType<typeof run>;
  const saidOf = (path: string) => {
    const { diagnostics } = JSON.parse(linted.output) as { diagnostics: { filename: string }[] };
    return diagnostics.filter(({ filename }) => filename === path);
  };
  beforeAll(() => {
    build();
    for (const [, path, source] of lintFaults) plant(path, source);
    plant('web/type.ts', `import type { Api } from '../api/contract.ts';\nexport type X = Api;\n`);
    linted = run('oxlint', '--type-aware', '--deny-warnings', '--format=json', 'api', 'web');
  });
  afterAll(tearDown);

  test.each(lintFaults)('refuses %s', (_what, path, _source, says) => {
    expect(JSON.stringify(saidOf(path))).toMatch(says);
    expect(linted.failed).toBe(true);
  });

  test('lets the web import a contract as a type', () => {
    expect(saidOf('web/type.ts')).toEqual([]);
  });
});

describe('each other guard', () => {
  beforeEach(build);
  afterEach(tearDown);

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
    const { failed, output } = run('tsc', '--checkers', '1');
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
});
