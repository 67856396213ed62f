import { expect, test } from 'vitest';
import { plainText } from './plain-text.ts';

test('what a terminal would obey is shown', () => {
  expect(plainText('\u001b[2J\u001b]52;c;cm0=\u0007')).toBe('␛[2J␛]52;c;cm0=␇');
  expect(plainText('half\rover\u0008\u007f')).toBe('half␍over␈␡');
  expect(plainText('\u009b31m')).toBe('⟨U+009B⟩31m');
});

test('what turns the order around is shown', () => {
  expect(plainText('if (\u202eadmin\u2066)')).toBe('if (⟨U+202E⟩admin⟨U+2066⟩)');
});

test('text stays as it is, in any language', () => {
  const text = 'line\n\ttab, Zażółć 🎉, שלום, <b>&amp;';
  expect(plainText(text)).toBe(text);
});
