// The page for admins whose other programs talk with this one: a token, a webhook, and what was sent to it.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { standardTerms } from '../../api/webhook/delivering/deliver.ts';
import { type Client, signIn, startPlatform, type TestPlatform } from '../support/app.ts';
import { openBrowser, openPage } from './browser.ts';
import { onPaper } from './pdf.ts';
import { look } from './screen.ts';

let platform: TestPlatform;
let receiver: Server;
let hook: string;
let status = 200;
let browser: Browser;
let page: Page;
let complaints: string[];
let admin: Client;
let url: string;

beforeAll(async () => {
  if (!existsSync('web/dist/index.html')) execFileSync('npm', ['run', '--silent', 'build']);
  platform = await startPlatform({ webhooks: { ...standardTerms, targets: 'loopback', roundMs: 50 } });
  url = await platform.app.listen({ host: '127.0.0.1', port: 0 });
  receiver = createServer((request, response) => {
    request.resume();
    response.writeHead(status).end(status === 200 ? 'thank you' : 'not today');
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks/proofload`;
  admin = await signIn(platform, ['admin']);
  browser = await openBrowser();
  ({ page, complaints } = await openPage(browser));
  await page
    .context()
    .addCookies(Object.entries(admin.cookies).map(([name, value]) => ({ name, value, url })));
  await page.goto(`${url}/`);
});
afterAll(async () => {
  await browser?.close();
  receiver?.close().closeAllConnections();
  await platform?.close();
});

test('an admin makes a token, sees it once, and takes it back', async () => {
  await page.getByRole('link', { name: 'Integrations' }).click();
  await page.getByRole('button', { name: 'Make a token' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Make a token' }).click();
  await dialog.getByText('Say what it is for.').waitFor();
  await dialog.getByLabel('Name').fill('Applicant tracking');
  await dialog.getByLabel('List the candidates, and how far each is').check();
  await dialog.getByRole('button', { name: 'Make a token' }).click();
  const secret = await dialog.getByLabel('Token', { exact: true }).inputValue();
  await dialog.getByRole('button', { name: 'Done' }).click();
  const row = page.getByRole('row', { name: /Applicant tracking/ });
  await row.getByText('readInvites').waitFor();
  expect(await page.content()).not.toContain(secret);
  const ask = () =>
    platform.app.inject({ url: '/api/invites', headers: { authorization: `Bearer ${secret}` } });
  expect((await ask()).statusCode).toBe(200);
  await row.getByRole('button', { name: 'Revoke Applicant tracking' }).click();
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await row.getByText('Revoked').waitFor();
  expect((await ask()).statusCode).toBe(401);
});

test('a webhook is added, tested, and its log shows what came back; what failed is sent again', async () => {
  await page.getByRole('button', { name: 'Add a webhook' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Address').fill('http://example.com/');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('The address should start with https://').waitFor();
  await dialog.getByLabel('Address').fill(hook);
  await dialog.getByRole('button', { name: 'Save' }).click();
  expect(await dialog.getByLabel('Secret', { exact: true }).inputValue()).toMatch(/^whsec_/);
  await dialog.getByRole('button', { name: 'Done' }).click();
  const block = page.getByRole('region', { name: hook });
  status = 410;
  await block.getByRole('button', { name: 'Send a test' }).click();
  await block.getByText('What was sent').click();
  await block.getByText('Given up').waitFor();
  await page.getByText('the receiver answered 410 Gone').waitFor({ timeout: 30_000 });
  status = 200;
  await block.getByRole('button', { name: 'Switch on' }).click();
  await block.getByRole('button', { name: /^Send again/ }).click();
  await block.getByText('Arrived').waitFor();
  await block.getByText('2 tries').click();
  await block.getByText('thank you').waitFor();
  expect(await block.getByText('not today').count()).toBe(1);
});

test('all of it can be read, in the light and in the dark, on a phone and on paper', async () => {
  await look(page, 'integrations');
  await onPaper(page, 'integrations');
});

test('what can be called stands on a page, with an example to copy', async () => {
  await page.getByRole('link', { name: 'What the API can do' }).click();
  const route = page.locator('#postInvites');
  await route.locator('summary').press('Enter');
  await route.getByText('candidateName: string').first().waitFor();
  expect(await route.innerText()).toContain(`curl -X POST '${url}/api/invites'`);
  expect(await page.locator('#deleteSession').count()).toBe(0);
  await page.getByRole('switch').press('Space');
  await page.locator('#deleteSession').waitFor();
  await look(page, 'api');
  await onPaper(page, 'api');
  expect(complaints.filter((line) => !line.includes('400'))).toEqual([]);
});
