import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { pictures, sideways } from './screen.ts';

const options = { format: 'A4', tagged: true, outline: true, preferCSSPageSize: true } as const;

/** What is inside the margins of A4: 186 mm by 273, at 96 pixels an inch. */
const paper = { width: 703, height: 1032 };

/** Looks at the page as it is laid out on paper, where it has to fit. Afterwards it is wide and on a screen again. */
export async function onPaper(page: Page, name: string, see?: () => Promise<void>): Promise<void> {
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize(paper);
  try {
    // As a screen of that size it may be wider, for a moment.
    await expect.poll(() => page.evaluate(sideways), { message: `${name} on paper` }).toBe(0);
    await page.screenshot({ path: `${pictures}/${name}-paper.png`, fullPage: true });
    await see?.();
  } finally {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.emulateMedia({ media: null });
  }
}

/**
 * Prints the page, which has to fit on paper. A PDF keeps its structure in the clear, whatever else it packs.
 * @returns the kinds of its parts in order, how many say in words what they show, and all of it
 */
export async function tagsOf(
  page: Page,
  name: string,
): Promise<{ tags: string[]; described: number; text: string }> {
  await onPaper(page, name);
  const text = (await page.pdf({ ...options, path: `${pictures}/${name}.pdf` })).toString('latin1');
  const tags = [...text.matchAll(/\/S\s*\/(H[1-6]|Table|TH|Figure|L)\b/g)].map((match) => match[1]!);
  return { tags, described: text.match(/\/Alt\s*[(<]/g)?.length ?? 0, text };
}
