// The panels below the editor, in a real browser on a real sandbox.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadChallenges } from '../../api/challenge/load.ts';
import { freePort } from '../../api/db/port.ts';
import { invite, openInvite, signIn, startPlatform, type TestPlatform } from '../support/app.ts';
import { provedSandboxes } from '../support/pods.ts';
import { openBrowser, openPage } from './browser.ts';
import { look as picture } from './screen.ts';

let platform: TestPlatform;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const challenges = await loadChallenges('challenges');
  platform = await startPlatform({ sandboxes: await provedSandboxes(), challenges });
  await platform.app.listen({ host: '127.0.0.1', port });
  const token = await invite(await signIn(platform), 'Ada Lovelace', { challenge: 'slow-catalogue' });
  const candidate = await openInvite(platform, token);
  const { attemptId, cookies } = candidate;
  await candidate.call('POST /api/attempts/:attemptId/start', {
    params: { attemptId },
    body: { runtime: 'node' },
  });
  browser = await openBrowser();
  ({ page, complaints } = await openPage(browser));
  await page.context().addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url })));
  await page.goto(`${url}/attempts/${attemptId}?e2e`);
  await page.getByText('Service running', { exact: true }).waitFor({ timeout: 120_000 });
});
afterAll(async () => {
  await browser?.close();
  await platform?.close();
});

const rows = () => page.locator('.xterm-rows').first();
const tab = (name: string) => page.getByRole('tab', { name, exact: true });
const focused = () =>
  page.evaluate(
    () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent,
  );

async function openTerminal(): Promise<void> {
  await tab('Terminal').click();
  await page.locator('[data-link=open]').waitFor({ timeout: 30_000 });
  await page.getByRole('textbox', { name: /^Terminal 1/ }).focus();
  await rows().getByText('$').first().waitFor({ timeout: 20_000 });
}

/** Beside the files: the panels are what is looked at. */
async function look(name: string): Promise<void> {
  await tab('Files').click();
  await picture(page, `panel-${name}`, 'wide');
}

test('the terminal runs what is typed, lets the keyboard out, and is drawn anew after a reload', async () => {
  await tab('Files').click();
  await openTerminal();
  await page.keyboard.type('word=kept; echo $((40 + 2))-shown; pwd\n');
  await rows().getByText('42-shown').waitFor({ timeout: 20_000 });
  await rows().getByText('/workspace').first().waitFor();
  await look('terminal');
  await page.keyboard.press('Shift+Tab');
  expect(await focused()).not.toMatch(/^Terminal 1/);
  await page.getByRole('textbox', { name: /^Terminal 1/ }).focus();
  await page.keyboard.press('Tab');
  expect(await focused()).toMatch(/^Terminal 1/);
  await page.keyboard.press('Control+m');
  await page.keyboard.press('Tab');
  expect(await focused()).not.toMatch(/^Terminal 1/);
  await page.keyboard.press('Control+m');
  await page.reload();
  await openTerminal();
  await rows().getByText('42-shown').waitFor({ timeout: 20_000 });
  await page.keyboard.type('echo $word-still\n');
  await rows().getByText('kept-still').waitFor({ timeout: 20_000 });
});

test('a burst of 3 MB in the terminal leaves typing in the editor alone', async () => {
  await tab('Files').click();
  await page.getByRole('treeitem', { name: /server\.ts/ }).click();
  await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 20_000 });
  await openTerminal();
  // Burst upon burst of 3 MB, until it is interrupted.
  await page.keyboard.type('read go; while :; do head -c 2250000 /dev/urandom | base64; done\n');
  const quiet = await typingDelay('// typed at rest,');
  const terminal = page.getByRole('textbox', { name: /^Terminal 1/ });
  await terminal.focus();
  await page.keyboard.press('Enter');
  await rows()
    .getByText(/[\w+/]{70}/)
    .first()
    .waitFor({ timeout: 20_000 });
  const meanwhile = await typingDelay(' // typed meanwhile');
  await terminal.focus();
  await page.keyboard.press('Control+c');
  await page.keyboard.type('clear; echo bu""rst-over\n');
  await rows().getByText('burst-over').waitFor({ timeout: 60_000 });
  expect(await page.evaluate(() => window.__ide?.getFile('server.ts'))).toContain('// typed meanwhile');
  // A busy machine makes both slow.
  expect(meanwhile, `${quiet} ms at rest`).toBeLessThan(Math.max(100, 3 * quiet));
});

