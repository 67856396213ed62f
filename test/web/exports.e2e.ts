// Comparing, sharing and taking along, in a real browser on the built pages. Gradings are made by hand, sandboxes are in memory.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { freePort } from '../../api/db/port.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GradedReport, Report } from '../../api/grading/report.ts';
import {
  eventually,
  invite,
  publicUrl,
  signIn,
  startAttempt,
  startPlatform,
  submit,
  type Client,
  type TestPlatform,
} from '../support/app.ts';
import { fullReport } from '../support/report.ts';
import { seriousFaults } from './axe.ts';
import { openBrowser, openPage } from './browser.ts';

const pictures = '.proofload/screenshots';
const pdfOptions = { format: 'A4', tagged: true, outline: true, preferCSSPageSize: true } as const;
let platform: TestPlatform;
let url: string;
let browser: Browser;
let mia: Client;
let manager: Awaited<ReturnType<typeof openPage>>;
let ada: string;
let report: Report;
let link: string;

beforeAll(async () => {
  if (!existsSync('web/dist/index.html')) execFileSync('npm', ['run', '--silent', 'build']);
  mkdirSync(pictures, { recursive: true });
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  platform = await startPlatform({ grade: async () => ({ report, evidence: null }) });
  await platform.app.listen({ host: '127.0.0.1', port });
  mia = await signIn(platform);
  ada = await graded('Ada Lovelace', 74, 310);
  await graded('Grace Hopper', 78, 340);
  await graded('Edsger Dijkstra', 45, 60);
  await graded('Barbara Liskov', 80, 320, 'python');
  browser = await openBrowser();
  manager = await openPage(browser);
  await manager.page.context().addCookies([{ name: 'session', value: mia.cookies['session']!, url }]);
});
afterAll(async () => {
  await browser?.close();
  await platform?.close();
});

/** Somebody whose work came to so many points, give or take five, and holds so many requests a second. */
async function graded(name: string, points: number, rps: number, runtime = 'node'): Promise<string> {
  const around = (value: number, by: number) => ({ value, low: value - by, high: value + by });
  const full = fullReport();
  const dimensions: GradedReport['dimensions'] = full.dimensions.map((dimension) =>
    dimension.name === 'Performance' ? { ...dimension, ...around(points, 6) } : dimension,
  );
  const knee = { rps, low: rps * 0.9, high: rps * 1.1 };
  const environment = { ...full.environment, runtime };
  report = { ...full, score: around(points, 5), knee, dimensions, environment };
  const submissionId = await submit(await startAttempt(platform, await invite(mia, name)));
  const params = { submissionId };
  await eventually(async () =>
    expect((await mia.call('GET /api/submissions/:submissionId/scorecard', { params })).status).toBe(200),
  );
  return submissionId;
}

/** Takes a picture for people to look at, and lets axe look too. */
async function look(page: Page, name: string, fullPage = true): Promise<void> {
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage });
  expect(await seriousFaults(page), name).toEqual([]);
}

