// How much a page fetches and how soon the editor is there, and that neither a slow part nor a broken one keeps the work from a
// candidate. Measured from what Chromium really did, on the built pages.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paths } from '../../web/paths.ts';
import { eventually } from '../support/app.ts';
import { openPage } from './browser.ts';
import { serveCandidates, startWork, type CandidateSite } from './candidate-site.ts';

const mostScript = 250_000;
const paintMs = 2_500;
/** What the yardstick takes in Chromium on the quiet two-core machine that the budget was set on. */
const quietYardstickMs = 60;

let site: CandidateSite;
let work: Page;
beforeAll(async () => {
  site = await serveCandidates();
  work = (await openPage(site.browser)).page;
});
afterAll(() => site?.close());

/** Notes every script that a page fetches, workers too. @returns their bytes as they came, by name */
function noteScripts(page: Page): Map<string, number> {
  const found = new Map<string, number>();
  page.on('requestfinished', async (request) => {
    const response = await request.response();
    if (!/javascript/.test(response?.headers()['content-type'] ?? '')) return;
    found.set(new URL(request.url()).pathname, (await request.sizes()).responseBodySize);
  });
  return found;
}

const sum = (scripts: ReadonlyMap<string, number>) =>
  [...scripts.values()].reduce((all, bytes) => all + bytes, 0);

/** Opens a page as whoever invites, or as the candidate at work. @returns the scripts it fetched */
async function scriptsOf(path: string, ready: string): Promise<ReadonlyMap<string, number>> {
  const { page } = await openPage(site.browser);
  await page.context().addCookies([site.cookie, ...(await work.context().cookies())]);
  const scripts = noteScripts(page);
  await page.goto(path);
  await page.getByRole('heading', { name: ready }).first().waitFor({ timeout: 60_000 });
  await page.waitForLoadState('networkidle');
  await page.context().close();
  return scripts;
}

async function expectLight(path: string, ready: string): Promise<void> {
  const scripts = await scriptsOf(path, ready);
  expect(scripts.size, path).toBeGreaterThan(0);
  expect(sum(scripts), `${path}: ${JSON.stringify([...scripts])}`).toBeLessThanOrEqual(mostScript);
}

test('a page without an editor fetches at most 250 kB of script', async () => {
  const link = await site.inviteLink('Grace');
  await Promise.all([
    expectLight(link, 'What is scored'),
    expectLight(site.cookie.url, 'Candidates'),
    expectLight(`${site.cookie.url}/nowhere`, 'No such page'),
  ]);
});

test('the editor is painted within 2.5 s of a cold start', async () => {
  await startWork(work, await site.inviteLink('Ada'));
  await work.getByRole('tab', { name: 'Files' }).click();
  await work.getByRole('treeitem', { name: /server\.ts/ }).click();
  await work.locator('.view-line').first().waitFor({ timeout: 60_000 });
  const session = await work.context().newCDPSession(work);
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await work.addInitScript(notePaint);
  // The best of three, as others use this machine; and where it is slower than the one the budget was set on, or busy all the
  // while, in proportion to the same work done right before each.
  const tries = [await paint()];
  while (tries.at(-1)! >= paintMs && tries.length < 3) tries.push(await paint());
  await session.detach();
  expect(tries.at(-1), JSON.stringify(tries)).toBeLessThan(paintMs);
});

/** Runs in the page before anything else: notes when the first line of code is there to be painted. */
function notePaint(): void {
  const world = globalThis as unknown as { paintedMs?: number };
  new MutationObserver((_, observer) => {
    if (!document.querySelector('.view-line')) return;
    observer.disconnect();
    requestAnimationFrame(() => (world.paintedMs = performance.now()));
  }).observe(document, { childList: true, subtree: true });
}

/** @returns milliseconds that painting would have taken on the machine that the budget was set on */
async function paint(): Promise<number> {
  const slower = Math.max(1, (await work.evaluate(yardstick)) / quietYardstickMs);
  await work.reload();
  const painted = await work.waitForFunction(
    () => (globalThis as unknown as { paintedMs?: number }).paintedMs,
    undefined,
    { timeout: 60_000 },
  );
  return (await painted.jsonValue())! / slower;
}

/** Some work of the kind that opening a page is: text to objects and back, a thousand small ones. */
function yardstick(): number {
  const rows = Array.from({ length: 1_000 }, (_, id) => ({
    id,
    name: `row ${id}`,
    tags: ['a', 'b', String(id)],
  }));
  const began = performance.now();
  for (let round = 0; round < 60; round++) JSON.parse(JSON.stringify(rows));
  return performance.now() - began;
}

// Each mostly waits, on a page of its own.
describe.concurrent('whatever is slow or goes', () => {
  test('a browser whose storage hangs, and a network that says it is gone, keep nobody from the work', async () => {
    const page = await work.context().newPage();
    await page.addInitScript(() => {
      // An opening that never ends, as on a disk that has gone to sleep.
      const open = indexedDB.open.bind(indexedDB);
      indexedDB.open = (...args) => Object.assign(open(...args), { addEventListener: () => {} });
      window.addEventListener('DOMContentLoaded', () => window.dispatchEvent(new Event('offline')));
    });
    await page.goto(work.url());
    await page.getByRole('tab', { name: 'Files' }).click();
    await page.getByRole('treeitem', { name: /server\.ts/ }).click();
    await page.locator('.view-line').first().waitFor({ timeout: 60_000 });
    await page.close();
  });

  test('a part of the page that does not come is asked for again; one that never comes takes nothing else along', async () => {
    const page = await work.context().newPage();
    let refused = 0;
    await page.route(/assets\/TerminalScreen/, (route) =>
      refused++ === 0 ? route.abort() : route.continue(),
    );
    await page.route(/assets\/EditorOver|assets\/Compare/, (route) => route.abort());
    await page.goto(work.url());
    await page.getByRole('tab', { name: 'Terminal' }).click();
    await page.locator('.xterm-rows').first().waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'History' }).click();
    await page.getByText('A part of this page could not be shown.').waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Restart service' }).waitFor();
    await page.getByTestId('time-left').waitFor();
    await page.close();
  });

  test('a server that is away at first is waited for, in words', async () => {
    const page = await work.context().newPage();
    const away = /\/api\/attempts\/[^/]+$/;
    await page.route(away, (route) => route.abort());
    await page.goto(work.url());
    await page.getByText('We keep trying; the page goes on by itself.').waitFor({ timeout: 60_000 });
    await page.unroute(away);
    await page.getByTestId('time-left').waitFor({ timeout: 60_000 });
    await page.close();
  });
});

test('neither do receipt and scorecard fetch an editor', async () => {
  await work.getByRole('button', { name: 'Hand in', exact: true }).click();
  await work.getByRole('button', { name: 'Hand in now' }).click();
  await work.getByRole('heading', { name: 'Handed in' }).waitFor({ timeout: 60_000 });
  const submissionId = await gradedSubmission();
  await Promise.all([
    expectLight(work.url(), 'Handed in'),
    expectLight(site.cookie.url + paths.scorecard(submissionId), 'Would this person’s API hold up?'),
  ]);
});

async function gradedSubmission(): Promise<string> {
  const { sql } = site.platform.database;
  const find = () =>
    sql<{ id: string }[]>`select submission_id as id from grading where finished_at is not null`;
  await eventually(async () => expect(await find()).toHaveLength(1));
  return (await find())[0]!.id;
}
