import { expect, test } from 'vitest';
import { foldersOf, isFilePath } from './file-name.ts';

test('only plain relative paths name a file', () => {
  expect(['src/store.js', 'a', '.env', 'a b/c'].every(isFilePath)).toBe(true);
  expect(['', '/etc/passwd', '../up', 'a/../b', 'a//b', 'a/', './a', 'a\\b', 'a\0'].some(isFilePath)).toBe(
    false,
  );
});

test('folders come before files, each in order of name', () => {
  const folders = foldersOf(['z.js', 'src/store.js', 'src/http/app.js', 'a.js']);
  expect(folders.get('')).toEqual(['src', 'a.js', 'z.js']);
  expect(folders.get('src')).toEqual(['src/http', 'src/store.js']);
  expect(folders.get('src/http')).toEqual(['src/http/app.js']);
  expect(folders.has('a.js')).toBe(false);
});

test('an empty workspace has an empty root', () => {
  expect(foldersOf([])).toEqual(new Map([['', []]]));
});
