// What somebody without a mouse needs: to get everywhere by keys, and to see where they are.
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

const mostPresses = 80;

/** Presses Tab until `wanted` has the keyboard, and sees to it that each stop on the way can be seen. */
export async function tabTo(page: Page, wanted: Locator, key = 'Tab'): Promise<void> {
  // What a terminal is typed into has no size of its own.
  await wanted.waitFor({ state: 'attached' });
  for (let presses = 0; presses < mostPresses; presses++) {
    await page.keyboard.press(key);
    expect(await page.evaluate(invisibleStop)).toBeUndefined();
    if (await has(wanted)) return;
  }
  throw new Error(`${key} does not reach ${String(wanted)}; it is at ${await stopOf(page)}`);
}

/** Whether what has the keyboard is this, or within it. */
export const has = (wanted: Locator) =>
  wanted.evaluate((element) => element.contains(document.activeElement));

/** Waits until `wanted` has the keyboard. */
export const expectHas = (wanted: Locator) => expect.poll(() => has(wanted), { timeout: 10_000 }).toBe(true);

/** @returns what has the keyboard, in short */
export function stopOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { outerHTML, textContent } = document.activeElement!;
    return `${outerHTML.slice(0, 160)} … ${textContent?.slice(0, 60)}`;
  });
}

/**
 * Runs in the page. @returns what has the keyboard when nothing on the screen shows it; undefined when something does, or the
 * browser has it
 */
function invisibleStop(): string | undefined {
  const stop = document.activeElement;
  if (!(stop instanceof HTMLElement) || stop === document.body) return undefined;
  const looks = () => {
    const shown: string[] = [];
    // The frame may be drawn around what the stop is in: the screen of a terminal, the box of an editor.
    for (let of: HTMLElement | null = stop, up = 0; of && up < 8; of = of.parentElement, up++) {
      const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor } =
        getComputedStyle(of);
      shown.push([outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor].join());
    }
    const next = stop.nextElementSibling && getComputedStyle(stop.nextElementSibling);
    // An editor shows it by its cursor, which is drawn beside.
    const cursor = stop.closest('.monaco-editor')?.classList.contains('focused');
    return JSON.stringify([shown, next?.outlineStyle, next?.boxShadow, next?.borderColor, cursor]);
  };
  // Once for all stops: the whole page is drawn anew for it.
  if (!document.querySelector('#still')) {
    const still = document.head.appendChild(document.createElement('style'));
    still.id = 'still';
    still.textContent = '* { transition: none !important; }';
  }
  const box = (stop.closest('.xterm, .monaco-editor') ?? stop).getBoundingClientRect();
  const withFocus = looks();
  stop.blur();
  const without = looks();
  stop.focus({ preventScroll: true });
  const there = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return withFocus !== without && there ? undefined : stop.outerHTML.slice(0, 200);
}
