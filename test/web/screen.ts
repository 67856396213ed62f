// What somebody sees of a page without doing anything, and how it is looked at in every test that shows one.
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { expectClean } from './axe.ts';

export const pictures = '.proofload/screenshots';

/** @returns whether the whole of the element is in the window, with nothing drawn over it */
export async function isOnScreen(element: Locator): Promise<boolean> {
  return element.evaluate((part) => {
    const { left, top, right, bottom } = part.getBoundingClientRect();
    const within = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && right > left;
    const shown = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return within && shown !== null && (part.contains(shown) || shown.contains(part));
  });
}

/** @returns by how many pixels the page, or a dialog on it, is wider than its frame */
export function sideways(): number {
  const frames = [document.documentElement, ...document.querySelectorAll('[role=dialog]')];
  return Math.max(...frames.map((frame) => frame.scrollWidth - frame.clientWidth));
}

/** @returns the words of every button that does not show them whole */
function cutButtons(): string[] {
  const cut = (part: Element) => {
    const { overflowX, textOverflow } = getComputedStyle(part);
    return overflowX === 'hidden' && textOverflow !== 'ellipsis' && part.scrollWidth > part.clientWidth + 1;
  };
  return [...document.querySelectorAll('button')]
    .filter((button) => [button, ...button.querySelectorAll(':not(.visually-hidden)')].some(cut))
    .map(({ innerText }) => innerText);
}

const sizes = { narrow: ['dark', 320], wide: ['light', 1280] } as const;

/**
 * Sees to it that nothing has to be scrolled sideways, no button is cut and axe finds nothing, narrow and in the dark as well as
 * wide and in the light, and leaves a picture of both for people. The page is wide and light afterwards.
 * @param only one of the two, for a page that other tests look at as well
 */
export async function look(page: Page, name: string, only?: keyof typeof sizes): Promise<void> {
  for (const [colorScheme, width] of only ? [sizes[only]] : Object.values(sizes)) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    // An editor lays itself out a moment later.
    await expect.poll(() => page.evaluate(sideways), { message: `${name} at ${width}` }).toBe(0);
    expect(await page.evaluate(cutButtons), `cut in ${name} at ${width}`).toEqual([]);
    await expectClean(page, `${name} at ${width}`);
    await page.screenshot({ path: `${pictures}/${name}-${colorScheme}-${width}.png`, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 800 });
}
