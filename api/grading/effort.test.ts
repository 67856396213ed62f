import { expect, test } from 'vitest';
import { SandboxError } from '../sandbox/sandboxes.ts';
import { countsOf, effortBetween, perRequest } from './effort.ts';
import type { Effort } from './evidence.ts';
import type { Boot, Paired } from './evidence.ts';
import type { Side } from './side.ts';

const boot = (candidate: Effort, reference: Effort): Boot =>
  ({ steady: { effort: { candidate, reference } } as Partial<Paired> as Paired }) as Partial<Boot> as Boot;
const effort = (requests: number, statements: number | null, calls: number | null = null): Effort => ({
  requests,
  statements,
  calls,
});

test('counts are divided by the requests of all boots', () => {
  const boots = [boot(effort(100, 1100), effort(100, 100)), boot(effort(300, 3300), effort(300, 300))];
  expect(perRequest(boots, 'statements')).toEqual({ candidate: 11, reference: 1, ratio: 11 });
  expect(perRequest(boots, 'calls')).toBeNull();
});

test('what could not be counted once is not told, and nothing is compared with nothing', () => {
  const boots = [boot(effort(100, 100), effort(100, 100)), boot(effort(100, null), effort(100, 100))];
  expect(perRequest(boots, 'statements')).toBeNull();
  expect(perRequest([{ steady: {} } as Boot], 'statements')).toBeNull();
  expect(perRequest([boot(effort(10, 5), effort(10, 0))], 'statements')).toEqual({
    candidate: 0.5,
    reference: 0,
    ratio: null,
  });
});

test('a count that went back was begun anew meanwhile', () => {
  const after = { statements: 5, calls: 30 };
  expect(effortBetween({ statements: 9, calls: 10 }, after, 10)).toEqual({
    requests: 10,
    statements: null,
    calls: 20,
  });
});

test('a database that cannot be asked ends no grading', async () => {
  const side = {
    pod: { statements: () => Promise.reject(new SandboxError('it is gone')) },
    probe: {
      run: async (_: string[], { onLine }: { onLine: (line: unknown) => void }) =>
        onLine({ type: 'calls', calls: 7 }),
    },
    stubs: ['bank'],
  } as unknown as Side;
  expect(await countsOf(side)).toEqual({ statements: null, calls: 7 });
});
