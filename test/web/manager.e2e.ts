// The whole of a manager's story in a real browser: three are invited by a file, each does the work, they are compared, read by
// people who do not know whose code it is, decided about, shared and printed. Nothing is run; journey.e2e.ts is about that.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, invite, publicUrl } from '../support/app.ts';
import { startWork } from './candidate-site.ts';
import { tabTo } from './focus.ts';
import { compareTests } from './manager-compare.ts';
import { listTests } from './manager-list.ts';
import { reviewTests } from './manager-review.ts';
import { graded, play, serveManager, type ManagerSite } from './manager-site.ts';
import { tagsOf } from './pdf.ts';
import { isOnScreen, look } from './screen.ts';

let site: ManagerSite;
let mia: Page;
/** Links by name. */
const links: Record<string, string> = {};
/** Submissions by name. */
let submissions: Record<string, string>;

beforeAll(async () => {
  site = await serveManager();
  ({ mia } = site);
});
afterAll(() => site?.close());

const dialog = () => mia.getByRole('dialog');
const row = (name: string) => mia.getByRole('row').filter({ hasText: name });
const scorecard = () => `${site.url}/submissions/${submissions['Ada Lovelace']}`;

test('three are invited by a CSV file, and a bad line is named before anything is made', async () => {
  await mia.goto(site.url);
  await mia.getByRole('button', { name: 'Invite a candidate' }).click();
  await mia.getByText('Several', { exact: true }).click();
  const list = mia.getByRole('textbox', { name: 'Candidates, one a line' });
  await list.fill('name;e-mail\nAda Lovelace;ada@example.com\nGrace Hopper;grace@');
  await mia.getByRole('button', { name: 'Check the list' }).press('Enter');
  await dialog().getByText('grace@ is no e-mail address').waitFor();
  await dialog().getByText('Line 3:').waitFor();
  await look(mia, 'invite-bad-line');
  expect((await site.manager.call('GET /api/invites', { query: {} })).body.invites).toEqual([]);

  const text =
    'name;e-mail;language\nAda Lovelace;ada@example.com;\nGrace Hopper;grace@example.com;node\nEdsger Dijkstra;;\n';
  const file = { name: 'candidates.csv', mimeType: 'text/csv', buffer: Buffer.from(text) };
  await mia.locator('input[type=file]').setInputFiles(file);
  await expect.poll(() => list.inputValue()).toContain('Edsger Dijkstra');
  await mia.getByRole('button', { name: 'Check the list' }).press('Enter');
  await mia.getByRole('button', { name: 'Make 3 invites' }).press('Enter');
  await dialog().getByText('3 invites are made').waitFor();
  await dialog().getByText('By e-mail: grace@example.com').waitFor();
  const edsger = mia.getByRole('textbox', { name: 'Link for Edsger Dijkstra' });
  links['Edsger Dijkstra'] = await edsger.inputValue();
  await mia.getByRole('button', { name: 'Done' }).press('Enter');
  await row('Grace Hopper').getByText('in node').waitFor();
  for (const [name, address] of [
    ['Ada Lovelace', 'ada@example.com'],
    ['Grace Hopper', 'grace@example.com'],
  ] as const)
    links[name] = await eventually(() => {
      const [mail] = site.smtp.to(address);
      return mail!.text.match(/\S+\/invite\/[\w-]{43}/)![0];
    });
});

test('one of them signs, starts, types in the editor and hands in', async () => {
  const page = await site.open();
  await startWork(page, site.here(links['Ada Lovelace']!));
  await page.getByRole('tab', { name: 'Files', exact: true }).click();
  await page.getByRole('treeitem', { name: /server\.js/ }).click();
  await page.locator('[data-ready=editor]').waitFor({ timeout: 60_000 });
  await page.locator('.monaco-editor').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('// limit = 40');
  const { sql } = site.platform.database;
  const saved = async () => {
    const [file] = await sql<{ content: Buffer }[]>`
      select content from attempt_file join blob on blob.hash = attempt_file.hash where path = 'server.js'`;
    return String(file?.content);
  };
  await expect.poll(saved, { timeout: 20_000 }).toContain('// limit = 40');
  await page.getByRole('button', { name: 'Hand in', exact: true }).first().click();
  await page.getByRole('button', { name: 'Hand in now' }).click();
  await page.getByRole('heading', { name: 'Handed in' }).waitFor({ timeout: 30_000 });
  await page.context().close();
});

