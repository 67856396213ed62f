import { expect, test } from 'vitest';
import { recordMessages } from './messages.ts';

const lines = (anonymiseAfterDays: number | null, deleteAfterDays: number | null) =>
  recordMessages.keeping.lines('Brightside', { anonymiseAfterDays, deleteAfterDays }).join(' ');

test('a candidate is told when what goes, and whom to ask', () => {
  expect(lines(null, null)).toMatch(/^It is kept until Brightside deletes it\./);
  expect(lines(30, null)).toMatch(/^30 days after .*without a name, until Brightside deletes it\. Ask/);
  expect(lines(null, 1)).toMatch(/^1 day after the end of your work everything is deleted\. Ask/);
  expect(lines(30, 365)).toMatch(/without a name\. 365 days after .* everything is deleted\. Ask/);
});
