import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { GradedReport, MaintainabilityFact } from '../../api/grading/report.ts';
import { Counted, OwnTests } from './Told.tsx';

const nothing = { value: 1, low: 1, high: 1 };
const facts = { goodPerSecond: nothing, cpuMsPerGoodRequest: nothing, failures: {} };
const text = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
const counted = (more: Partial<GradedReport['facts']>) =>
  text(renderToStaticMarkup(createElement(Counted, { facts: { ...facts, ...more } })));

test('counts are told beside the reference’s, and nothing is said where nothing was counted', () => {
  expect(counted({})).toBe('');
  expect(counted({ statements: null, calls: null, memoryGrowth: null })).toBe('');
  const all = counted({
    statements: { candidate: 11.04, reference: 1, ratio: 11.04 },
    calls: { candidate: 0, reference: 0, ratio: null },
    memoryGrowth: { candidate: { value: 2e6, low: 1e6, high: 3e6 }, reference: null, grows: true },
  });
  expect(all).toContain('11, 11x the reference (1)');
  expect(all).toContain('0 (reference 0)');
  expect(all).toContain('grows by about 2,000 KB with every 1,000 requests (reference not known)');
  const calm = { candidate: { value: 2e6, low: -1e6, high: 3e6 }, reference: null, grows: false };
  expect(counted({ memoryGrowth: calm })).toContain('no clear growth');
});

test('what own tests noticed is listed, with how sure that is', () => {
  const size = { files: 1, lines: 1, decisions: 2 };
  const bugs = [
    { path: 'a.ts', line: 3, what: '“<” became “>=”', caught: true },
    { path: 'b\u202e.ts', line: 4, what: '“await” was taken out', caught: false },
  ];
  const maintainability: MaintainabilityFact = {
    tests: 'tried',
    testFiles: 1,
    bugs,
    size,
    referenceSize: size,
  };
  const dimensions = [{ name: 'Maintainability', value: 70, low: 20, high: 90, band: 'solid' } as const];
  const shown = (report: Partial<GradedReport>) =>
    text(renderToStaticMarkup(createElement(OwnTests, { report: report as GradedReport })));
  const html = shown({ maintainability, dimensions });
  expect(html).toContain('Confidence: low.');
  expect(html).toContain('noticed: a.ts, line 3: “&lt;” became “&gt;=”');
  expect(html).toContain('not noticed: b⟨U+202E⟩.ts, line 4');
  expect(html).toContain('1 line in 1 file, 2 decisions');
  expect(
    shown({ maintainability: { ...maintainability, tests: 'none', bugs: [] }, dimensions: [] }),
  ).toContain('No tests were handed in');
  expect(shown({ dimensions: [] })).toBe('');
});
