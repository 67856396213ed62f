// The whole of a candidate's work by keyboard alone, and how it looks to those who need it to look otherwise. Sandboxes in memory:
// nothing here is about them.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectClean } from './axe.ts';
import { openPage } from './browser.ts';
import { serveCandidates, type CandidateSite } from './candidate-site.ts';
import { pictures } from './screen.ts';
import { expectHas, has, tabTo } from './focus.ts';

let site: CandidateSite;
let page: Page;
let complaints: string[];
/** Lets come what lies over the editor. */
let letOver: () => void;
beforeAll(async () => {
  site = await serveCandidates();
  ({ page, complaints } = await openPage(site.browser));
  const { promise, resolve } = Promise.withResolvers<void>();
  letOver = resolve;
  await page.route(/assets\/EditorOver/, async (route) => {
    await promise;
    await route.continue();
  });
});
afterAll(() => site?.close());

const button = (name: string) => page.getByRole('button', { name, exact: true }).first();
const tab = (name: string) => page.getByRole('tab', { name, exact: true });
const file = (name: RegExp) => page.getByRole('treeitem', { name });
const editor = () => page.locator('.monaco-editor').first();
const terminal = () => page.getByRole('textbox', { name: /^Terminal 1/ });
const press = (key: string) => page.keyboard.press(key);

async function stored(path: string): Promise<string | undefined> {
  const rows = await site.platform.database.sql<{ content: Buffer }[]>`
    select blob.content from attempt_file join blob on blob.hash = attempt_file.hash
    where attempt_file.path = ${path} and not deleted`;
  return rows[0]?.content.toString();
}

test('from the brief to the workspace', async () => {
  await page.goto(await site.inviteLink('Ada'));
  await page.getByText('Everything works.').waitFor({ timeout: 30_000 });
  await tabTo(page, page.getByRole('link', { name: 'Skip to the content' }));
  await tabTo(page, page.getByLabel('I have read this page'));
  await press('Space');
  await tabTo(page, page.getByRole('textbox', { name: 'Your name' }));
  await page.keyboard.type('Ada Lovelace');
  await tabTo(page, button('Start the clock'));
  await press('Enter');
  await page.getByTestId('time-left').waitFor({ timeout: 30_000 });
  await expectHas(page.getByRole('heading', { level: 1 }).first());
});

test('into the tree, and a file from there', async () => {
  await tabTo(page, tab('Brief'));
  await press('ArrowRight');
  await tab('Files').and(page.locator('[aria-selected=true]')).waitFor();
  await tabTo(page, page.getByRole('tree'));
  await press('End');
  await expectHas(file(/server\.ts/));
  await press('Enter');
  await page.locator('[data-ready=editor]').waitFor({ timeout: 60_000 });
  await press('Insert');
  await expectHas(page.getByRole('textbox', { name: 'Path' }));
  await press('Escape');
  await expectHas(file(/server\.ts/));
  await press('Insert');
  await expectHas(page.getByRole('textbox', { name: 'Path' }));
  await page.keyboard.type('notes.md');
  await press('Enter');
  await expectHas(editor());
});

test('into the editor and out of it, which it says', async () => {
  await page.keyboard.type('one');
  await press('Tab');
  await page.keyboard.type('two');
  await expect.poll(() => stored('notes.md'), { timeout: 10_000 }).toMatch(/^one\s+two$/);
  expect(await has(editor())).toBe(true);
  expect(await page.locator('.monaco-editor [aria-label*="Ctrl+M"]').count()).toBeGreaterThan(0);
  await press('Control+m');
  await page.getByText('Tab leaves the editor (Ctrl+M)').waitFor();
  await press('Tab');
  expect(await has(editor())).toBe(false);
  await tabTo(page, editor(), 'Shift+Tab');
  await press('Control+m');
  await page.getByText('Tab types in the editor (Ctrl+M)').waitFor();
  await press('Control+p');
  await expectHas(page.getByRole('combobox', { name: 'Open a file' }));
  await press('Escape');
  await expectHas(editor());
  await press('Control+p');
  await expectHas(page.getByRole('combobox', { name: 'Open a file' }));
  await page.keyboard.type('db.ts');
  await page.getByRole('option', { name: 'db.ts' }).waitFor();
  await press('Enter');
  await expectHas(editor());
  await page.getByRole('tab', { name: 'db.ts', selected: true }).waitFor();
});

test('what lies over the editor takes the keyboard, however late it comes, and gives it back', async () => {
  await press('Control+m');
  await tabTo(page, button('History'));
  await press('Enter');
  await button('History').and(page.locator('[aria-pressed=true]')).waitFor();
  await expectHas(button('History'));
  letOver();
  await expectHas(button('Back to the editor'));
  await press('Escape');
  await expectHas(editor());
  await tabTo(page, button('History'));
  await press('Enter');
  await expectHas(button('Back to the editor'));
  await press('Enter');
  await expectHas(editor());
});

