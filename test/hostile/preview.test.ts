// A hostile service in a real sandbox, and its page in a real browser: what it reads, plants, frames and registers.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { freePort } from '../../api/db/port.ts';
import { startAttempt, startPlatform, type Candidate, type TestPlatform } from '../support/app.ts';
import { parcels, tree } from '../support/challenge.ts';
import { provedSandboxes } from '../support/pods.ts';
import { openBrowser } from '../web/browser.ts';
import { attack } from './attack.ts';

let platform: TestPlatform;
let url: string;
let candidate: Candidate;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  const port = await freePort();
  url = `http://localhost:${port}`;
  const read = (path: string) => readFile(join(import.meta.dirname, '..', path), 'utf8');
  const node = tree({
    'server.ts': `import './hostile/preview/server.ts';`,
    'hostile/preview/server.ts': await read('hostile/preview/server.ts'),
    'support/echo.ts': await read('support/echo.ts'),
  });
  const challenges = new Map([[parcels.slug, { ...parcels, services: {}, starters: { node } }]]);
  const sandboxes = await provedSandboxes();
  const previewHost = `preview.localhost:${port}`;
  platform = await startPlatform({ sandboxes, challenges, previewHost });
  await platform.app.listen({ host: '127.0.0.1', port });
  [candidate, browser] = await Promise.all([startAttempt(platform), openBrowser()]);
  context = await browser.newContext();
  await context.addCookies(Object.entries(candidate.cookies).map(([name, value]) => ({ name, value, url })));
});
afterAll(async () => {
  await browser?.close();
  await platform?.close();
});

interface SeenRequest {
  url: string;
  headers: Record<string, string>;
}

/** What the service was asked so far, as it tells itself. */
const seen = () => page.evaluate(async () => (await (await fetch('/seen')).json()) as SeenRequest[]);

attack(34, 'a preview that looks back at what opened it', 'it sees neither opener nor referrer', async () => {
  const workspace = await context.newPage();
  await workspace.goto(`${url}/attempts/${candidate.attemptId}`);
  await workspace.getByText('Service running', { exact: true }).waitFor({ timeout: 60_000 });
  await workspace.getByRole('tab', { name: 'Request' }).click();
  const opened = context.waitForEvent('page');
  await workspace.getByRole('button', { name: 'Open preview' }).click();
  page = await opened;
  await page.getByRole('heading', { name: 'Hostile' }).waitFor({ timeout: 60_000 });
  expect(page.url()).toBe(`http://${candidate.attemptId}.preview.${new URL(url).host}/`);
  expect(await page.evaluate(() => [opener as unknown, document.referrer])).toEqual([null, '']);
  return 'opener null, referrer empty';
});

attack(
  34,
  'a preview that reads cookies and headers',
  'none of the platform, in page and service',
  async () => {
    await page.reload();
    expect(await page.evaluate(() => document.cookie)).toMatch(/^(own=1; session=planted; wide=1)$/);
    const requests = (await seen()).filter((one) => one.url === '/');
    expect(requests).toHaveLength(2);
    for (const { headers } of requests) {
      expect(headers['host']).toBe('127.0.0.1:8080');
      expect(
        Object.keys(headers).filter((name) => /^(sec-|authorization|origin|referer|x-)/.test(name)),
      ).toEqual([]);
    }
    expect(requests.map(({ headers }) => headers['cookie'])).toEqual([
      undefined,
      'own=1; session=planted; wide=1',
    ]);
    return 'its own cookies alone';
  },
);

attack(
  34,
  'a preview that plants a session cookie on every parent',
  'none reaches the platform',
  async () => {
    await page.evaluate(() => {
      for (const domain of ['localhost', '.localhost', 'preview.localhost', location.hostname])
        document.cookie = `session=planted; Path=/; Domain=${domain}`;
    });
    const reaching = await context.cookies(`${url}/api/session`);
    expect(reaching.map(({ name }) => name)).toEqual([`attempt_${candidate.attemptId}`]);
    return 'the attempt’s own cookie alone';
  },
);

attack(
  34,
  'a preview that registers a service worker',
  'refused, though the program may be fetched',
  async () => {
    const [fetched, registered] = await page.evaluate(async () => [
      (await fetch('/worker.js')).status,
      await navigator.serviceWorker.register('/worker.js').then(
        () => 'registered',
        (error: Error) => error.message,
      ),
    ]);
    expect(fetched).toBe(200);
    expect(registered).toMatch(/bad HTTP response code \(403\)/);
    expect((await seen()).filter((one) => one.url === '/worker.js')).toHaveLength(1);
    return '403';
  },
);

attack(34, 'a preview that frames the platform and itself', 'both frames stay empty', async () => {
  const frames = await page.evaluate(
    async (addresses) => {
      document.querySelectorAll('iframe').forEach((frame) => frame.remove());
      const loads = addresses.map((address) => {
        const frame = document.createElement('iframe');
        frame.src = address;
        document.body.append(frame);
        return new Promise((resolve) => frame.addEventListener('load', resolve));
      });
      await Promise.all(loads);
      return [...document.querySelectorAll('iframe')].map(
        (frame) => frame.contentDocument?.title ?? 'hidden',
      );
    },
    [url, '/'],
  );
  expect(frames).toEqual(['hidden', 'hidden']);
  const shown = () =>
    page
      .frames()
      .slice(1)
      .map((frame) => frame.url());
  await expect.poll(shown).toEqual(Array(2).fill('chrome-error://chromewebdata/'));
  return 'two error pages';
});

attack(
  34,
  'a preview that calls the platform with the candidate’s cookies',
  'neither reads nor changes',
  async () => {
    const route = `${url}/api/attempts/${candidate.attemptId}`;
    const tries = await page.evaluate(async (address) => {
      const outcome = (work: Promise<Response>) =>
        work.then(
          ({ type, status }) => `${type} ${status}`,
          (error: Error) => error.message,
        );
      return [
        await outcome(fetch(address, { credentials: 'include' })),
        await outcome(
          fetch(`${address}/submission`, { method: 'POST', mode: 'no-cors', credentials: 'include' }),
        ),
      ];
    }, route);
    expect(tries).toEqual(['Failed to fetch', 'Failed to fetch']);
    const params = { attemptId: candidate.attemptId };
    expect((await candidate.call('GET /api/attempts/:attemptId', { params })).body.state).toBe('running');
    return 'fetch fails, the attempt still runs';
  },
);

attack(
  34,
  'a preview that opens WebSockets everywhere',
  'its own service answers, nothing else',
  async () => {
    const say = (address: string) =>
      page.evaluate(
        (to) =>
          new Promise<string>((resolve) => {
            const socket = new WebSocket(to);
            socket.addEventListener('open', () => socket.send('hello '.repeat(20_000)));
            socket.addEventListener('message', ({ data }) => resolve(data as string));
            socket.addEventListener('error', () => resolve('refused'));
          }),
        address,
      );
    expect(await say(`ws://${new URL(page.url()).host}/socket`)).toBe('hello '.repeat(20_000));
    const [asked] = (await seen()).filter((one) => one.url === '/socket');
    expect(asked?.headers).toMatchObject({ origin: 'http://127.0.0.1:8080', host: '127.0.0.1:8080' });
    expect(await say(url.replace('http', 'ws'))).toBe('refused');
    expect(await say(`ws://${crypto.randomUUID()}.preview.${new URL(url).host}/`)).toBe('refused');
    return 'the platform and other previews refuse';
  },
);
