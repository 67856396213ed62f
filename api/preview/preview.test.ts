import { expect, test } from 'vitest';
import { attemptOfHost, isPreviewHost, previewLink, ticketIn } from './preview.ts';

const id = '7f3a2b10-0c4d-4e5f-8a6b-9c0d1e2f3a4b';
const base = 'preview.localhost:4000';

test.each([
  `${id}.preview.localhost:4000`,
  `${id.toUpperCase()}.Preview.LOCALHOST:4000`,
  `${id}.preview.localhost.:4000`,
  `${id}.preview.localhost..`,
  `${id}.preview.localhost`,
  `${id}.preview.localhost:80`,
])('%s is the attempt’s preview', (host) => {
  expect([isPreviewHost(host, base), attemptOfHost(host, base)]).toEqual([true, id]);
});

test.each([
  'preview.localhost:4000',
  `x.${id}.preview.localhost:4000`,
  `${id}x.preview.localhost:4000`,
  `user@${id}.preview.localhost:4000`,
  'www.preview.localhost',
  '.preview.localhost',
  'preview.localhost:4000.example',
])('%s is among the previews, and nobody’s', (host) => {
  expect([isPreviewHost(host, base), attemptOfHost(host, base)]).toEqual([true, undefined]);
});

test.each([
  'localhost:4000',
  '127.0.0.1:4000',
  '[::1]:4000',
  '',
  `${id}.localhost:4000`,
  `${id}.notpreview.localhost`,
  `${id}.preview.localhost.example`,
])('%s is no preview', (host) => {
  expect([isPreviewHost(host, base), attemptOfHost(host, base)]).toEqual([false, undefined]);
});

test('a link leads to the host of the attempt, by the scheme of the platform', () => {
  const link = previewLink('https://proof.example', 'preview.proof.example', id, 'abc');
  expect(link).toBe(`https://${id}.preview.proof.example/.proofload/open/abc`);
  expect(ticketIn(new URL(link).pathname)).toBe('abc');
});

test('paths of ours never reach the service', () => {
  expect(['/.proofload/open/', '/.proofload/', '/.proofload/other'].map(ticketIn)).toEqual(['', '', '']);
  expect(['/', '/.proofload', '/x/.proofload/open/a'].map(ticketIn)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
