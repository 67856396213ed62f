// One candidate in a real browser, on the built pages, to whom everything happens that can: whatever was typed is in the
// database in the end, or is asked about. Sandboxes are in memory, so that one can be killed or changed at will.
import type { BrowserContext, Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../api/db/port.ts';
import { insertOrganisation, insertPerson } from '../../api/person/store.ts';
import { makeSignInLink } from '../../api/person/routes.ts';
import { Client, eventually, startPlatform, type TestPlatform } from '../support/app.ts';
import { makeDatabase, type TestDatabase } from '../support/db.ts';
import { openBrowser } from './browser.ts';
import { look } from './screen.ts';
import { expectHas } from './focus.ts';

const file = 'server.js';
let database: TestDatabase;
let platform: TestPlatform;
let port: number;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  port = await freePort();
  database = await makeDatabase();
  platform = await serve();
  browser = await openBrowser();
  context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  page = await open(await inviteLink());
  await page.getByLabel('I have read this page').check();
  await page.getByRole('textbox', { name: 'Your name' }).fill('Ada Lovelace');
  await page.getByRole('button', { name: 'Start the clock' }).click();
  await page.getByText('Service running', { exact: true }).waitFor({ timeout: 90_000 });
  await page.evaluate(() => history.replaceState(null, '', '?e2e'));
  await page.getByRole('tab', { name: 'Files' }).click();
  await openFile(page);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await platform?.close();
  await database?.drop();
});

const address = () => `http://127.0.0.1:${port}`;

async function serve(): Promise<TestPlatform> {
  const started = await startPlatform({ publicUrl: address() }, database);
  started.sandboxes.service = (_, response) => response.end('{}');
  await started.app.listen({ host: '127.0.0.1', port });
  return started;
}

async function inviteLink(): Promise<string> {
  const organisationId = await insertOrganisation(database.sql, 'Brightside');
  const person = { organisationId, email: 'mia@example.com', name: 'Mia', roles: ['manager'] };
  const personId = await insertPerson(database.sql, person);
  const link = await makeSignInLink(database.sql, personId, address(), platform.now());
  const manager = new Client(platform.app);
  const here = { origin: address() };
  await manager.call('POST /api/session', { body: { token: link.split('/').pop()! } }, here);
  const body = { challenge: 'parcels', candidateName: 'Ada' };
  return (await manager.call('POST /api/invites', { body }, here)).body.link!;
}

