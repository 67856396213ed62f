import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { phasePrinter } from './phases.ts';
import { checkRuntime, findChallenge, readSource } from './source.ts';

const references = join(import.meta.dirname, '../../challenges/slow-catalogue/references');

test('a challenge is found by its slug or its folder, and an unknown one lists the known', async () => {
  const { challenge } = await findChallenge('slow-catalogue');
  expect(challenge.slug).toBe('slow-catalogue');
  expect((await findChallenge(join(references, '..'))).challenge.digest).toBe(challenge.digest);
  await expect(findChallenge('fast-catalogue')).rejects.toThrow(/Known ones: .*slow-catalogue/);
});

test('a runtime the challenge does not know lists those it does', async () => {
  const { challenge } = await findChallenge('slow-catalogue');
  expect(() => checkRuntime(challenge, 'cobol')).toThrow(/no runtime cobol\. Known ones: node/);
});

test('a reference is laid over the starter, however its folder is named', async () => {
  const found = await findChallenge('slow-catalogue');
  const naive = found.challenge.references['naive']?.trees['node'];
  expect(await readSource(join(references, 'naive'), found, 'node')).toBe(naive);
  expect(await readSource(join(references, 'naive/node'), found, 'node')).toBe(naive);
});

test('any other folder is taken as it is; a missing or empty one is refused', async () => {
  const found = await findChallenge('slow-catalogue');
  const folder = await mkdtemp(join(tmpdir(), 'source-'));
  await expect(readSource(folder, found, 'node')).rejects.toThrow(/holds no files/);
  await writeFile(join(folder, 'server.ts'), 'listen()');
  expect([...(await readSource(folder, found, 'node')).keys()]).toEqual(['server.ts']);
  await rm(folder, { recursive: true });
  await expect(readSource(folder, found, 'node')).rejects.toThrow(/is not a folder/);
});

test('phases are printed once each, as they pass', () => {
  let text = '';
  const print = phasePrinter((piece) => (text += piece));
  const phase = (name: string, state: 'waiting' | 'running' | 'done') => ({
    name,
    title: name.toUpperCase(),
    state,
  });
  print([phase('build', 'running'), phase('start', 'waiting')]);
  print([phase('build', 'running'), phase('start', 'waiting')]);
  print([phase('build', 'done'), phase('start', 'running')]);
  print([phase('build', 'done'), phase('start', 'done')]);
  expect(text.replaceAll(/\d+\.\d/g, 'N')).toBe('build        BUILD … N s\nstart        START … N s\n');
});
