// Two people read a candidate's code, a third decides where they differ, and somebody decides about the candidate: in a
// real browser, by keyboard. Sandboxes in memory, and a grading made by hand: nothing here is about them.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../api/db/port.ts';
import {
  type Client,
  eventually,
  invite,
  signIn,
  startAttempt,
  startPlatform,
  submit,
  type TestPlatform,
} from '../support/app.ts';
import { signInBeside } from '../support/colleague.ts';
import { fullReport } from '../support/report.ts';
import { seriousFaults } from './axe.ts';
import { openBrowser, openPage } from './browser.ts';

const pictures = '.proofload/screenshots';
const statements = {
  counted: 'Parcels are counted in one place.',
  dropped: 'An error is caught and dropped somewhere.',
  named: 'The limits of the brief stand under a name.',
};
let platform: TestPlatform;
let url: string;
let browser: Browser;
let mia: Page;
let rae: Page;
let sol: Page;
let tom: Page;
let submissionId: string;
const complaints: string[][] = [];

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  if (!existsSync('web/dist/index.html')) execFileSync('npm', ['run', '--silent', 'build']);
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  platform = await startPlatform({ grade: async () => ({ report: fullReport(), evidence: null }) });
  await platform.app.listen({ host: '127.0.0.1', port });
  browser = await openBrowser();
  const manager = await signIn(platform);
  const beside = (name: string, role: string) => signInBeside(platform, manager, name, [role]);
  mia = await pageOf(manager);
  rae = await pageOf(await beside('Rae', 'blind-reviewer'));
  sol = await pageOf(await beside('Sol', 'blind-reviewer'));
  submissionId = await handedIn(manager);
  tom = await pageOf(await beside('Tom', 'reviewer'));
});
afterAll(async () => {
  await browser?.close();
  await platform?.close();
});

async function pageOf(client: Client): Promise<Page> {
  const opened = await openPage(browser);
  complaints.push(opened.complaints);
  const value = client.cookies['session']!;
  await opened.page.context().addCookies([{ name: 'session', value, url }]);
  return opened.page;
}

/** A candidate's work whose grading counts. */
async function handedIn(manager: Client): Promise<string> {
  const candidate = await startAttempt(platform, await invite(manager, 'Ada Lovelace'));
  const content =
    'export const limits = { parcels: 40 };\n\nexport function count(parcels) {\n  return parcels.length;\n}\n';
  await candidate.call('PUT /api/attempts/:attemptId/file', {
    params: { attemptId: candidate.attemptId },
    body: { path: 'lib/count.js', content, baseRev: 0 },
  });
  const id = await submit(candidate);
  await eventually(async () => {
    const params = { submissionId: id };
    const { status } = await manager.call('GET /api/submissions/:submissionId/scorecard', { params });
    expect(status).toBe(200);
  });
  return id;
}

/** Takes a picture for people to look at, and lets axe look too. Nothing may have to be scrolled sideways. */
async function look(page: Page, name: string, colorScheme: 'light' | 'dark', width: number): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(width);
  expect(await seriousFaults(page), name).toEqual([]);
  await page.screenshot({ path: `${pictures}/${name}-${colorScheme}-${width}.png`, fullPage: true });
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** Walks to the button by the Tab key alone, and presses it. */
async function press(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true });
  await button.waitFor();
  for (let presses = 0; presses < 60; presses++) {
    if (await button.evaluate((element) => element === document.activeElement))
      return page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach the button “${name}”`);
}

/** Presses a button of the scorecard by keyboard. */
const enter = (name: string) => mia.getByRole('button', { name, exact: true }).press('Enter');

async function choose(page: Page, group: string, option: string): Promise<void> {
  const radio = page.getByRole('radiogroup', { name: group }).getByRole('radio', { name: option });
  await radio.focus();
  await page.keyboard.press('Space');
}

/** Opens the one review somebody is asked for. */
async function openReview(page: Page): Promise<void> {
  await page.goto(`${url}/reviews`);
  await page.getByRole('link', { name: /^Candidate [0-9A-F]{6}$/ }).press('Enter');
  await page.getByText('export const limits').waitFor();
}

const openScorecard = async () => {
  await mia.goto(`${url}/submissions/${submissionId}`);
  await mia.getByRole('heading', { name: 'Read by people' }).waitFor();
};

test('two people are asked, and each reads without knowing whose code it is', async () => {
  await openScorecard();
  await enter('Ask two people');
  await mia.getByText('0 of 2 have answered').waitFor();

  await rae.goto(url);
  await rae.getByRole('heading', { name: 'To review' }).waitFor();
  await look(rae, 'review-queue', 'light', 320);
  await openReview(rae);
  expect(await rae.locator('body').innerText()).not.toContain('Lovelace');
  await choose(rae, statements.counted, 'True');
  await choose(rae, statements.named, 'True');
  await press(rae, 'Hand in');
  await rae.getByText('This has no answer yet.').waitFor();
  await look(rae, 'review-form', 'light', 320);
  await look(rae, 'review-form', 'dark', 1280);

  await rae.reload();
  await rae.getByText('2 of 3 statements answered').waitFor();
  await choose(rae, statements.dropped, 'False');
  await press(rae, 'Hand in');
  await rae.getByText('Thank you, this is handed in.').waitFor();
});

test('the two are compared when both are in, and a third decides where they differ', async () => {
  await openReview(sol);
  await choose(sol, statements.counted, 'Cannot tell');
  await choose(sol, statements.named, 'True');
  await choose(sol, statements.dropped, 'False');
  await sol
    .getByRole('textbox', { name: `Note on “${statements.counted}”` })
    .fill('Two places, see lib/count.js');
  await press(sol, 'Hand in');
  await sol.getByText('Both are in.').waitFor();
  await sol.getByText('Rae: True').first().waitFor();

  await openScorecard();
  await mia.getByText('They differ on 1 statement.').first().waitFor();
  await enter('Ask a third');
  await mia.getByText('A third person has been asked').waitFor();

  await openReview(tom);
  expect(await tom.getByRole('radiogroup').count()).toBe(1);
  await choose(tom, statements.counted, 'True');
  await press(tom, 'Hand in');
  await tom.getByText('Tom: True').waitFor();
  await openScorecard();
  await mia.getByText('3 of 3 answers as one hopes').waitFor();
  await mia.getByText('The two said the same of 2 of 3 statements.').waitFor();
});

test('a person’s view stands beside the measured one, and a decision with its reason tells reviewers the name', async () => {
  await openScorecard();
  await mia.getByText('See a measured value otherwise').press('Enter');
  await mia.getByRole('combobox', { name: 'How you see it' }).selectOption('Solid');
  await mia.getByRole('textbox', { name: 'Why' }).last().fill('The failed check was not told in the brief.');
  await enter('Add this view');
  await mia.getByTestId('override-overall').getByText('Solid').waitFor();
  const bands = mia.getByRole('list', { name: 'Overall band' });
  expect(await bands.locator('[aria-current]').innerText()).toContain('Meets minimum');

  await enter('Decide');
  await mia.getByText('Choose one.').waitFor();
  await choose(mia, 'Decision', 'Invite to an interview');
  await mia.getByRole('textbox', { name: 'Why' }).first().fill('It held three times the traffic.');
  await enter('Decide');
  await mia.getByTestId('verdict').getByText('Invite to an interview').waitFor();
  await look(mia, 'review-scorecard', 'light', 320);

  await rae.reload();
  await rae.getByText('It was the code of Ada Lovelace.').waitFor();
  await look(rae, 'review-compared', 'dark', 1280);
  expect(complaints.flat()).toEqual([]);
});