async function open(url: string): Promise<Page> {
  const opened = await context.newPage();
  opened.on('pageerror', (error) => complaints.push(String(error)));
  opened.on('console', (message) => {
    // A request that was cut, or refused for a conflict, is written there by the browser itself.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  await opened.goto(url);
  return opened;
}

async function openFile(of: Page, name = /^server\.js/): Promise<void> {
  await of.getByRole('treeitem', { name }).click();
  await of.locator('[data-ready=editor]').waitFor({ timeout: 30_000 });
}

/** Keeps saves waiting in the server: a page that goes may send its last one past everything in the browser. @returns lets them through */
async function holdSaves(): Promise<() => Promise<void>> {
  const held = Promise.withResolvers<void>();
  const over = Promise.withResolvers<void>();
  const transaction = database.sql.begin(async (sql) => {
    await sql`lock table attempt_file in exclusive mode`;
    held.resolve();
    await over.promise;
  });
  const release = async () => {
    over.resolve();
    await transaction;
  };
  onTestFinished(release);
  await Promise.race([held.promise, transaction]);
  return release;
}

/** Keeps calls from the server for a while. @returns lets them through, those that wait too */
async function hold(method: string, path: string): Promise<() => Promise<void>> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const calls = (url: URL) => url.pathname.endsWith(path);
  await page.route(calls, async (route) => {
    if (route.request().method() === method) await promise;
    // The page that called may be gone.
    await route.continue().catch(() => undefined);
  });
  const release = async () => {
    resolve();
    await page.unroute(calls);
  };
  // A test that failed holds nothing from those that come next.
  onTestFinished(release);
  return release;
}

/** Types at the end of the file in front, as a person does. */
async function type(text: string): Promise<void> {
  await page.locator('.monaco-editor').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(text);
}

const shown = (of = page, path = file) => of.evaluate((name) => window.__ide?.getFile(name), path);
const setText = (of: Page, text: string, path = file) =>
  of.evaluate(([name, value]) => window.__ide?.setFile(name!, value!), [path, text]);
const pod = () => platform.sandboxes.pods.find(({ spec }) => spec.kind === 'workspace')!;

async function stored(path = file): Promise<string | undefined> {
  const rows = await database.sql<{ content: Buffer }[]>`
    select blob.content from attempt_file join blob on blob.hash = attempt_file.hash
    where attempt_file.path = ${path} and not deleted`;
  return rows[0]?.content.toString();
}

/** Waits until the page and the database have the same text. */
async function agrees(text: string, path = file): Promise<void> {
  await eventually(async () => {
    expect(await shown(page, path)).toBe(text);
    expect(await stored(path)).toBe(text);
  });
}

test('what was typed and never saved is there after a reload, and is saved then', async () => {
  const letSave = await holdSaves();
  const firstSave = page.waitForRequest((request) => request.method() === 'PUT');
  await type('// typed');
  await firstSave;
  await type(' before the reload');
  const typed = await shown();
  expect(typed).toContain('// typed before the reload');
  await page.reload();
  await page.getByRole('tab', { name: 'Files' }).click();
  await openFile(page);
  expect(await shown()).toBe(typed);
  expect(await stored()).not.toBe(typed);
  await letSave();
  await agrees(typed!);
});

test('work goes on offline, says so, and is sent when the network is back', async () => {
  await context.setOffline(true);
  await page.getByText('You are offline').waitFor();
  await type('// typed offline');
  const typed = await shown();
  await setText(page, 'made offline', 'notes.md');
  await look(page, 'offline');
  await context.setOffline(false);
  await agrees(typed!);
  await agrees('made offline', 'notes.md');
  await page.getByText('You are offline').waitFor({ state: 'hidden' });
});

test('a second tab follows, and neither overwrites the other', async () => {
  const second = await open(page.url());
  await second.getByRole('tab', { name: 'Files' }).click();
  await setText(page, 'from the first tab');
  await eventually(async () => expect(await shown(second)).toBe('from the first tab'));
  const letSave = await hold('PUT', '/file');
  await setText(page, 'typed in the first tab');
  await setText(second, 'typed in the second tab');
  await eventually(async () => expect(await stored()).toBe('typed in the second tab'));
  await letSave();
  await page.getByText('server.js was changed elsewhere').waitFor({ timeout: 20_000 });
  expect(await shown()).toBe('typed in the first tab');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const compared = page.getByTestId('compare');
  await compared.getByText('typed in the second tab').first().waitFor();
  await look(page, 'conflict');
  await page.getByRole('button', { name: 'Keep mine' }).click();
  await agrees('typed in the first tab');
  await eventually(async () => expect(await shown(second)).toBe('typed in the first tab'));
  await second.close();
});

async function restart(): Promise<void> {
  const text = await shown();
  await page.getByRole('button', { name: 'Restart service' }).click();
  await eventually(() => expect(pod().files.get(file)?.toString()).toBe(text));
}

test('a change made in the sandbox comes in by itself, and never over what is being typed', async () => {
  await restart();
  pod().change(file, 'changed in the sandbox');
  await agrees('changed in the sandbox');
  const letSave = await hold('PUT', '/file');
  await setText(page, 'typed meanwhile');
  pod().change(file, 'changed in the sandbox again');
  await eventually(async () => expect(await stored()).toBe('changed in the sandbox again'));
  expect(await shown()).toBe('typed meanwhile');
  await letSave();
  await page.getByText('server.js was changed elsewhere').waitFor({ timeout: 20_000 });
  await page.getByRole('button', { name: 'Take theirs' }).click();
  await agrees('changed in the sandbox again');
  await page.getByRole('button', { name: 'History' }).click();
  await page
    .getByRole('button', { name: /Given up for another text/ })
    .first()
    .click();
  await page.getByTestId('compare').getByText('typed meanwhile').first().waitFor();
  await look(page, 'history');
  await page.getByRole('button', { name: 'Restore' }).click();
  await agrees('typed meanwhile');
  await page.getByRole('button', { name: 'Back to the editor' }).click();
});

test('a window that gets narrow keeps the editor as it is, with the keyboard in it', async () => {
  await setText(page, 'begun');
  const editor = page.locator('.monaco-editor').first();
  await eventually(async () => {
    await editor.click();
    await expectHas(editor.getByRole('textbox').first());
  });
  await page.keyboard.press('Control+End');
  await page.keyboard.type(', gone on with');
  await page.setViewportSize({ width: 600, height: 800 });
  await page.getByRole('separator').first().waitFor({ state: 'detached' });
  await page.keyboard.type(' narrowly');
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('separator').first().waitFor();
  expect(await shown()).toBe('begun, gone on with narrowly');
  // In one go, or one for each part that was typed.
  for (let nth = 1; nth <= 3; nth++) await page.keyboard.press('Control+z');
  await expect.poll(() => shown()).not.toContain('gone on');
});

test('a file changed in the sandbox and here stands still until one text is chosen', async () => {
  await setText(page, 'saved here');
  await agrees('saved here');
  pod().change(file, 'changed there');
  await page.getByText('server.js was changed in the sandbox').waitFor({ timeout: 20_000 });
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await page.getByTestId('compare').getByText('changed there').first().waitFor();
  const letSettle = await hold('DELETE', '/clash');
  await page.getByRole('button', { name: 'Keep mine' }).click();
  // Who opens something else before the choice is settled is not called away from it.
  await page.getByRole('button', { name: 'History' }).press('Enter');
  const back = page.getByRole('button', { name: 'Back to the editor' });
  await expectHas(back);
  await letSettle();
  await page.getByText('server.js was changed in the sandbox').waitFor({ state: 'hidden' });
  await expectHas(back);
  await back.press('Enter');
  await agrees('saved here');
});

test('a sandbox that is killed costs no text', async () => {
  const killed = pod();
  killed.kill();
  await setText(page, 'typed without a sandbox');
  await agrees('typed without a sandbox');
  await eventually(() => expect(pod()).not.toBe(killed));
  await page.getByText('Service running', { exact: true }).waitFor({ timeout: 30_000 });
  await restart();
});

test('a server that is killed costs no text', async () => {
  await platform.close();
  try {
    await setText(page, 'typed without a server');
    await page.getByText('You are offline').waitFor({ timeout: 20_000 });
    expect(await stored()).toBe('typed without a sandbox');
  } finally {
    // Those who come next, and another try, need one.
    platform = await serve();
  }
  await agrees('typed without a server');
  await page.getByText('You are offline').waitFor({ state: 'hidden' });
});

test('files are found, searched and compared by keyboard', async () => {
  await setText(page, 'one\ntwo\n  const needle = 1;\n', 'lib/parcels.js');
  await page.locator('.monaco-editor').first().click();
  await page.keyboard.press('Control+p');
  await page.getByRole('combobox', { name: 'Open a file' }).fill('prcl');
  await page.getByRole('option', { name: 'lib/parcels.js' }).waitFor();
  await look(page, 'quick-open');
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: /parcels\.js/, selected: true }).waitFor();
  await page.keyboard.press('Control+Shift+f');
  await page.getByRole('textbox', { name: 'Search in all files' }).fill('NEEDLE');
  await page.getByText('1 result in 1 file').waitFor();
  await look(page, 'search');
  await page.getByTitle('lib/parcels.js, line 3').press('Enter');
  await page.keyboard.type('x');
  await agrees('one\ntwo\n  const xneedle = 1;\n', 'lib/parcels.js');
  await page.getByRole('button', { name: 'Compare with the start' }).click();
  await page.getByTestId('compare').getByText('export {};').first().waitFor();
  await look(page, 'compare');
  await page.keyboard.press('Escape');
  await page.getByTestId('compare').waitFor({ state: 'hidden' });
});

test('a deleted file comes back, at once or later, and hostile names are text', async () => {
  await page.getByRole('tab', { name: 'Files' }).click();
  const name = '<img src=x onerror=alert(1)>.js';
  await setText(page, 'kept', name);
  await agrees('kept', name);
  await page.getByRole('treeitem', { name: '<img' }).focus();
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: 'Undo' }).click();
  await agrees('kept', name);
  await page.getByRole('treeitem', { name: '<img' }).focus();
  await page.keyboard.press('Delete');
  await eventually(async () => expect(await stored(name)).toBeUndefined());
  await page.getByText('Deleted files').click();
  await look(page, 'files');
  await page.getByRole('button', { name: `Restore ${name}` }).click();
  await agrees('kept', name);
});

test('nothing was complained about', () => expect(complaints).toEqual([]));
