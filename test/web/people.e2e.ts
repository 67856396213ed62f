// An admin in a real browser: invites somebody, gives and takes roles, sets a password with its authenticator, signs in with
// it and with the company's account, and signs out everywhere else.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { base32 } from '@better-auth/utils/base32';
import { createOTP } from '@better-auth/utils/otp';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../api/db/port.ts';
import { makeSignInLink } from '../../api/person/routes.ts';
import { insertOrganisation, insertPerson } from '../../api/person/store.ts';
import { startPlatform, type TestPlatform } from '../support/app.ts';
import { startOidcProvider, type OidcProvider } from '../support/oidc.ts';
import { openBrowser, openPage } from './browser.ts';
import { onPaper } from './pdf.ts';
import { look } from './screen.ts';

const email = 'mia@example.com';
const password = 'correct horse battery staple';
let platform: TestPlatform;
let provider: OidcProvider;
let browser: Browser;
let page: Page;
let complaints: string[];
let address: string;
let recoveryCodes: string[];

beforeAll(async () => {
  if (!existsSync('web/dist/index.html')) execFileSync('npm', ['run', '--silent', 'build']);
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  provider = await startOidcProvider(`${address}/sign-in/provider`);
  provider.claims = { sub: 'mia', email, email_verified: true };
  platform = await startPlatform({ publicUrl: address, provider: provider.settings });
  await platform.app.listen({ host: '127.0.0.1', port });
  browser = await openBrowser();
  ({ page, complaints } = await openPage(browser));
  const { sql } = platform.database;
  const organisationId = await insertOrganisation(sql, 'Brightside');
  const mia = { organisationId, email, name: 'Mia Moreau', roles: ['admin', 'manager'] };
  await page.goto(await makeSignInLink(sql, await insertPerson(sql, mia), address, platform.now()));
  await page.getByRole('link', { name: 'People' }).click();
  await page.getByRole('heading', { name: 'People' }).waitFor();
});
afterAll(async () => {
  await browser?.close();
  await platform?.close();
  await provider?.close();
});

const button = (name: string | RegExp, of = page) => of.getByRole('button', { name });
const row = (name: string) => page.getByRole('row').filter({ hasText: name });

test('somebody is invited by a link, with the keyboard alone', async () => {
  await button('Invite a person').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByLabel('Name').waitFor();
  await page.keyboard.type('Noor Haddad');
  await page.keyboard.press('Tab');
  await page.keyboard.type('noor@example.com');
  for (let n = 0; n < 3; n++) await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  expect(await page.getByRole('checkbox', { name: /^Blind reviewer/ }).isChecked()).toBe(true);
  await look(page, 'invite-person');
  await page.keyboard.press('Enter');
  const link = page.getByRole('textbox', { name: 'Sign-in link' });
  await link.waitFor();
  expect(await link.inputValue()).toMatch(new RegExp(`^${address}/sign-in/[\\w-]{43}$`));
  await button('Done').click();
  await row('Noor Haddad').getByText('Invited, not here yet').waitFor();
});

test('roles are changed; what does not go together is refused; the last admin stays one', async () => {
  await button('Roles of Noor Haddad').click();
  const manager = page.getByRole('checkbox', { name: /^Manager/ });
  await manager.check();
  await button('Save').click();
  await page.getByRole('alert').getByText('A blind reviewer cannot be manager').waitFor();
  await page.getByRole('checkbox', { name: /^Blind reviewer/ }).uncheck();
  await button('Save').click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await row('Noor Haddad').getByText('Manager', { exact: true }).waitFor();
  await button('Roles of Mia Moreau').click();
  expect(await page.getByRole('checkbox', { name: /^Admin/ }).isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await look(page, 'people');
  await onPaper(page, 'people');
});

test('a password is set together with an authenticator', async () => {
  await page.getByRole('link', { name: 'Your account' }).click();
  await button('Set a password').click();
  const key = await page.getByRole('textbox', { name: 'Key of the authenticator' }).inputValue();
  await page.getByLabel('New password', { exact: true }).fill(password);
  await page.getByRole('img', { name: 'The key as a QR code' }).waitFor();
  const step = Math.floor(platform.now().getTime() / 30_000);
  await page.getByLabel('Code it shows now').fill(await createOTP(base32.decode(key)).hotp(step));
  await look(page, 'set-password');
  await button('Save the password').click();
  await page.getByRole('dialog').getByText('Keep your recovery codes').waitFor();
  recoveryCodes = await page.getByRole('dialog').getByRole('listitem').allInnerTexts();
  expect(recoveryCodes).toHaveLength(10);
  await button('I have kept them').click();
  await page.getByText('10 recovery codes left').waitFor();
});

test('it signs in, with a code in place of the authenticator', async () => {
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await button('Continue with Brightside account').waitFor();
  await look(page, 'sign-in');
  complaints.length = 0; // the browser itself writes there that it was refused when it was signed out
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel('Code of your authenticator').fill(recoveryCodes[0]!);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${address}/`);
});

test('the company account signs in elsewhere, which is seen and ended from here', async () => {
  const { page: other } = await openPage(browser);
  await other.goto(`${address}/sign-in`);
  await button('Continue with Brightside account', other).click();
  await other.waitForURL(`${address}/`);
  await page.getByRole('link', { name: 'Your account' }).click();
  await page.getByText('with the company account').waitFor();
  await look(page, 'account');
  await onPaper(page, 'account');
  await button('Sign out everywhere else').click();
  await page.getByText('with the company account').waitFor({ state: 'detached' });
  await page.getByText('with the password').waitFor();
  await other.reload();
  await other.getByRole('heading', { name: 'You are signed out' }).waitFor();
  await other.close();
});

test('somebody is removed', async () => {
  await page.getByRole('link', { name: 'People' }).click();
  await button('Remove Noor Haddad').click();
  await button('Remove', page).last().click();
  await row('Noor Haddad').waitFor({ state: 'detached' });
  expect(await row('Mia Moreau').count()).toBe(1);
  expect(complaints).toEqual([]);
});
