// The story in a real browser on the built pages: the manager invites, the candidate works and hands in, the grading
// passes, the scorecard opens. Real Docker, real PostgreSQL, the production content security policy.
import { freePort } from '../../api/db/port.ts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { loadChallenges } from '../../api/challenge/load.ts';
import { grade } from '../../api/grading/grade.ts';
import { insertOrganisation, insertPerson } from '../../api/person/store.ts';
import { makeSignInLink } from '../../api/person/routes.ts';
import { startPlatform, type TestPlatform } from '../support/app.ts';
import { provedSandboxes } from '../support/pods.ts';
import { openBrowser, openPage } from './browser.ts';
import { look, pictures } from './screen.ts';

let platform: TestPlatform;
let url: string;
let browser: Browser;
let manager: Awaited<ReturnType<typeof openPage>>;
let candidate: Awaited<ReturnType<typeof openPage>>;
let inviteLink: string;

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const challenges = await loadChallenges('challenges');
  platform = await startPlatform({ sandboxes: await provedSandboxes(), challenges, grade, publicUrl: url });
  await platform.app.listen({ host: '127.0.0.1', port });
  browser = await openBrowser();
  manager = await openPage(browser);
  candidate = await openPage(browser);
});
afterAll(async () => {
  await browser?.close();
  await platform?.close();
});

// What was on the screen tells why a click found nothing.
beforeEach(({ task }) => {
  onTestFailed(async () => {
    for (const [who, { page, complaints }] of Object.entries({ manager, candidate })) {
      const path = `${pictures}/failed-${task.id}-${who}.png`;
      await page.screenshot({ path, timeout: 5_000 }).catch(() => undefined);
      const words = await page.innerText('body', { timeout: 5_000 }).catch(String);
      console.error(`${who} at ${page.url()}, ${path}\n${words.slice(0, 600)}\n${complaints.join('\n')}`);
    }
  });
});

test('the manager signs in and invites a candidate', async () => {
  const { sql } = platform.database;
  const organisationId = await insertOrganisation(sql, 'Brightside');
  const person = { organisationId, email: 'mia@example.com', name: 'Mia', roles: ['manager'] };
  const { page } = manager;
  await page.goto(await makeSignInLink(sql, await insertPerson(sql, person), url, platform.now()));
  await page.getByRole('button', { name: 'Invite a candidate' }).first().click();
  await page.getByLabel('Name of the candidate').fill('Ada Lovelace');
  await page.getByRole('radio', { name: /The slow catalogue/ }).check({ force: true });
  await look(page, 'invite', 'wide');
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = page.getByRole('textbox', { name: 'Link for the candidate' });
  inviteLink = await link.inputValue();
  expect(inviteLink).toContain(`${url}/invite/`);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('rowheader', { name: /Ada Lovelace/ }).waitFor();
});

test('an unknown link and a wrong one show the same page', async () => {
  const { page } = await openPage(browser);
  await page.goto(`${url}/invite/${'x'.repeat(43)}`);
  await page.getByRole('heading', { name: 'This link does not work' }).waitFor();
  await page.close();
});

test('the candidate reads the brief page and starts the clock', async () => {
  const { page } = candidate;
  await page.goto(inviteLink);
  await page.getByRole('heading', { name: 'What is scored' }).waitFor();
  await look(page, 'brief', 'wide');
  await page.getByLabel('I have read this page').check();
  await page.getByRole('textbox', { name: 'Your name' }).fill('Ada Lovelace');
  await page.getByRole('button', { name: 'Start the clock' }).click();
  await page.waitForURL(/\/attempts\//);
  await page.getByText('Service running', { exact: true }).waitFor({ timeout: 120_000 });
  await page.getByText('Time left', { exact: true }).first().waitFor();
});

test('an edit in the editor is on the server within two seconds', async () => {
  const { page } = candidate;
  const here = new URL(page.url());
  here.search = 'e2e';
  await page.goto(here.href);
  await page.getByRole('tab', { name: 'Files' }).click();
  await page.getByRole('treeitem', { name: /server\.ts/ }).click();
  await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 20_000 });
  await page.locator('.monaco-editor').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('// typed by Ada');
  const typed = Date.now();
  await expect
    .poll(() => savedText('server.ts'), { timeout: 5000, interval: 50 })
    .toContain('// typed by Ada');
  expect(Date.now() - typed).toBeLessThan(2000);
  await look(page, 'workspace', 'wide');
});

async function savedText(path: string): Promise<string> {
  const rows = await platform.database.sql<{ content: Buffer }[]>`
    select blob.content from attempt_file join blob on blob.hash = attempt_file.hash where attempt_file.path = ${path}`;
  return rows[0]?.content.toString() ?? '';
}

test('the candidate restarts, reads the log, sends a request and runs the checks', async () => {
  const { page } = candidate;
  await page.getByRole('button', { name: 'Restart service' }).click();
  await page.getByText('Service starting').waitFor();
  await page.getByText('Service running', { exact: true }).waitFor({ timeout: 60_000 });
  await page
    .getByRole('log')
    .getByText(/is listening/)
    .first()
    .waitFor({ timeout: 10_000 });
  await page.getByRole('tab', { name: 'Request' }).click();
  await page.getByRole('textbox', { name: 'Path' }).fill('/products/42');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('"id": 42').first().waitFor({ timeout: 30_000 });
  await look(page, 'request', 'wide');
  await page.getByRole('button', { name: 'Run checks' }).first().click();
  await page
    .getByText(/\d+ of \d+ visible checks pass/)
    .first()
    .waitFor({ timeout: 90_000 });
  await look(page, 'results', 'wide');
});

test('the candidate hands in and gets the hash of exactly these files', async () => {
  const { page, complaints } = candidate;
  await page.getByRole('button', { name: 'Hand in', exact: true }).click();
  await page.getByRole('button', { name: 'Hand in now' }).click();
  await page.getByRole('heading', { name: 'Handed in' }).waitFor({ timeout: 30_000 });
  const [row] = await platform.database.sql<{ hash: string }[]>`select snapshot_hash as hash from submission`;
  await page.getByText(row?.hash as string).waitFor();
  await look(page, 'receipt', 'wide');
  expect(complaints).toEqual([]);
});

test('the manager follows the grading to the scorecard', async () => {
  const { page, complaints } = manager;
  await page.reload();
  await page
    .getByRole('link', { name: /Ada Lovelace/ })
    .first()
    .click();
  await page.getByRole('heading', { name: /Grading the work of Ada Lovelace/ }).waitFor();
  await look(page, 'grading', 'wide');
  await page.getByRole('heading', { name: 'Would this person’s API hold up?' }).waitFor({ timeout: 240_000 });
  await look(page, 'scorecard', 'wide');
  await page.getByText('Show the numbers as a table').click();
  await page.getByText('// typed by Ada').first().waitFor({ timeout: 20_000 });
  await page.goto(url);
  await page.getByText('Below the bar').first().waitFor();
  await look(page, 'invites', 'wide');
  expect(complaints).toEqual([]);
});
