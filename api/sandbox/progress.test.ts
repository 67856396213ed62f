import { Readable } from 'node:stream';
import Docker from 'dockerode';
import { expect, test } from 'vitest';
import { finished } from './progress.ts';

function report(...steps: object[]): Readable {
  return Readable.from(steps.map((step) => `${JSON.stringify(step)}\n`));
}

test('a report that holds an error fails with it, whatever follows', async () => {
  const failed = finished(
    new Docker(),
    report({ stream: 'Step 1' }, { error: 'no such file' }, { stream: '' }),
  );
  await expect(failed).rejects.toThrow('no such file');
});

test('a report without one ends well, step by step', async () => {
  const seen: unknown[] = [];
  await finished(new Docker(), report({ stream: 'a' }, { stream: 'b' }), ({ stream }) => seen.push(stream));
  expect(seen).toEqual(['a', 'b']);
});
