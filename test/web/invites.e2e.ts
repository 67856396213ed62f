// The list of candidates in a real browser on the built pages: invited from a pasted list, searched, filtered, called back,
// and sent a new link. Sandboxes in memory: nothing here is about them.
import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadChallenges } from '../../api/challenge/load.ts';
import { freePort } from '../../api/db/port.ts';
import { openMail } from '../../api/mail/mail.ts';
import { eventually, signIn, startPlatform, type Client, type TestPlatform } from '../support/app.ts';
import { SmtpServer } from '../support/smtp.ts';
import { seriousFaults } from './axe.ts';
import { openBrowser, openPage } from './browser.ts';

const pictures = '.proofload/screenshots';
let smtp: SmtpServer;
let platform: TestPlatform;
let url: string;
let browser: Browser;
let manager: Client;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  smtp = await SmtpServer.open();
  const mail = openMail({ url: smtp.url, from: 'hiring@brightside.example' });
  platform = await startPlatform({ challenges: await loadChallenges('challenges'), mail });
  await platform.app.listen({ host: '127.0.0.1', port });
  manager = await signIn(platform);
  browser = await openBrowser();
  ({ page, complaints } = await openPage(browser));
  const value = manager.cookies['session']!;
  await page.context().addCookies([{ name: 'session', value, url }]);
});
afterAll(async () => {
  await browser?.close();
  await platform?.close();
  await smtp?.close();
});

/** Takes a picture for people to look at, and lets axe look too. */
async function look(name: string): Promise<void> {
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
  expect(await seriousFaults(page), name).toEqual([]);
}

const dialog = () => page.getByRole('dialog');
const row = (name: string) => page.getByRole('row').filter({ hasText: name });
const rows = () => page.getByRole('rowheader').allInnerTexts();
const filter = (name: string) =>
  page.getByRole('group', { name: 'Show by state' }).getByRole('button', { name: new RegExp(`^${name}`) });
const act = async (name: string, what: string) => {
  await page.getByRole('button', { name: `Actions for ${name}` }).press('Enter');
  await page.getByRole('menuitem', { name: what }).press('Enter');
};

test('a bad line is named before anything is made; then three are invited at once', async () => {
  await page.goto(url);
  await page.getByRole('button', { name: 'Invite a candidate' }).click();
  await page.getByRole('radio', { name: /The slow catalogue/ }).check({ force: true });
  await page.getByText('Several', { exact: true }).click();
  const list = page.getByRole('textbox', { name: 'Candidates, one a line' });
  await list.fill(
    'name;e-mail;language\nAda Lovelace;ada@example.com;\nGrace Hopper;grace@;node\nAlan Turing;;',
  );
  await page.getByRole('button', { name: 'Check the list' }).press('Enter');
  await dialog().getByText('grace@ is no e-mail address').waitFor();
  await dialog().getByText('Line 3:').waitFor();
  await look('invites-bad-line');
  expect((await manager.call('GET /api/invites', { query: {} })).body.invites).toEqual([]);

  await list.fill(
    'name;e-mail;language\nAda Lovelace;ada@example.com;\nGrace Hopper;grace@example.com;node\nAlan Turing;;',
  );
  await page.getByRole('button', { name: 'Check the list' }).press('Enter');
  await page.getByRole('button', { name: 'Make 3 invites' }).press('Enter');
  await dialog().getByText('3 invites are made').waitFor();
  expect(await dialog().getByRole('textbox', { name: 'Link for Alan Turing' }).inputValue()).toContain(
    '/invite/',
  );
  await dialog().getByText('By e-mail: grace@example.com').waitFor();
  await page.getByRole('button', { name: 'Done' }).press('Enter');
  await row('Grace Hopper').getByText('in node').waitFor();
  await eventually(() =>
    expect(smtp.received.map(({ to }) => to).toSorted()).toEqual(['ada@example.com', 'grace@example.com']),
  );
});

test('they are searched by name and address, and the address of the page keeps it', async () => {
  const search = page.getByRole('searchbox', { name: 'Search by name or e-mail' });
  await search.fill('grace@');
  await expect.poll(rows).toHaveLength(1);
  await expect.poll(() => page.url()).toContain('search=grace');
  await page.reload();
  await row('Grace Hopper').waitFor();
  expect(await rows()).toHaveLength(1);
  await search.fill('nobody');
  await page.getByRole('heading', { name: 'Nobody matches' }).waitFor();
  await page.getByRole('button', { name: 'Show everybody' }).press('Enter');
  await expect.poll(rows).toHaveLength(3);
  expect(await search.inputValue()).toBe('');
});

