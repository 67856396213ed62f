import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { stages, violations } from './architecture.ts';

function trackedSources(): Map<string, string> {
  const list = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts', '*.tsx'], {
    encoding: 'utf8',
  });
  return new Map(
    list
      .split('\n')
      .filter(Boolean)
      .map((path) => [path, readFileSync(path, 'utf8')]),
  );
}

const planted: [rule: string, path: string, source: string][] = [
  ['a stage imports a later one', 'api/invite/store.ts', `import { x } from '../grading/store.ts';`],
  ['an engine imports a stage', 'api/sandbox/pod.ts', `import type { X } from '../attempt/contract.ts';`],
  ['the API imports the web', 'api/http/serve.ts', `import { x } from '../../web/paths.ts';`],
  ['the environment is read outside config', 'api/sandbox/docker.ts', `const x = process.env['HOME'];`],
  ['a route is made outside serve', 'api/invite/routes.ts', `app.get('/api/all', async () => []);`],
  ['SQL stands outside a store', 'api/invite/routes.ts', 'await sql`select 1`;'],
];

describe('the directions of the house', () => {
  test('hold in every file', () => {
    const sources = trackedSources();
    expect(sources.size).toBeGreaterThan(30);
    expect(violations(sources)).toEqual([]);
  });

  test.each(planted)('are broken when %s', (_rule, path, source) => {
    expect(violations(new Map([[path, source]]))).toHaveLength(1);
  });

  test('the stages are registered in story order', () => {
    const app = readFileSync('api/app.ts', 'utf8');
    const places = stages.map((stage) => app.indexOf(`./${stage}/routes.ts`));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });
});
