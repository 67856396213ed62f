import { PassThrough } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { hashOf, type Tree } from '../challenge/tree.ts';
import type { Pod, Sources } from '../sandbox/sandboxes.ts';
import { changesBetween, PodFiles, type PodChange } from './pod-files.ts';

const treeOf = (files: Record<string, string>): Tree =>
  new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
const hash = (text: string) => hashOf(Buffer.from(text));
const foundOf = (files: Record<string, string>, tooLarge: string[] = []): Sources => ({
  files: treeOf(files),
  tooLarge: new Set(tooLarge),
});
const before = new Map([
  ['a.js', hash('a')],
  ['b.js', hash('b')],
]);

test('files made, changed and deleted are told, each with what was there before', () => {
  expect(changesBetween(before, foundOf({ 'a.js': 'A', 'new.js': 'n' }))).toEqual([
    { path: 'a.js', content: Buffer.from('A'), before: hash('a') },
    { path: 'new.js', content: Buffer.from('n'), before: null },
    { path: 'b.js', content: null, before: hash('b') },
  ]);
});

test('a workspace that is all empty was lost, and no file of it is deleted', () => {
  expect(changesBetween(before, foundOf({}))).toEqual([]);
});

test('what grew too large is not taken for deleted, and programs are not taken for work', () => {
  const found = foundOf({ 'a.js': 'a', program: 'ELF\0' }, ['b.js']);
  expect(changesBetween(before, found)).toEqual([]);
});

test('a starter that brings libraries along loses none of them', () => {
  const with_ = new Map([...before, ['node_modules/x/index.js', hash('x')]]);
  expect(changesBetween(with_, foundOf({ 'a.js': 'a', 'b.js': 'b' }))).toEqual([]);
});

const take = async (changes: PodChange[]) => changes;

/** A pod whose folder is `now`, and which is looked at through the stream it gives. */
function podOf(now: { files: Record<string, string> }) {
  const streams: PassThrough[] = [];
  const readSources = vi.fn<Pod['readSources']>(async () => foundOf(now.files));
  const watchFiles = async () => {
    const stream = new PassThrough();
    streams.push(stream);
    return stream;
  };
  const patchFiles = vi.fn<Pod['patchFiles']>(async () => undefined);
  return { pod: { readSources, watchFiles, patchFiles } as unknown as Pod, readSources, patchFiles, streams };
}

test('a file that is being replaced is not taken for deleted', async () => {
  const now = { files: { 'a.js': 'a' } as Record<string, string> };
  const { pod, readSources } = podOf(now);
  const files = new PodFiles(pod);
  files.wrote(treeOf({ 'a.js': 'a', 'b.js': 'b' }));
  readSources.mockImplementationOnce(async () => {
    now.files = { 'a.js': 'a', 'b.js': 'replaced' };
    return foundOf({ 'a.js': 'a' });
  });
  expect(await files.read(take)).toEqual([
    { path: 'b.js', content: Buffer.from('replaced'), before: hash('b') },
  ]);
  expect(await files.read(take)).toBeUndefined();
});

test('it is time to look after a notice, and again when the watch has ended', async () => {
  const now = { files: { 'a.js': 'a' } as Record<string, string> };
  const { pod, streams } = podOf(now);
  const files = new PodFiles(pod);
  expect(files.due).toBe(false);
  files.wrote(treeOf(now.files));
  expect(files.due).toBe(true);
  await files.read(take);
  expect(files.due).toBe(false);
  now.files['a.js'] = 'changed';
  streams[0]?.write('.');
  await vi.waitFor(() => expect(files.due).toBe(true), 5_000);
  expect(await files.read(take)).toHaveLength(1);
  streams[0]?.destroy();
  await vi.waitFor(() => expect(files.due).toBe(true), 5_000);
  files.close();
});

test('what is saved is given to the sandbox by itself, but never over what was not read yet', async () => {
  const { pod, patchFiles, streams } = podOf({ files: { 'a.js': 'a', 'b.js': 'b' } });
  const files = new PodFiles(pod);
  files.wrote(treeOf({ 'a.js': 'a', 'b.js': 'b' }));
  await files.read(take);
  const saved = treeOf({ 'a.js': 'newer', 'c.js': 'c' });
  await files.follow(saved);
  expect(patchFiles).toHaveBeenCalledExactlyOnceWith(saved, ['b.js']);
  await files.follow(saved);
  expect(patchFiles).toHaveBeenCalledOnce();
  streams[0]?.write('.');
  await vi.waitFor(() => expect(files.due).toBe(true), 5_000);
  await files.follow(treeOf({ 'a.js': 'newest' }));
  expect(patchFiles).toHaveBeenCalledOnce();
});

test('changes that could not be kept come again', async () => {
  const { pod } = podOf({ files: { 'a.js': 'changed' } });
  const files = new PodFiles(pod);
  files.wrote(treeOf({ 'a.js': 'a' }));
  const away = new Error('the database is away');
  await expect(files.read(() => Promise.reject(away))).rejects.toBe(away);
  expect(await files.read(take)).toHaveLength(1);
});
