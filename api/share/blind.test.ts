import { expect, test } from 'vitest';
import { blindTo } from './blind.ts';

const hide = blindTo('Zoë Quarx-Li');

test.each([
  ['by Zoë Quarx-Li', 'by [name]'],
  ['ZOË and quarx', '[name] and [name]'],
  ['zoëquarxli, zoë.quarx.li, zoë_quarx_li', '[name], [name], [name]'],
  ['"author": "Quarx <z.q+work@mail.example.co.uk>"', '"author": "[name] <[e-mail]>"'],
  ['zoëtrope, Quarxian, list', 'zoëtrope, Quarxian, list'],
  ['Li alone is too short', 'Li alone is too short'],
])('%j becomes %j', (text, blind) => {
  expect(hide(text)).toBe(blind);
});

test('a name of one short part is found as a word', () => {
  expect(blindTo('Bo')('Bo took both')).toBe('[name] took both');
});

test('a name that is a pattern, or is none, is text', () => {
  expect(blindTo('.*(x')('anything, x')).toBe('anything, [name]');
  expect(blindTo('=+-')('a = b')).toBe('a = b');
});

test('long text of one piece takes no long time', () => {
  const started = performance.now();
  hide('a'.repeat(1_000_000));
  hide('zoë'.repeat(300_000));
  expect(performance.now() - started).toBeLessThan(5_000);
});
