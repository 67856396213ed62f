import { expect, test } from 'vitest';
import { tree } from './support/challenge.ts';
import { loadChallenges } from '../api/challenge/load.ts';
import { checksIn, withoutAssertion } from '../api/grading/gate/suite.ts';

const helpers = `
const refused = async (answer) =>
  expectProblem(await answer, 400);
const quiet = async (path) => {
  await get(path);
};
export function expectProblem(
  answer,
  status,
): void {
  if (answer.status !== status) throw new Error('no problem');
}
class Owner {
  async charge(amount) {
    const answer = await post('/charges', { amount });
    refused(answer);
  }

  async look() {
    await get('/charges');
  }
}
`;

const inOne = (body: string) => `check('rules', 'one', async () => {\n  ${body}\n});\n`;

function idle(text: string): number[] {
  const suites = {
    visible: new Map(),
    hidden: tree({ 'checks/own.ts': helpers, 'checks/hidden/a.test.ts': text }),
  };
  return withoutAssertion({ suites }).map(({ line }) => line);
}

test.each([
  'expect(await get("/")).toBe(1);',
  'await refused(get("/"));',
  'await owner.charge(5);',
  "if ((await get('/')).status > 400) throw new Error('no');",
])('a check that does this can fail: %s', (body) => {
  expect(idle(inOne(body))).toEqual([]);
});

test.each([
  '',
  "await get('/');",
  "await quiet('/');",
  'await owner.look();',
  "// would expect '/' to be there",
])('a check that does this cannot: %s', (body) => {
  expect(idle(inOne(body))).toEqual([1]);
});

test('the name of a check does not speak for it', () => {
  expect(idle("check('rules', 'bad input is refused', async () => {\n  await get('/');\n});\n")).toEqual([1]);
});

test('what stands behind a check does not speak for it', () => {
  const several = `${inOne("await get('/');")}
for (const path of ['/a', '/b'])
  check(
    'rules',
    'many',
    async () => {
      await get(path);
    },
  );
check('rules', 'empty', async () => {});
${inOne('expect(1).toBe(1);')}`;
  expect(idle(several)).toEqual([1, 6, 13]);
});

test('every check of our own challenges asserts something', async () => {
  for (const challenge of (await loadChallenges('challenges')).values()) {
    expect(checksIn(challenge).length).toBeGreaterThan(0);
    expect(withoutAssertion(challenge)).toEqual([]);
  }
});