test('the others hand in too, and the list follows each to its result', async () => {
  await play(site, links['Grace Hopper']!, 50);
  await play(site, links['Edsger Dijkstra']!, 7);
  await play(site, await invite(site.manager, 'Barbara Liskov'), 60);
  submissions = await graded(site, 4);
  await mia.reload();
  for (const name of Object.keys(submissions)) await row(name).getByText('Meets minimum').waitFor();
});

test('by keyboard alone they are picked to be compared, and the address holds who', async () => {
  for (const [index] of Object.keys(submissions).entries()) {
    const box = mia.getByRole('checkbox', { name: /^Pick / }).nth(index);
    await tabTo(mia, box);
    await mia.keyboard.press('Space');
    expect(await box.isChecked()).toBe(true);
  }
  await mia.getByText('4 picked').waitFor();
  await look(mia, 'manager-list');
  await tabTo(mia, mia.getByRole('link', { name: 'Compare', exact: true }), 'Shift+Tab');
  await mia.keyboard.press('Enter');
  await mia.getByRole('heading', { name: 'Comparison · Lost parcels' }).waitFor();
  expect(new URL(mia.url()).searchParams.get('with')?.split(',')).toHaveLength(4);
});

compareTests(() => site);

test('by keyboard alone a result is opened, which answers at once what one asks first, and leads to its evidence', async () => {
  await mia.goto(site.url);
  await row('Ada Lovelace').waitFor();
  await tabTo(mia, mia.getByRole('link', { name: 'Open the scorecard of Ada Lovelace' }));
  await mia.keyboard.press('Enter');
  const holds = mia.getByRole('link', { name: 'Holds 310 requests a second' });
  const answers = [
    mia.getByTestId('sentence'),
    mia.getByRole('listitem').filter({ hasText: 'Meets minimum' }),
    holds,
    mia.getByTestId('main-risk'),
  ];
  for (const answer of answers)
    await expect.poll(() => isOnScreen(answer), { message: String(answer), timeout: 20_000 }).toBe(true);
  expect(await mia.evaluate(() => scrollY)).toBe(0);
  await tabTo(mia, holds);
  await mia.keyboard.press('Enter');
  await expect.poll(() => isOnScreen(mia.locator('#load h2'))).toBe(true);
  await tabTo(mia, mia.getByRole('button', { name: 'Ask two people' }));
});

reviewTests(() => site, scorecard);

test('a scorecard on paper keeps its headings, the heads of its tables and what its charts say', async () => {
  await mia.goto(scorecard());
  await mia.getByText('// limit = 40').first().waitFor();
  const { tags, described, text } = await tagsOf(mia, 'scorecard');
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
  await mia.getByRole('button', { name: 'Share' }).press('Enter');
  await mia.getByText('There are none yet.').waitFor();
  await mia.getByLabel('The link works for').selectOption('7 days');
  await mia.getByRole('button', { name: 'Make the link' }).press('Enter');
  const link = await mia.getByRole('textbox', { name: 'Link to this scorecard' }).inputValue();
  expect(link).toMatch(new RegExp(`^${publicUrl}/shared/[\\w-]{43}$`));
  await mia.getByText(/blind, without the code/).waitFor();

  const visitor = await site.open();
  await visitor.goto(site.here(link));
  await visitor.getByRole('heading', { name: 'A candidate · Lost parcels' }).waitFor();
  await visitor.getByText('The code is not part of this link.').waitFor();
  expect(await visitor.content()).not.toMatch(/Lovelace|limit = 40/);
  expect(await visitor.getByRole('button').count()).toBe(0);
  const anchors = await visitor
    .locator('main a[href^="#"]')
    .evaluateAll((all) => all.map((each) => decodeURIComponent(each.getAttribute('href')!.slice(1))));
  for (const id of new Set(anchors)) expect(await visitor.locator(`[id="${id}"]`).count(), id).toBe(1);
  await look(visitor, 'shared', 'narrow');

  await mia.reload();
  await mia.getByRole('button', { name: 'Share' }).press('Enter');
  await mia.getByText(/Opened 1 time, last/).waitFor();
  await mia.getByRole('button', { name: /^Revoke the link of/ }).press('Enter');
  await mia.getByText('revoked', { exact: true }).waitFor();
  await look(mia, 'share', 'narrow');
  await visitor.reload();
  await visitor.getByRole('heading', { name: 'This link does not work' }).waitFor();
  await visitor.context().close();
});

listTests(() => site);

test('no page complained', () => {
  // A browser writes there itself what it was refused: an answer too late, and a link that works no more.
  const strange = site.complaints().filter((line) => !/status of (410|404)/.test(line));
  expect(strange).toEqual([]);
});
