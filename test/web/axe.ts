import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

interface Violation {
  id: string;
  impact: string | null;
  nodes: { html: string; failureSummary: string }[];
}

interface World {
  axe?: { run: (options: object) => Promise<{ violations: Violation[] }> };
}

/** Sees to it that axe finds nothing serious. A page that has just changed its colours is given a moment to come to rest. */
export async function expectClean(page: Page, name = 'the page'): Promise<void> {
  await expect.poll(() => seriousFaults(page), { message: name, timeout: 10_000 }).toEqual([]);
}

/** What axe calls serious or critical. @returns one line each */
async function seriousFaults(page: Page): Promise<string[]> {
  // evaluate() runs in the page's own world through the debugger, so the page's content security policy stays as it is.
  const there = await page.evaluate(() => (globalThis as World).axe !== undefined);
  if (!there) await page.evaluate(axe.source);
  // Nobody reads what it says of the elements in order, nor the way to each.
  const violations = await page.evaluate(
    async (options) => (await (globalThis as World).axe!.run(options)).violations,
    { resultTypes: ['violations'], selectors: false },
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(inWords).join(' | ')}`);
}

function inWords({ html, failureSummary }: Violation['nodes'][number]): string {
  return `${html.slice(0, 120)} (${failureSummary.replaceAll(/\s+/g, ' ').slice(0, 300)})`;
}
