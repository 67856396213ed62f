import { expect, test } from 'vitest';
import { Inserted, Json, Statement, toCamel } from './sql.ts';

const sent: [text: string, values: unknown[]][] = [];
const sql = (strings: TemplateStringsArray, ...args: unknown[]) =>
  new Statement<object[]>(strings, args, async (text, values) => {
    sent.push([text, values]);
    return [{ id: 1 }];
  });

test('what stands in a statement is a parameter, a statement in it a part of it, and it is sent once', async () => {
  const due = sql`deadline < ${5}`;
  const statement = sql`select * from attempt where id = ${'x; drop table y'} and ${due} or ${null}`;
  expect(sent).toEqual([]);
  expect([await statement, await statement]).toEqual([[{ id: 1 }], [{ id: 1 }]]);
  expect(sent).toEqual([
    ['select * from attempt where id = $1 and deadline < $2 or $3', ['x; drop table y', 5, null]],
  ]);
});

test('a row to insert is its columns and values', () => {
  const values: unknown[] = [];
  const row = { attemptId: 'a', bytes: 3, facts: new Json({ aKey: 1 }), evidence: new Json(null) };
  const text = sql`insert into t ${new Inserted(row)} returning id`.write(values);
  expect(text).toBe(
    'insert into t ("attempt_id", "bytes", "facts", "evidence") values ($1, $2, $3, $4) returning id',
  );
  expect(values).toEqual(['a', 3, '{"aKey":1}', null]);
});

test('text that no jsonb holds is stored without what it cannot hold', () => {
  const { text } = new Json({ said: 'a\0b', half: '\ud83d', whole: '\u{1f600}', n: 1 });
  expect(JSON.parse(text!)).toEqual({ said: 'a\u{fffd}b', half: '\u{fffd}', whole: '\u{1f600}', n: 1 });
});

test('undefined is refused, and so is never taken for null', async () => {
  await expect(sql`select ${undefined}`).rejects.toThrow('undefined');
});

test('columns become keys', () => {
  expect(['id', 'attempt_id', 'lost_at_2'].map(toCamel)).toEqual(['id', 'attemptId', 'lostAt2']);
});
