import { expect, test } from 'vitest';
import { findFiles } from './file-find.ts';

const paths = ['lib/products.ts', 'lib/orders.ts', 'server.ts', 'notes/server-setup.md', 'package.json'];

test('nothing typed finds every file', () => {
  expect(findFiles(paths, '')).toHaveLength(paths.length);
});

test('a name comes before a folder or a longer name', () => {
  expect(findFiles(paths, 'server')).toEqual(['server.ts', 'notes/server-setup.md']);
  expect(findFiles(['setup/x.ts', 'lib/setup.ts'], 'setup')[0]).toBe('lib/setup.ts');
});

test('letters may be apart, in any case, and cross folders', () => {
  expect(findFiles(paths, 'LIORD')).toEqual(['lib/orders.ts']);
  expect(findFiles(paths, 'pjson')).toEqual(['package.json']);
  expect(findFiles(paths, 'zz')).toEqual([]);
});
