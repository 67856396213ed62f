import axe from 'axe-core';
import type { Page } from 'playwright-core';

interface Violation {
  id: string;
  impact: string | null;
  nodes: { html: string }[];
}

interface World {
  axe?: { run: (options: object) => Promise<{ violations: Violation[] }> };
}

/** What axe finds on the page as it stands and calls serious or critical. @returns one line each */
export async function seriousFaults(page: Page): Promise<string[]> {
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
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}
