// The built pages for candidates, with sandboxes in memory: one whose service answers, whose checks end half well and whose
// terminal draws what is typed.
import type { Browser, Page } from 'playwright-core';
import { loadChallenges } from '../../api/challenge/load.ts';
import { freePort } from '../../api/db/port.ts';
import { signIn, startPlatform, type Client, type TestPlatform } from '../support/app.ts';
import { gradedReport } from '../support/report.ts';
import { openBrowser } from './browser.ts';

export interface CandidateSite {
  platform: TestPlatform;
  browser: Browser;
  /** @returns the address that a new candidate is sent */
  inviteLink: (candidateName: string) => Promise<string>;
  /** The session of who invites. */
  cookie: { name: string; value: string; url: string };
  close: () => Promise<void>;
}

export async function serveCandidates(): Promise<CandidateSite> {
  const port = await freePort();
  const platform = await startPlatform({
    challenges: await loadChallenges('challenges'),
    grade: async () => ({ report: gradedReport(), evidence: null }),
  });
  const { sandboxes } = platform;
  sandboxes.service = (_, response) =>
    response.setHeader('content-type', 'application/json').end('{"id":42,"name":"A lamp"}');
  const check = { type: 'check', category: 'products', message: '', ms: 3 };
  sandboxes.program = async (_suite, { onLine }) => {
    onLine({ ...check, name: 'a product page has the product', passed: true });
    onLine({ ...check, name: 'an unknown product is not found', passed: false, message: 'got 200' });
    onLine({ type: 'checks-done', count: 2 });
  };
  await platform.app.listen({ host: '127.0.0.1', port });
  const manager = await signIn(platform);
  const url = `http://127.0.0.1:${port}`;
  const browser = await openBrowser();
  return {
    platform,
    browser,
    inviteLink: (name) => linkOf(manager, url, name),
    cookie: { name: 'session', value: manager.cookies['session']!, url },
    close: async () => {
      await browser.close();
      await platform.close();
    },
  };
}

async function linkOf(manager: Client, url: string, candidateName: string): Promise<string> {
  const { body } = await manager.call('POST /api/invites', {
    body: { challenge: 'slow-catalogue', candidateName, sharesResult: true },
  });
  return `${url}/invite/${body.link!.split('/').pop()}`;
}

/** Opens an invite and starts the clock. */
export async function startWork(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('I have read this page').check();
  await page.getByRole('textbox', { name: 'Your name' }).fill('Ada Lovelace');
  await page.getByRole('button', { name: 'Start the clock' }).click();
  await page.getByTestId('time-left').waitFor({ timeout: 30_000 });
}
