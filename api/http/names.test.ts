import { expect, test } from 'vitest';
import { shownName } from './names.ts';

const ada = { id: '3f9a1c77-0000-4000-8000-000000000000', candidateName: 'Ada Lovelace', decided: false };

test('those who only review see a code, until somebody has decided', () => {
  for (const roles of [['reviewer'], ['blind-reviewer'], ['reviewer', 'blind-reviewer']]) {
    expect(shownName({ roles }, ada)).toBe('Candidate 3F9A1C');
    expect(shownName({ roles }, { ...ada, decided: true })).toBe('Ada Lovelace');
  }
});

test('those who decide see the name', () => {
  for (const roles of [['admin'], ['manager'], ['reviewer', 'manager']])
    expect(shownName({ roles }, ada)).toBe('Ada Lovelace');
});
