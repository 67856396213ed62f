// The page of a result in a real browser, over reports made by hand: what a first look tells, whether links lead to their
// evidence, and that nobody is shut out.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { failedReport, fullReport, gradedReport } from '../support/report.ts';
import { expectClean } from './axe.ts';
import { openBrowser, openPage } from './browser.ts';
import { type ScorecardSite, serveScorecards } from './scorecard-site.ts';
import { isOnScreen } from './screen.ts';

let site: ScorecardSite;
let browser: Browser;
let page: Page;
let complaints: string[];
let address: string;

beforeAll(async () => {
  if (!existsSync('web/dist/index.html')) execFileSync('npm', ['run', '--silent', 'build']);
  site = await serveScorecards();
  address = site.publish('full', fullReport(), [
    { path: 'src/server.ts', before: 'listen(8080);\n', after: 'const cache = new Map();\nlisten(8080);\n' },
  ]);
  browser = await openBrowser();
  ({ page, complaints } = await openPage(browser));
  await page.goto(address);
  await page.getByTestId('sentence').waitFor();
  await page.getByText('const cache').waitFor();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

const expectOnScreen = (element: Locator) =>
  expect.poll(() => isOnScreen(element), { timeout: 20_000 }).toBe(true);

test('the first screen answers three things: would it hold, to what traffic, the main risk', async () => {
  const { facts, risks } = site.scorecard('full');
  const answers = [
    page.getByTestId('sentence'),
    page.getByRole('listitem').filter({ hasText: 'Meets minimum' }),
    ...facts.map(({ headline }) => page.getByRole('link', { name: headline })),
    page.getByTestId('main-risk'),
  ];
  expect(page.viewportSize()).toEqual({ width: 1280, height: 800 });
  for (const answer of answers) expect(await isOnScreen(answer), await answer.innerText()).toBe(true);
  expect(await page.evaluate(() => scrollY)).toBe(0);
  expect(await page.getByTestId('main-risk').innerText()).toContain(risks[0]!.text);
});

test('the ring of the chart, the sentence and the facts show one number', async () => {
  const holds = site.scorecard('full').holds as string;
  expect(await page.getByTestId('knee').textContent()).toBe(`holds ${holds} a second`);
  expect(await page.getByTestId('sentence').innerText()).toContain(`holds ${holds} requests a second`);
  expect(await page.getByRole('img', { name: 'How long answers take' }).textContent()).toContain(
    `up to ${holds} requests`,
  );
  await page.getByRole('link', { name: `Holds ${holds} requests a second` }).waitFor();
});

test('every link on the page leads to something on it, in a fold that opens', async () => {
  const anchors = await page
    .locator('main a[href^="#"]')
    .evaluateAll((links) => links.map((link) => decodeURIComponent(link.getAttribute('href')!.slice(1))));
  expect(anchors.length).toBeGreaterThan(15);
  for (const id of new Set(anchors)) expect(await page.locator(`[id="${id}"]`).count(), id).toBe(1);
  const check = page.locator('#check-4');
  await page.locator('details', { has: check }).evaluate((fold: HTMLDetailsElement) => (fold.open = false));
  await page.getByRole('link', { name: 'A transfer that is sent twice moves money once' }).first().click();
  await expectOnScreen(check);
});

test('a failed check says what was expected beside what came', async () => {
  const failed = page.locator('#check-4');
  expect(await failed.innerText()).toMatch(/Expected\s*94000\s*Got\s*88000/);
});

test('what could not be measured is no zero', async () => {
  const row = await page.locator('#drill-3').innerText();
  expect(row).toMatch(/Could not be measured/);
  expect(row).not.toMatch(/\d %/);
});

test('an address with a # opens at its evidence', async () => {
  await page.goto(`${address}#check-0`);
  await expectOnScreen(page.locator('#check-0'));
});

test('the report and the files can be taken along', async () => {
  const taken = async (control: Locator) => {
    const [download] = await Promise.all([page.waitForEvent('download'), control.click()]);
    return readFileSync(await download.path());
  };
  const report = await taken(page.getByRole('link', { name: 'Download the report' }));
  expect(report.toString()).toContain('"outcome":"graded"');
  const files = await taken(page.getByRole('link', { name: 'Download the files' }));
  expect(gunzipSync(files).toString()).toContain('listen(8080);');
});

test('axe finds nothing on the whole page', async () => {
  await expectClean(page);
});

test('at 320 pixels and in the dark nothing has to be scrolled sideways, and axe finds nothing', async () => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await expectClean(page);
});

test('on paper every fold is open and nothing is cut', async () => {
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 700, height: 990 });
  const hidden = await page
    .locator('main details > :not(summary)')
    .evaluateAll((parts) =>
      parts.filter((part) => part.clientHeight === 0).map((part) => part.textContent?.slice(0, 60)),
    );
  expect(hidden).toEqual([]);
  const cut = await page
    .locator('main *')
    .evaluateAll((parts) =>
      parts
        .filter((part) => part instanceof HTMLElement && part.getBoundingClientRect().right > innerWidth + 1)
        .map((part) => part.outerHTML.slice(0, 80)),
    );
  expect(cut).toEqual([]);
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
});

test('the first screen answers them too where a result is short, and where the service never ran', async () => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(site.publish('short', gradedReport(), []));
  await expectOnScreen(page.getByTestId('sentence'));
  await expectOnScreen(page.getByRole('link', { name: 'Holds 310 requests a second' }));
  await expectOnScreen(page.getByTestId('main-risk'));
  await page.goto(site.publish('failed', failedReport('candidate_failure'), []));
  await expectOnScreen(page.getByRole('heading', { name: 'The service did not run' }));
  await expectOnScreen(page.getByTestId('sentence'));
  await expectOnScreen(page.getByText('exit code 1 did-not-start'));
});

test('a dimension that this page does not know is shown like the others', async () => {
  const report = fullReport();
  const unknown = { ...report.dimensions[0]!, name: 'Thrift' as 'Correctness' };
  await page.goto(site.publish('unknown', { ...report, dimensions: [...report.dimensions, unknown] }, []));
  await page.getByRole('rowheader', { name: 'Thrift' }).waitFor();
});

test('a report from before there were drills, rules and marks is shown too', async () => {
  await page.goto(site.publish('old', gradedReport(), []));
  await page.getByTestId('sentence').waitFor();
  await page.getByText('No file differs from the starting point.').waitFor();
  expect(complaints).toEqual([]);
});