test('into the terminal and out of it, both ways', async () => {
  await tabTo(page, tab('Log'));
  await press('ArrowLeft');
  await page.locator('[data-link=open]').waitFor({ timeout: 30_000 });
  await tabTo(page, terminal());
  await page.keyboard.type('echo');
  await page.locator('.xterm-rows').first().getByText('echo').waitFor();
  await press('Shift+Tab');
  expect(await has(terminal())).toBe(false);
  await tabTo(page, terminal());
  await press('Control+m');
  await press('Tab');
  expect(await has(terminal())).toBe(true);
  await press('Control+m');
  await press('Tab');
  expect(await has(terminal())).toBe(false);
  await press('Control+m');
});

test('through every pane, without losing the way', async () => {
  await tabTo(page, tab('Terminal'), 'Shift+Tab');
  for (const name of ['Log', 'Request', 'Database', 'Results', 'Smoke load']) {
    await press('ArrowRight');
    await expectHas(tab(name));
    await tab(name).and(page.locator('[aria-selected=true]')).waitFor();
    await press('Tab');
    await expectHas(page.getByRole('tabpanel', { name }));
    await tabTo(page, tab(name), 'Shift+Tab');
  }
});

test('what is busy, and what goes, leaves the keyboard where somebody can go on', async () => {
  // The way leads through the editor.
  await press('Control+m');
  await tabTo(page, button('Run checks'), 'Shift+Tab');
  await press('Enter');
  await page.getByText('1 of 2 visible checks pass').first().waitFor({ timeout: 30_000 });
  await expectHas(button('Run checks'));
  await tabTo(page, page.getByRole('tree'));
  await press('End');
  await press('Home');
  await press('Delete');
  await expectHas(button('Undo'));
  await expectBroken('categories.ts', 'products.ts', 'search.ts');
  await press('Enter');
  await expectHas(file(/card\.ts/));
  await expectBroken();
  await press('Insert');
  await expectHas(page.getByRole('textbox', { name: 'Path' }));
  await page.keyboard.type('wrong.ts');
  await press('Enter');
  await expectHas(editor());
  await page.keyboard.type('const wrong: number = true;');
  await expectBroken('wrong.ts');
  await press('Control+p');
  await expectHas(page.getByRole('combobox', { name: 'Open a file' }));
  await page.keyboard.type('card.ts');
  await page.getByRole('option', { name: 'card.ts', selected: true }).waitFor();
  await press('Enter');
  await expectHas(editor());
});

/** Waits until errors are counted at these files in the tree, and at no other. */
const expectBroken = (...names: string[]) =>
  expect
    .poll(async () => (await file(/error/).allTextContents()).map((text) => text.replace(/\d.*/, '')), {
      timeout: 60_000,
    })
    .toEqual(names);

type Media = NonNullable<Parameters<Page['emulateMedia']>[0]>;
interface Look {
  name: string;
  media: Media;
  /** What the editor wears then. */
  theme: string;
  size?: [width: number, height: number];
}

const usual: Media = { colorScheme: 'light', contrast: 'no-preference', forcedColors: 'none' };
const looks: Look[] = [
  { name: 'contrast-dark', media: { colorScheme: 'dark', contrast: 'more' }, theme: 'hc-black' },
  { name: 'forced', media: { forcedColors: 'active' }, theme: 'hc-light' },
  // A window of 1280 by 800 at 200 %, and the narrowest that is to do.
  { name: 'double', media: {}, theme: 'vs', size: [640, 400] },
  { name: 'narrow', media: { colorScheme: 'dark' }, theme: 'vs-dark', size: [320, 640] },
];

/** Sees to it that the page is whole and clean in a look, and leaves a picture of it. */
async function inspect(name: string, look: Look): Promise<void> {
  const { media, theme, size: [width, height] = [1280, 800] } = look;
  await page.emulateMedia({ ...usual, ...media });
  await page.setViewportSize({ width, height });
  const over = await page.evaluate(() => [
    document.documentElement.scrollWidth - innerWidth,
    document.documentElement.scrollHeight - innerHeight,
  ]);
  // One under another the parts are longer than a small window, and are scrolled to.
  expect(over, `${name}: larger than the window`).toEqual([0, width < 860 ? over[1] : 0]);
  await page.locator(`.monaco-editor.${theme}`).first().waitFor();
  // The words of the code take their colours a moment after the rest.
  await expectClean(page, name);
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
}

test('the workspace is whole and clean in every look', async () => {
  await tab('Results').click();
  for (const look of looks) await inspect(`look-workspace-${look.name}`, look);
  await page.emulateMedia(usual);
  await page.setViewportSize({ width: 1280, height: 800 });
  // The editor was made anew on the way, and has looked through all files, this one last.
  await expectBroken('wrong.ts');
});

test('by keyboard to the receipt', async () => {
  await tabTo(page, button('Hand in'), 'Shift+Tab');
  await press('Enter');
  await page.getByRole('dialog').waitFor();
  await press('Escape');
  await expectHas(button('Hand in'));
  await press('Enter');
  await tabTo(page, button('Hand in now'));
  await press('Enter');
  await page.getByRole('heading', { name: 'Handed in' }).waitFor({ timeout: 30_000 });
  await expectHas(page.getByRole('heading', { level: 1 }).first());
  await tabTo(page, page.getByRole('link', { name: 'Download your code' }));
  expect(complaints).toEqual([]);
});
