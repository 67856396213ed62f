// The record, how long things are kept, and the way a candidate goes, in a real browser. Sandboxes in memory.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../api/db/port.ts';
import { invite, signIn, startAttempt, startPlatform, submit } from '../support/app.ts';
import type { Candidate, Client, TestPlatform } from '../support/app.ts';
import { gradedReport } from '../support/report.ts';
import { openBrowser, openPage } from './browser.ts';
import { onPaper } from './pdf.ts';
import { look } from './screen.ts';

let platform: TestPlatform;
let url: string;
let browser: Browser;
let admin: Client;
let candidate: Candidate;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  platform = await startPlatform({ grade: async () => ({ report: gradedReport(), evidence: null }) });
  await platform.app.listen({ host: '127.0.0.1', port });
  admin = await signIn(platform, ['admin', 'manager']);
  candidate = await startAttempt(platform, await invite(admin, 'Ada Lovelace'));
  browser = await openBrowser();
  ({ page, complaints } = await openPage(browser));
  await page.context().addCookies([{ name: 'session', value: admin.cookies['session']!, url }]);
});
afterAll(async () => {
  await browser?.close();
  await platform?.close();
});

test('an admin sets how long things are kept, and reads who did what', async () => {
  await page.goto(url);
  await page.getByRole('link', { name: 'Record' }).click();
  const log = page.getByRole('table');
  await log.getByText('Agreed to the rules').waitFor();
  await page.getByLabel('Anonymise after so many days').fill('soon');
  await page.getByLabel('Delete after so many days').fill('180');
  await page.keyboard.press('Enter');
  await page.getByText('A whole number from 1 to 3650').waitFor();
  await page.getByLabel('Anonymise after so many days').fill('30');
  await page.keyboard.press('Enter');
  await page.getByText('Saved.').waitFor();
  await log.getByText('Changed how long data is kept').waitFor();
  await page.getByLabel('What', { exact: true }).selectOption('invite.created');
  await expect.poll(() => log.getByRole('row').count()).toBe(2);
  expect(await log.getByRole('row').nth(1).innerText()).toMatch(
    /Mia\s+Invited\s+Ada Lovelace[^]*127\.0\.0\.1/,
  );
  await page.getByLabel('Until').fill('2020-01-01');
  await page.getByText('Nothing is on record that fits.').waitFor();
  await page.getByLabel('Until').fill('');
  await page.getByLabel('What', { exact: true }).selectOption('');
  await log.getByText('Changed how long data is kept').waitFor();
  await look(page, 'record');
  await onPaper(page, 'record');
});

test('whose role is another is told so, and led to their own pages', async () => {
  const manager = await signIn(platform);
  const theirs = await openPage(browser);
  await theirs.page.context().addCookies([{ name: 'session', value: manager.cookies['session']!, url }]);
  await theirs.page.goto(`${url}/record`);
  await theirs.page.getByRole('heading', { level: 1, name: 'Not for your role' }).waitFor();
  expect(await theirs.page.getByRole('heading').count()).toBe(1);
  await theirs.page.getByRole('link', { name: 'Go to your own pages' }).click();
  await theirs.page.getByRole('heading', { name: 'Candidates' }).waitFor();
  await theirs.page.close();
});

test('a candidate reads how long things are kept, and takes their data along', async () => {
  await submit(candidate);
  const cookies = Object.entries(candidate.cookies).map(([name, value]) => ({ name, value, url }));
  await page.context().addCookies(cookies);
  await page.goto(`${url}/attempts/${candidate.attemptId}`);
  await page.getByText('30 days after the end of your work').waitFor();
  await page.getByText('180 days after the end of your work everything is deleted.').waitFor();
  const taken = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download everything that is kept of you' }).click();
  expect((await taken).suggestedFilename()).toBe('proofload-data.tar.gz');
});

test('a candidate is anonymised by hand with a reason, and the page says what stays', async () => {
  const grace = await startAttempt(platform, await invite(admin, 'Grace Hopper'));
  await page.goto(url);
  await page.getByRole('link', { name: 'What is kept of Grace Hopper' }).click();
  await page.getByText('This can be done once the work is over').waitFor();
  await submit(grace);
  await page.reload();
  await page.getByLabel('Why', { exact: true }).fill('Grace Hopper asked for it');
  await page.getByRole('button', { name: 'Anonymise for good' }).press('Enter');
  await page.getByRole('alert').getByText('leave out who it is').waitFor();
  await look(page, 'kept-anonymise');
  complaints.length = 0; // the browser itself writes there that it was refused
  await page.getByLabel('Why', { exact: true }).fill('They asked for it');
  await page.getByRole('button', { name: 'Anonymise for good' }).press('Enter');
  await page.getByText('Nothing here tells who it was any more').waitFor();
  await page.getByRole('heading', { level: 1, name: /^What is kept of Candidate / }).waitFor();
  expect(await page.getByText('Grace').count()).toBe(0);
});

test('what is kept of a candidate is held, then deleted when the name is typed, by keyboard alone', async () => {
  await page.goto(url);
  await page.getByRole('link', { name: 'What is kept of Ada Lovelace' }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Why it must be kept').fill('A dispute about the role');
  await page.getByRole('button', { name: 'Place the hold' }).press('Enter');
  await page.getByText('nothing is deleted until it is lifted').waitFor();
  await page.getByText('nothing is anonymised until it is lifted').waitFor();
  await look(page, 'kept-held');
  await onPaper(page, 'kept-held');
  await page.getByRole('button', { name: 'Lift the hold' }).press('Enter');
  await page.getByLabel('Type “Ada Lovelace” to confirm').fill('Ada');
  await page.keyboard.press('Enter');
  await page.getByText('Type the name exactly as it is written here.').waitFor();
  await look(page, 'kept');
  await onPaper(page, 'kept');
  await page.getByLabel('Type “Ada Lovelace” to confirm').fill('Ada Lovelace');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Deleted' }).waitFor();
  await page.getByRole('link', { name: 'To the candidates' }).click();
  await page.getByText(/^Candidate [0-9a-f]{4}$/).waitFor();
  expect(await page.getByText('Ada Lovelace').count()).toBe(0);
  await page.goto(`${url}/record`);
  await page.getByText('a deleted candidate').first().waitFor();
  await page.getByText('Removed with the candidate').first().waitFor();
  expect(complaints).toEqual([]);
});
