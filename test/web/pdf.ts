import type { Page } from 'playwright-core';
import { pictures } from './screen.ts';

const options = { format: 'A4', tagged: true, outline: true, preferCSSPageSize: true } as const;

/**
 * Prints the page. A PDF keeps its structure in the clear, whatever else it packs.
 * @returns the kinds of its parts in order, how many say in words what they show, and all of it
 */
export async function tagsOf(
  page: Page,
  name: string,
): Promise<{ tags: string[]; described: number; text: string }> {
  const text = (await page.pdf({ ...options, path: `${pictures}/${name}.pdf` })).toString('latin1');
  const tags = [...text.matchAll(/\/S\s*\/(H[1-6]|Table|TH|Figure|L)\b/g)].map((match) => match[1]!);
  return { tags, described: text.match(/\/Alt\s*[(<]/g)?.length ?? 0, text };
}
