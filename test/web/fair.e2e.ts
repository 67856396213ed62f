// What makes an attempt fair, in a real browser on the built pages, by keyboard alone: what a candidate is told, signs and tries
// before the clock, the way out, time given back, and what they keep. Sandboxes in memory: nothing here is about them.
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadChallenges } from '../../api/challenge/load.ts';
import { freePort } from '../../api/db/port.ts';
import { signIn, startPlatform, type Client, type TestPlatform } from '../support/app.ts';
import { hashOfArchive } from '../support/archive.ts';
import { gradedReport } from '../support/report.ts';
import { openBrowser, openPage } from './browser.ts';
import { look } from './screen.ts';

let platform: TestPlatform;
let url: string;
let browser: Browser;
let mia: Client;
let manager: Awaited<ReturnType<typeof openPage>>;
let candidate: Awaited<ReturnType<typeof openPage>>;

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  platform = await startPlatform({
    challenges: await loadChallenges('challenges'),
    grade: async () => ({ report: gradedReport(), evidence: null }),
  });
  platform.sandboxes.service = (_, response) => response.end();
  await platform.app.listen({ host: '127.0.0.1', port });
  browser = await openBrowser();
  manager = await openPage(browser);
  mia = await signIn(platform);
  const value = mia.cookies['session']!;
  await manager.page.context().addCookies([{ name: 'session', value, url }]);
  candidate = await openPage(browser);
});
afterAll(async () => {
  await browser?.close();
  await platform?.close();
});

