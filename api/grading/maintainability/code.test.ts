import { describe, expect, test } from 'vitest';
import { blanked, isTest, ownSources } from './code.ts';
import { sizeOf } from './size.ts';

const treeOf = (files: Record<string, string>) =>
  new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));

describe('code is told from comments and strings', () => {
  test.each([
    ['a.ts', `const a = 'b // c'; // d`, `const a =         ;     `],
    ['a.ts', 'sql`select 1 -- ${a}`, /"\\/[/]"/.exec(b) / 2', 'sql                  ,          .exec(b) / 2'],
    ['a.js', 'a /* b\nc */ d "e\\"f" g', 'a     \n     d        g'],
    ['a.go', "a := `b \"c` + 'd' // e", 'a :=        +         '],
    ['a.py', 'a = """b\n# c""" # d\ne = f"g" + \'h\'', 'a =     \n          \ne = f    +    '],
    ['a.sql', "select 'a--b' -- c", 'select            '],
  ])('%s: %s', (path, text, code) => {
    expect(blanked(path, text, 'comments and strings').trimEnd()).toBe(code.trimEnd());
    expect(blanked(path, text, 'comments')).toHaveLength(text.length);
  });

  test('strings stay where only comments go', () => {
    expect(blanked('a.ts', `f('// a'); // b`, 'comments')).toBe(`f('// a');     `);
  });
});

test.each([
  ['orders.test.ts', true],
  ['tests/orders.py', true],
  ['test_orders.py', true],
  ['src/orders_test.go', true],
  ['conftest.py', true],
  ['orders.spec.js', true],
  ['latest.ts', false],
  ['contest/attest.go', false],
  ['test/data.json', false],
])('%s is a test: %s', (path, expected) => expect(isTest(path)).toBe(expected));

test('what moved, or is only a comment, is not the candidate’s own', () => {
  const starter = treeOf({ 'a.ts': 'one();\ntwo();\n', 'schema.sql': 'select 1;\n' });
  const tree = treeOf({
    'a.ts': '// why\ntwo();\n  three();\n',
    'b.ts': 'one();\none();\n',
    'data.json': '{}',
    'schema.sql': 'select 1;\n',
  });
  expect(ownSources(starter, tree).map(({ path, own }) => [path, [...own]])).toEqual([
    ['a.ts', [2]],
    ['b.ts', [1]],
  ]);
});

test('a solution is as large as what it adds, tests left out', () => {
  const tree = treeOf({
    'a.py': 'def f(x):\n    # Enough.\n    if x and x > "if":\n        return 1\n',
    'test_a.py': 'def test_f():\n    assert f(1)\n',
  });
  expect(sizeOf(new Map(), tree)).toEqual({ files: 1, lines: 3, decisions: 2 });
  expect(sizeOf(tree, tree)).toEqual({ files: 0, lines: 0, decisions: 0 });
});

test('a tree that was made to be read for ever is read in a moment', () => {
  const line = '"'.repeat(3) + '/*`'.repeat(60_000);
  const tree = new Map(
    Array.from({ length: 40 }, (_, index) => [`${index}.${index % 2 ? 'ts' : 'py'}`, Buffer.from(line)]),
  );
  const beganMs = performance.now();
  sizeOf(new Map(), tree);
  expect(performance.now() - beganMs).toBeLessThan(5000);
});
