import { test, type TestContext } from 'vitest';

/** One line of the table that a run prints; an attack keeps its number whatever becomes of the others. */
export interface Attack {
  number: number;
  name: string;
  expected: string;
  /** What was seen, once the attack has failed as it should. */
  outcome?: string;
}

declare module 'vitest' {
  interface TaskMeta {
    attack?: Attack;
  }
}

/**
 * One attack as a test.
 * @param expected what must come of it
 * @param run attacks, asserts what is expected and says in a few words what was seen
 */
export function attack(
  number: number,
  name: string,
  expected: string,
  run: (context: TestContext) => Promise<string>,
): void {
  const line: Attack = { number, name, expected };
  // oxlint-disable-next-line vitest/valid-title -- put together from its parts, which the table shows again
  test(`${number}. ${name}: ${expected}`, { meta: { attack: line } }, async (context) => {
    context.task.meta.attack = { ...line, outcome: await run(context) };
  });
}
