// An interview in two real browsers: a manager opens the work again, its candidate joins, and what one types the other sees.
// Sandboxes in memory.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../api/db/port.ts';
import { invite, signIn, startAttempt, startPlatform, submit, type TestPlatform } from '../support/app.ts';
import { graded } from '../support/life.ts';
import { gradedReport } from '../support/report.ts';
import { openBrowser, openPage } from './browser.ts';
import { look } from './screen.ts';

const file = 'server.js';
const saves = (url: URL) => url.pathname.endsWith('/file');
let platform: TestPlatform;
let browser: Browser;
let url: string;
let inviteUrl: string;
let submissionId: string;
let mia: Page;
let ada: Page;
let complaints: string[];

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  platform = await startPlatform({ grade: async () => ({ report: gradedReport(), evidence: null }) });
  platform.sandboxes.service = (_, response) => response.end('{}');
  await platform.app.listen({ host: '127.0.0.1', port });
  const manager = await signIn(platform);
  const token = await invite(manager, 'Ada Lovelace');
  inviteUrl = `${url}/invite/${token}`;
  const candidate = await startAttempt(platform, token);
  submissionId = await submit(candidate);
  await graded(manager, submissionId);
  browser = await openBrowser();
  const [first, second] = [await openPage(browser), await openPage(browser)];
  [mia, ada, complaints] = [first.page, second.page, first.complaints];
  await mia.context().addCookies([{ name: 'session', value: manager.cookies['session']!, url }]);
});
afterAll(async () => {
  await browser?.close();
  await platform?.close();
});

/** Goes on in a workspace whose files the test can read and write. */
async function inWorkspace(page: Page): Promise<void> {
  await page.getByText('Interview: nothing here is scored').waitFor({ timeout: 60_000 });
  await page.goto(`${page.url()}?e2e`);
  await page.getByRole('tab', { name: 'Files' }).click();
  await page.getByRole('treeitem', { name: /^server\.js/ }).click();
  await page.locator('[data-ready=editor]').waitFor({ timeout: 60_000 });
}

const shown = (page: Page) => page.evaluate((name) => window.__ide?.getFile(name), file);
const type = (page: Page, text: string) =>
  page.evaluate(([name, value]) => window.__ide?.setFile(name!, value!), [file, text]);
const agree = async (text: string) => {
  for (const page of [mia, ada]) await expect.poll(() => shown(page), { timeout: 20_000 }).toBe(text);
};

test('a manager opens the code from its scorecard, by keyboard alone', async () => {
  await mia.goto(`${url}/submissions/${submissionId}`);
  await mia.getByRole('button', { name: 'Open together' }).press('Enter');
  const dialog = mia.getByRole('dialog');
  await dialog.getByText(/^[0-9a-f]{64}$/).waitFor();
  await look(mia, 'follow-up-dialog');
  await dialog.getByRole('button', { name: 'Open it now' }).press('Enter');
  await inWorkspace(mia);
  await mia.getByText('Nobody else is here').waitFor();
  expect(await mia.getByRole('button', { name: 'Hand in' }).count()).toBe(0);
});

test('the candidate is told on their own link, and joins', async () => {
  await ada.goto(inviteUrl);
  await ada.getByRole('heading', { name: 'Mia opened your code for an interview' }).waitFor();
  await look(ada, 'follow-up-call');
  await ada.getByRole('button', { name: 'Join' }).press('Enter');
  await inWorkspace(ada);
  await ada.getByText('Mia is here').waitFor({ timeout: 20_000 });
  await mia.getByText('Ada Lovelace is here').waitFor({ timeout: 20_000 });
});

test('what one types the other sees, and what both changed is asked about', async () => {
  await type(ada, 'of the candidate');
  await agree('of the candidate');
  await type(mia, 'of the interviewer');
  await agree('of the interviewer');
  await ada.route(saves, (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()));
  await type(ada, 'typed meanwhile');
  await type(mia, 'typed before');
  await expect.poll(() => shown(mia)).toBe('typed before');
  await mia.getByText(/Saved/).first().waitFor();
  await ada.unroute(saves);
  await ada.getByText('server.js was changed elsewhere').waitFor({ timeout: 20_000 });
  expect(await shown(ada)).toBe('typed meanwhile');
  await ada.getByRole('button', { name: 'Keep mine' }).click();
  await agree('typed meanwhile');
  await look(mia, 'follow-up-interviewer');
});

test('it ends for both', async () => {
  await mia.getByRole('button', { name: 'End the interview' }).click();
  const dialog = mia.getByRole('dialog');
  await dialog.getByText('for everybody').waitFor();
  await dialog.getByRole('button', { name: 'End the interview' }).click();
  await mia.getByRole('heading', { name: /Ada Lovelace/ }).waitFor();
  await ada.getByRole('heading', { name: 'The interview is over' }).waitFor({ timeout: 20_000 });
  expect(complaints).toEqual([]);
});
