import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { CheckLine } from './observation.ts';
import { runChecks } from './checks.ts';

const roots: string[] = [];
afterEach(async () => {
  for (const root of roots.splice(0)) await rm(root, { recursive: true });
});

test('each check is told with its category and a message without a stack', async () => {
  const lines = await run({
    'checks/visible/a.test.ts': `
      test('adds up', { meta: { category: 'prices' } }, () => expect(1 + 1).toBe(2));
      test('is told', { meta: { category: 'stock' } }, () => expect(process.env.PROOFLOAD_BASE_URL).toBe('x'));`,
  });
  expect(lines).toMatchObject([
    { name: 'adds up', category: 'prices', passed: true, message: '' },
    { name: 'is told', category: 'stock', passed: false },
  ]);
  expect(lines[1]?.message).toContain('http://127.0.0.1:1');
  expect(lines[1]?.message).not.toContain('.test.ts');
});

test('a suite that does not load is nobody’s failed check', async () => {
  await expect(
    run({ 'checks/hidden/b.test.ts': `import './missing.ts'; test('x', () => {});` }),
  ).rejects.toThrow(/b\.test\.ts holds no checks/);
  await expect(run({ 'checks/readme.md': '' })).rejects.toThrow(/no checks/);
});

test('checks behind a failed preparation, or not reached in time, have failed', async () => {
  const lines = await run({
    'checks/a.test.ts': `
      describe('orders', () => {
        beforeAll(() => { throw new Error('no answer'); });
        test('are kept', () => {});
      });`,
  });
  expect(lines).toMatchObject([{ name: 'orders > are kept', passed: false, message: 'no answer' }]);
  const slow = await run(
    {
      'checks/a.test.ts': `
        test('one', () => new Promise((r) => setTimeout(r, 8000)));
        test('two', () => {});
        test('three', () => {});`,
    },
    1000,
  );
  expect(slow.map((line) => line.name).toSorted()).toEqual(['one', 'three', 'two']);
  expect(slow.filter((line) => line.name !== 'one').map((line) => line.passed)).toEqual([false, false]);
});

async function run(files: Record<string, string>, deadlineMs = 20_000): Promise<CheckLine[]> {
  const root = await mkdtemp(join(tmpdir(), 'suite-'));
  roots.push(root);
  const vitest = import.meta.resolve('vitest');
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    const imports = `import { beforeAll, describe, expect, test } from ${JSON.stringify(vitest)};\n`;
    await writeFile(join(root, path), imports + content);
  }
  const lines: CheckLine[] = [];
  const onCheck = (line: CheckLine): void => void lines.push(line);
  await runChecks({ root, baseUrl: 'http://127.0.0.1:1', seed: 1, deadlineMs, onCheck });
  return lines;
}
