import { describe, expect, test } from 'vitest';
import { neutralEdit, plantBugs } from './edits.ts';

const treeOf = (files: Record<string, string>) =>
  new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
const nothing = new Map<string, Buffer>();
/** The only changed line of a file with one bug in it. */
const turned = (path: string, line: string) =>
  plantBugs(nothing, treeOf({ [path]: `${line}\n` }), 1, 1).map(({ tree }) =>
    tree.get(path)?.toString().trimEnd(),
  );

describe('a bug is planted', () => {
  test.each([
    ['a.ts', 'if (a === b) go();', 'if (a !== b) go();'],
    ['a.ts', 'const x = await load(id);', 'const x = load(id);'],
    ['a.ts', '  return send(404);', '  send(404);'],
    ['a.ts', 'while (a && b) next();', 'while (a || b) next();'],
    ['a.ts', 'if (stock < wanted) refuse();', 'if (stock >= wanted) refuse();'],
    ['a.ts', 'left = stock - wanted;', 'left = stock + wanted;'],
    ['a.ts', 'list(true);', 'list(false);'],
    ['a.ts', 'page(0);', 'page(1);'],
    ['a.py', 'if row is None:', 'if row is not None:'],
    ['a.py', 'if row is not None:', 'if row is None:'],
    ['a.py', 'if a and b:', 'if a or b:'],
    ['a.go', 'if err != nil {', 'if err == nil {'],
    ['a.go', 'n := a * b', 'n := a + b'],
  ])('%s: %s', (path, line, bug) => expect(turned(path, line)).toEqual([bug]));

  test.each([
    ['a.ts', "import { a } from 'b';"],
    ['a.ts', 'type A = B<1> & { c: true };'],
    ['a.ts', 'const a = (b: Map<C, D>) => b;'],
    ['a.ts', 'sql`select * from a where b = 1 and c <= 2`; // if (d === 0)'],
    ['a.ts', 'if (ok) return await go;'],
    ['a.go', 'return nil, err'],
    ['a.go', 'ch <- value'],
    ['a.sql', 'select 1 + 1;'],
    ['a.test.ts', 'if (a === b) go();'],
  ])('but not in %s: %s', (path, line) => expect(turned(path, line)).toEqual([]));
});

const own = treeOf({
  'a.ts': 'export const a = (b: number) => b === 12;\nif (c && d) e(250);\nreturn f;\nawait g();\n',
  'kept.ts': 'if (x === y) z();\n',
  'b.py': 'if not a and b > 3:\n    pass\n',
});
const starter = new Map([['kept.ts', own.get('kept.ts') as Buffer]]);

test('only in what the candidate wrote, once a line, and the same for the same seed', () => {
  const bugs = plantBugs(starter, own, 5, 20);
  const places = bugs.map(({ bug }) => `${bug?.path}:${bug?.line}`);
  expect(places.toSorted()).toEqual(['a.ts:1', 'a.ts:2', 'a.ts:3', 'a.ts:4', 'b.py:1']);
  expect(plantBugs(starter, own, 5, 20)).toEqual(bugs);
  expect(plantBugs(starter, own, 5, 2)).toEqual(bugs.slice(0, 2));
  for (const { tree } of bugs)
    expect([...tree].filter(([path, text]) => text !== own.get(path))).toHaveLength(1);
  expect(bugs.map(({ bug }) => bug?.what)).toContain('“await” was taken out');
});

test('the change that does nothing changes the text of every file the candidate wrote, and no value in it', () => {
  const { tree, kind } = neutralEdit(starter, own, 5);
  expect(kind).toBe('neutral');
  const text = (path: string) => tree.get(path)?.toString() ?? '';
  expect(text('kept.ts')).toBe(own.get('kept.ts')?.toString());
  expect(text('a.ts')).toMatch(/=== 0xc;|e\(0xfa\)/);
  expect(text('a.ts')).toMatch(/\n\/\/ \d+\n$/);
  expect(text('b.py')).toMatch(/b > 0x3:[^]*\n# \d+\n$/);
});