test('the log is searched and picked from by level', async () => {
  await tab('Log').click();
  const log = page.getByRole('log');
  await log
    .getByText(/is listening/)
    .first()
    .waitFor({ timeout: 20_000 });
  await page.getByRole('textbox', { name: 'Search the log' }).fill('LISTENING');
  await log.locator('mark').first().waitFor();
  await page.getByRole('combobox', { name: 'Lines shown' }).selectOption('error');
  await expect.poll(() => log.getByText(/is listening/).count()).toBe(0);
  await page.getByRole('combobox', { name: 'Lines shown' }).selectOption('debug');
  await look('log');
  await page.getByRole('textbox', { name: 'Search the log' }).fill('');
});

test('a request begins with the author’s example, is kept, and can be had for a shell', async () => {
  await tab('Request').click();
  await page.getByRole('combobox', { name: /Begin with an example/ }).selectOption('A product page');
  expect(await page.getByRole('textbox', { name: 'Path' }).inputValue()).toBe('/products/4711');
  await page.getByRole('button', { name: 'Copy as cURL' }).waitFor();
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('"id": 4711').first().waitFor({ timeout: 30_000 });
  await page.reload();
  await tab('Request').click();
  await page.getByRole('button', { name: /GET \/products\/4711/ }).click();
  expect(await page.getByRole('textbox', { name: 'Path' }).inputValue()).toBe('/products/4711');
});

test('the database shows its tables, answers SQL, and says plainly what is wrong', async () => {
  await tab('Database').click();
  const products = page.getByRole('region', { name: 'Tables' }).getByText(/products about 200,000 rows/);
  await products.click({ timeout: 30_000 });
  await page
    .locator('details[open]')
    .getByText(/integer/)
    .first()
    .waitFor();
  const run = async (sql: string) => {
    await page.getByRole('textbox', { name: 'SQL' }).fill(sql);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
  };
  await run(`create table note (text text); insert into note values ('a, "b"'), (null), ('') returning text`);
  await page.getByText('3 rows ·').waitFor({ timeout: 20_000 });
  await page.getByRole('cell', { name: 'a, "b"' }).waitFor();
  await page.getByRole('cell', { name: 'null' }).waitFor();
  await look('database');
  await run('update note set text = 1; drop table note');
  await page.getByText(/^Done/).waitFor();
  await run('select * from products');
  await page.getByText(/the rest is not shown/).waitFor({ timeout: 20_000 });
  await run('selec 1');
  await page.getByText(/ERROR: {2}syntax error at or near "selec"/).waitFor();
  await run('select pg_sleep(30)');
  await page.getByText(/statement timeout/).waitFor({ timeout: 20_000 });
});

test('a smoke load shows answer times, failures and what the service used', async () => {
  await tab('Smoke load').click();
  await page.getByText(/This is practice/).waitFor();
  await page.getByRole('textbox', { name: 'Requests per second' }).fill('20');
  await page.getByRole('button', { name: 'Load for 5 seconds' }).click();
  await page.getByTestId('load-verdict').waitFor({ timeout: 90_000 });
  expect(await page.getByTestId('load-verdict').textContent()).toMatch(/^\d+ of \d+ requests/);
  await page.getByText(/cores, at most/).waitFor();
  await look('smoke-load');
});

test('no page complained', () => {
  expect(complaints).toEqual([]);
});

/**
 * Types into the editor.
 * @returns the median of how long a key took until the next frame, in the page, in milliseconds. The slowest of them tell more
 * of the machine, whose cores the sandbox, the platform and the browser share here.
 */
async function typingDelay(text: string): Promise<number> {
  await page.locator('.monaco-editor').first().click();
  await page.keyboard.press('Control+End');
  await page.evaluate(() => {
    const world = window as unknown as { delays?: number[] };
    if (!world.delays)
      window.addEventListener(
        'keydown',
        ({ timeStamp }) => requestAnimationFrame(() => world.delays!.push(performance.now() - timeStamp)),
        { capture: true },
      );
    world.delays = [];
  });
  await page.keyboard.type(text, { delay: 20 });
  const delays = await page.evaluate(() => (window as unknown as { delays: number[] }).delays);
  return delays.toSorted((a, b) => a - b)[Math.floor(delays.length / 2)] as number;
}