test('one is called back, and found among those who were', async () => {
  await act('Alan Turing', 'Call back');
  await dialog().getByText('stops working for good').waitFor();
  await dialog().getByRole('button', { name: 'Call it back' }).press('Enter');
  await dialog().getByText('The invite is called back.').waitFor();
  await dialog().getByRole('button', { name: 'Close', exact: true }).press('Enter');
  await filter('Called back 1').press('Enter');
  await expect.poll(rows).toEqual([expect.stringContaining('Alan Turing')]);
  expect(page.url()).toContain('state=revoked');
  expect(await filter('Called back').getAttribute('aria-pressed')).toBe('true');
  await filter('All').press('Enter');
  await expect.poll(rows).toHaveLength(3);
});

test('one is sent a new link, another is reminded', async () => {
  const links = () => smtp.to('ada@example.com').map(({ text }) => /\/invite\/[\w-]{43}/.exec(text)?.[0]);
  await act('Ada Lovelace', 'New link');
  await dialog().getByRole('button', { name: 'Send the new link' }).press('Enter');
  await dialog().getByText('The new link goes to ada@example.com.').waitFor();
  await dialog().getByRole('button', { name: 'Close', exact: true }).press('Enter');
  await eventually(() => expect(new Set(links()).size).toBe(2));
  await act('Grace Hopper', 'Remind');
  await dialog().getByRole('button', { name: 'Send the reminder' }).press('Enter');
  await dialog().getByText('The reminder is on its way.').waitFor();
  await dialog().getByRole('button', { name: 'Close', exact: true }).press('Enter');
  await row('Grace Hopper')
    .getByText(/^Reminded /)
    .waitFor({ timeout: 30_000 });
});

test('more are shown when they are asked for, and a grading is followed as it goes on', async () => {
  const candidates = Array.from({ length: 60 }, (_, index) => ({ candidateName: `Candidate ${index}` }));
  await manager.call('POST /api/invites/batch', { body: { challenge: 'slow-catalogue', candidates } });
  await gradeHalf('Candidate 7');
  await page.goto(`${url}/?state=submitted`);
  await page.getByText('2 of 4 steps').waitFor();
  await filter('All').press('Enter');
  await expect.poll(rows).toHaveLength(50);
  await page.getByRole('button', { name: 'Show more' }).press('Enter');
  await expect.poll(rows).toHaveLength(63);
  expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0);
});

/** A candidate who has handed in, and whose grading is half done. */
async function gradeHalf(name: string): Promise<void> {
  const phase = (state: string) => ({ name: state, title: state, state });
  const phases = ['done', 'done', 'running', 'waiting'].map(phase);
  const { sql } = platform.database;
  await sql`
    with invited as (select id, challenge_version_id from invite where candidate_name = ${name}),
    kept as (insert into snapshot (hash, entries) values ('half', '[]') returning hash),
    tried as (
      insert into attempt (invite_id, challenge_version_id, secret_hash, opened_at, runtime, started_at, deadline, ended_at)
      select id, challenge_version_id, '', now(), 'node', now(), now(), now() from invited returning id),
    handed_in as (
      insert into submission (attempt_id, snapshot_hash, submitted_at, by_deadline)
      select tried.id, hash, now(), false from tried, kept returning id)
    insert into grading (submission_id, number, job_id, runner, seed, started_at, phases)
    select id, 1, gen_random_uuid(), 'r', 1, now(), ${sql.json(phases)} from handed_in`;
}

test('at 320 pixels and in the dark nothing has to be scrolled sideways, and nobody is shut out', async () => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(`${url}/?search=example.com`);
  await row('Ada Lovelace').waitFor();
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await look('invites-320');
  await page.getByRole('button', { name: 'Invite a candidate' }).click();
  await page.getByText('Several', { exact: true }).click();
  expect(await dialog().evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  await look('invites-320-dialog');
  expect(complaints).toEqual([]);
});