/** Presses Tab until what has the focus is the one with this role and name, as somebody without a mouse does. */
async function tabTo(page: Page, role: 'button' | 'checkbox' | 'textbox' | 'combobox', name: string) {
  const wanted = page.getByRole(role, { name, exact: true }).first();
  await wanted.waitFor();
  for (let presses = 0; presses < 120; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach the ${role} “${name}”`);
}

async function press(page: Page, name: string) {
  await tabTo(page, 'button', name);
  await page.keyboard.press('Enter');
}

async function write(page: Page, name: string, text: string) {
  await tabTo(page, 'textbox', name);
  await page.keyboard.type(text);
}

/** @returns the address a candidate is sent */
async function inviteLink(candidateName: string, choices: object = {}): Promise<string> {
  const { body } = await mia.call('POST /api/invites', {
    body: { challenge: 'slow-catalogue', candidateName, ...choices },
  });
  return `${url}/invite/${body.link!.split('/').pop()}`;
}

test('the candidate reads what to expect, looks whether everything works, and asks for time, which is given', async () => {
  const link = await inviteLink('Ada', { aiRule: 'disclosed', sharesResult: true });
  const { page } = candidate;
  await page.goto(link);
  await page.getByText('47 % of the score').first().waitFor();
  await page.getByText('Everything works.').waitFor({ timeout: 20_000 });
  await page.getByText('gets through (WebSocket)').waitFor();
  await look(page, 'fair-brief', 'wide');
  await write(page, 'What you need', 'I use a screen reader.');
  await press(page, 'Send');
  await page.getByText('Sent. You may send it again').waitFor();

  const { page: theirs } = manager;
  await theirs.goto(url);
  await theirs.getByText('I use a screen reader.').waitFor();
  await press(theirs, 'Change the time of Ada');
  await theirs.getByRole('dialog').getByText('I use a screen reader.').waitFor();
  await look(theirs, 'fair-time', 'wide');
  await tabTo(theirs, 'combobox', 'Time');
  await theirs.getByRole('combobox', { name: 'Time' }).selectOption('1.5');
  await press(theirs, 'Save');
  await theirs.getByText('1.5x of the time').waitFor();
  await page.reload();
  await page.getByText('90 minutes', { exact: true }).waitFor();
  await page.getByText('30 extra minutes for you included.').waitFor();
});

test('practice opens on the same screen, without a clock, and leads back', async () => {
  const { page } = candidate;
  await press(page, 'Open the practice');
  await page.getByRole('heading', { name: 'Practice', level: 1 }).first().waitFor({ timeout: 30_000 });
  await page.getByText('Service running', { exact: true }).waitFor({ timeout: 30_000 });
  expect(await page.getByTestId('time-left').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Hand in' }).count()).toBe(0);
  await page.getByRole('link', { name: 'Leave the practice' }).press('Enter');
  await page.getByRole('heading', { name: 'Not started yet' }).waitFor();
});

test('the clock does not start before the rule is signed', async () => {
  const { page } = candidate;
  await press(page, 'Start the clock');
  await page.getByText('Tick this to go on.').waitFor();
  await page.getByText('Write your name to sign.').waitFor();
  await tabTo(page, 'checkbox', 'I have read this page, and I keep to this rule.');
  await page.keyboard.press('Space');
  await write(page, 'Your name', 'Ada Lovelace');
  await press(page, 'Start the clock');
  await page.getByTestId('time-left').waitFor({ timeout: 30_000 });
});

test('time that was given back is shown, with the reason', async () => {
  const { page } = candidate;
  const { sql } = platform.database;
  await sql`
    insert into outage (attempt_id, began_at, ended_at, reason)
    select id, started_at, started_at + interval '90 seconds', 'platform' from attempt where not practice`;
  await page.getByText('1 min 30 s given back to you').waitFor({ timeout: 20_000 });
  const given = page.getByText('+1 min 30 s given back');
  await given.press('Enter');
  await page.getByText('The platform did not answer, 1 min 30 s').waitFor();
  await look(page, 'fair-given');
  await given.press('Enter');
});

test('at zero the page hands in; the code to download is what is graded, and the result is shown', async () => {
  const { page, complaints } = candidate;
  const { sql } = platform.database;
  await sql`update attempt set deadline = clock_timestamp() + interval '2 seconds' where not practice`;
  await page.getByRole('heading', { name: 'Handed in' }).waitFor({ timeout: 60_000 });
  const [row] = await sql<{ hash: string; late: number }[]>`
    select snapshot_hash as hash, extract(epoch from submitted_at - deadline)::float as late
    from submission join attempt on attempt.id = attempt_id`;
  // Left to itself the server would have waited for a save on its way.
  expect(row!.late).toBeLessThan(30);
  await page.getByText(row!.hash).waitFor();
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download your code' }).press('Enter');
  expect(await hashOfArchive(readFileSync(await (await downloading).path()))).toBe(row!.hash);
  await write(page, 'What helped you, and with what', 'An assistant wrote the SQL.');
  await press(page, 'Save');
  await page.getByText('Saved. You may change it.').waitFor();
  await page.getByText('310 requests a second').waitFor({ timeout: 30_000 });
  await look(page, 'fair-receipt', 'wide');
  expect(complaints).toEqual([]);
});

test('a reviewer replays how the work went', async () => {
  const { page } = manager;
  await page.goto(url);
  await page.getByRole('link', { name: 'Open the scorecard of Ada' }).press('Enter');
  await page.getByText('Everything that happened').first().press('Enter');
  await page.getByText('An assistant wrote the SQL.').waitFor();
  await page.getByText('Signed by Ada Lovelace').waitFor();
  const slider = page.getByRole('slider', { name: 'Moment' });
  await slider.press('Home');
  await page.getByText('(1 file)').waitFor();
  await slider.press('End');
  await page.getByText('(8 files)').waitFor();
  await look(page, 'fair-timeline', 'wide');
  expect(manager.complaints).toEqual([]);
});

test('a candidate withdraws without being graded, and the manager sees it', async () => {
  const { page, complaints } = candidate;
  await page.goto(await inviteLink('Grace'));
  await press(page, 'Withdraw');
  await page.getByRole('dialog').getByText('This cannot be undone.').waitFor();
  await look(page, 'fair-withdraw', 'wide');
  await press(page, 'Withdraw now');
  await page.getByRole('heading', { name: 'You withdrew' }).waitFor();
  await manager.page.goto(url);
  await manager.page.getByRole('cell', { name: 'Withdrew' }).waitFor();
  expect(complaints).toEqual([]);
});