async function expectNarrow(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await look(page, `${name}-narrow`);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** A PDF keeps its structure in the clear, whatever else it packs. */
async function tagsOf(
  page: Page,
  name: string,
): Promise<{ tags: string[]; described: number; text: string }> {
  const text = (await page.pdf({ ...pdfOptions, path: `${pictures}/${name}.pdf` })).toString('latin1');
  const tags = [...text.matchAll(/\/S\s*\/(H[1-6]|Table|TH|Figure|L)\b/g)].map((match) => match[1]!);
  return { tags, described: text.match(/\/Alt\s*[(<]/g)?.length ?? 0, text };
}

test('candidates are ticked in the list by keyboard, and the address holds who', async () => {
  const { page } = manager;
  await page.goto(url);
  for (const name of ['Grace Hopper', 'Ada Lovelace', 'Edsger Dijkstra', 'Barbara Liskov']) {
    const box = page.getByRole('checkbox', { name: `Pick ${name} to compare` });
    await box.focus();
    await page.keyboard.press('Space');
    expect(await box.isChecked()).toBe(true);
  }
  await page.getByText('4 picked').waitFor();
  await look(page, 'invites-picked');
  await page.getByRole('link', { name: 'Compare', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Comparison · Lost parcels' }).waitFor();
  expect(new URL(page.url()).searchParams.get('with')?.split(',')).toHaveLength(4);
});

test('they stand by name on one scale, with what differs clearly and what does not, without a rank', async () => {
  const { page } = manager;
  const score = page.getByRole('region', { name: 'Score' });
  const labels = await score
    .getByRole('img')
    .evaluateAll((images) => images.map((image) => image.getAttribute('aria-label')));
  expect(labels).toEqual([
    'Ada Lovelace: 74 of 100, likely between 69 and 79',
    'Edsger Dijkstra: 45 of 100, likely between 40 and 50',
    'Grace Hopper: 78 of 100, likely between 73 and 83',
  ]);
  expect(await score.getByRole('listitem').allInnerTexts()).toEqual(
    expect.arrayContaining([
      'Ada Lovelace is clearly above Edsger Dijkstra.',
      'Grace Hopper is clearly above Edsger Dijkstra.',
      'Otherwise no clear difference.',
    ]),
  );
  await page
    .getByRole('region', { name: 'Resilience' })
    .getByText('No clear difference between any of them.')
    .waitFor();
  const left = page.getByRole('region', { name: 'Not comparable with these' });
  expect(await left.innerText()).toMatch(/Barbara Liskov\s+Another language: python, not node\./);
  expect(await page.locator('main').innerText()).not.toMatch(/#1|1st|rank \d/i);
  const row = page.getByRole('row', { name: /Grace Hopper/ });
  expect(await row.innerText()).toMatch(/78 \(73–83\)/);
  await look(page, 'compare');
  await expectNarrow(page, 'compare');
});

test('an order by a dimension is a choice, is in the address, and survives a reload', async () => {
  const { page } = manager;
  await page.getByLabel('Order').selectOption('Performance');
  const names = () => page.getByRole('rowheader').allInnerTexts();
  const expectOrder = () =>
    expect.poll(names, { timeout: 20_000 }).toEqual(['Grace Hopper', 'Ada Lovelace', 'Edsger Dijkstra']);
  await expectOrder();
  await page.reload();
  await expectOrder();
  await page.getByRole('button', { name: 'Leave out Barbara Liskov' }).click();
  await page.getByRole('region', { name: 'Not comparable with these' }).waitFor({ state: 'detached' });
  expect(await page.getByLabel('Order').locator('option').allInnerTexts()).not.toContain(
    'By Score, highest first',
  );
});

test('the comparison can be taken along as a table and on paper', async () => {
  const { page } = manager;
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'As CSV' }).click(),
  ]);
  expect(readFileSync(await download.path(), 'utf8')).toMatch(/^\ufeff"Candidate",[^\n]*\n"Ada Lovelace",/);
  const { tags, described, text } = await tagsOf(page, 'compare');
  expect(text).toContain('/StructTreeRoot');
  expect(new Set(tags)).toEqual(new Set(['H1', 'H2', 'L', 'Table', 'TH', 'Figure']));
  expect(described).toBeGreaterThanOrEqual(3 * 6);
});

test('a scorecard on paper keeps its headings, the heads of its tables and what its charts say', async () => {
  const { page } = manager;
  await page.goto(`${url}/submissions/${ada}`);
  await page.getByTestId('sentence').waitFor();
  await page.getByText('No file differs').waitFor();
  const { tags, described, text } = await tagsOf(page, 'scorecard');
  expect(text).toContain('/StructTreeRoot');
  const count = (tag: string) => tags.filter((each) => each === tag).length;
  expect([count('H1'), count('Table')]).toEqual([1, 4]);
  expect(count('H2')).toBeGreaterThan(8);
  expect(count('TH')).toBeGreaterThan(20);
  // The load chart, and a bar for each of the dimensions.
  expect(described).toBeGreaterThanOrEqual(5);
  expect(text).not.toContain('/Alt ()');
});

test('a link is made, opened by somebody without an account, and revoked', async () => {
  const { page } = manager;
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByText('There are none yet.').waitFor();
  await page.getByLabel('The link works for').selectOption('7 days');
  await page.getByRole('button', { name: 'Make the link' }).click();
  link = await page.getByRole('textbox', { name: 'Link to this scorecard' }).inputValue();
  expect(link).toMatch(new RegExp(`^${publicUrl}/shared/[\\w-]{43}$`));
  await page.getByText(/blind, without the code/).waitFor();

  const visitor = await openPage(browser);
  await visitor.page.goto(link.replace(publicUrl, url));
  await visitor.page.getByRole('heading', { name: 'A candidate · Lost parcels' }).waitFor();
  await visitor.page.getByText('The code is not part of this link.').waitFor();
  expect(await visitor.page.content()).not.toMatch(/Lovelace/);
  expect(await visitor.page.getByRole('button').count()).toBe(0);
  const anchors = await visitor.page
    .locator('main a[href^="#"]')
    .evaluateAll((links) => links.map((each) => decodeURIComponent(each.getAttribute('href')!.slice(1))));
  for (const id of new Set(anchors)) expect(await visitor.page.locator(`[id="${id}"]`).count(), id).toBe(1);
  await expectNarrow(visitor.page, 'shared');

  await page.reload();
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByText(/Opened 1 time, last/).waitFor();
  await page.getByRole('button', { name: /^Revoke the link of/ }).click();
  await page.getByText('revoked', { exact: true }).waitFor();
  await look(page, 'share', false);
  await visitor.page.reload();
  await visitor.page.getByRole('heading', { name: 'This link does not work' }).waitFor();
  await visitor.page.close();
  expect(manager.complaints).toEqual([]);
});
