import { expect, test } from 'vitest';
import { outdated, type ImageFacts } from './outdated.ts';

const day = 24 * 60 * 60_000;
const now = 100 * day;

/** One of ours, named so many days ago. */
function image(id: string, days: number, changes: Partial<ImageFacts> = {}): ImageFacts {
  return {
    id,
    parent: '',
    names: [`proofload/${id}:1`],
    ours: true,
    namedAtMs: now - days * day,
    ...changes,
  };
}

function goes(images: ImageFacts[], used: string[] = []): string[] {
  return outdated(images, new Set(used), now).map(({ id }) => id);
}

test('what nobody has named for two weeks goes, unless a container was made from it', () => {
  expect(goes([image('young', 13), image('old', 15), image('running', 90)], ['running'])).toEqual(['old']);
});

test('what something that stays stands on stays, however old', () => {
  const steps = { names: [], ours: false };
  const images = [
    image('base', 90),
    image('step', 90, { parent: 'base', ...steps }),
    image('node', 90, { parent: 'step' }),
    image('runtime', 1, { parent: 'node' }),
    image('forgotten', 90, { parent: 'node' }),
    image('theirs', 90, { ours: false, parent: 'own', names: ['other:1'] }),
    image('own', 90),
  ];
  expect(goes(images)).toEqual(['forgotten']);
});

test('nothing goes before what stands on it, and what is not ours never', () => {
  const images = [
    image('base', 90),
    image('node', 90, { parent: 'base' }),
    image('runtime', 90, { parent: 'node' }),
    image('debian', 90, { ours: false }),
    image('nameless', 90, { ours: false, names: [] }),
  ];
  expect(goes(images)).toEqual(['runtime', 'node', 'base']);
});
