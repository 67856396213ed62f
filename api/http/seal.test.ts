import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keptSecret, makeSeal } from './seal.ts';

const seal = makeSeal('a secret of thirty-two characters');

test('what is sealed is read again, and looks different each time', async () => {
  const [one, two] = [await seal.close('Schlüssel'), await seal.close('Schlüssel')];
  expect(one).not.toBe(two);
  expect(one).not.toContain(Buffer.from('Schlüssel').toString('base64url'));
  expect(await makeSeal('a secret of thirty-two characters').open(one)).toBe('Schlüssel');
});

test('another secret, or a changed text, opens nothing', async () => {
  const sealed = await seal.close('Schlüssel');
  const problem = { status: 500, code: 'other-secret' };
  await expect(makeSeal('another secret of thirty-two chars').open(sealed)).rejects.toMatchObject(problem);
  const parts = sealed.split('.');
  parts[3] = parts[3]!.startsWith('A') ? `B${parts[3]!.slice(1)}` : `A${parts[3]!.slice(1)}`;
  await expect(seal.open(parts.join('.'))).rejects.toMatchObject(problem);
});

test('a folder keeps one secret, however many ask for it first, for its owner alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'proofload-secret-'));
  const asked = await Promise.all([1, 2, 3].map(() => keptSecret(join(folder, 'data'))));
  expect(new Set(asked).size).toBe(1);
  expect(asked[0]).toMatch(/^[\w-]{43}$/);
  expect((await stat(join(folder, 'data/secret'))).mode & 0o777).toBe(0o600);
  await rm(folder, { recursive: true });
});
