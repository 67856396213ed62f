import axe from 'axe-core';
import type { Page } from 'playwright-core';

interface Violation {
  id: string;
  impact: string | null;
  nodes: { html: string }[];
}

/** What axe finds on the page as it stands and calls serious or critical. @returns one line each */
export async function seriousFaults(page: Page): Promise<string[]> {
  // evaluate() runs in the page's own world through the debugger, so the page's content security policy stays as it is.
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const world = globalThis as unknown as { axe: { run: () => Promise<{ violations: Violation[] }> } };
    return (await world.axe.run()).violations;
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}
