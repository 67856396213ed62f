// A hostile service in a real sandbox, and its page in a real browser: what it reads, plants, frames and registers.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../api/db/port.ts';
import { startAttempt, startPlatform, type Candidate, type TestPlatform } from '../support/app.ts';
import { parcels, tree } from '../support/challenge.ts';
import { testSandboxes } from '../support/pods.ts';
import { openBrowser } from '../web/browser.ts';

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
  const sandboxes = await testSandboxes();
  const previewHost = `preview.localhost:${port}`;
  platform = await startPlatform({ sandboxes, challenges, previewHost });
  await platform.app.listen({ host: '127.0.0.1', port });
  candidate = await startAttempt(platform);
  browser = await openBrowser();
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

test('its page opens from the workspace in a tab that knows nothing of the workspace', async () => {
  const workspace = await context.newPage();
  await workspace.goto(`${url}/attempts/${candidate.attemptId}`);
  await workspace.getByText('Service running').waitFor({ timeout: 60_000 });
  await workspace.getByRole('tab', { name: 'Request' }).click();
  const opened = context.waitForEvent('page');
  await workspace.getByRole('button', { name: 'Open preview' }).click();
  page = await opened;
  await page.getByRole('heading', { name: 'Hostile' }).waitFor({ timeout: 60_000 });
  expect(page.url()).toBe(`http://${candidate.attemptId}.preview.${new URL(url).host}/`);
  expect(await page.evaluate(() => [opener as unknown, document.referrer])).toEqual([null, '']);
});

test('it sees no cookie and no header of the platform, neither in the page nor in the service', async () => {
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
});

test('no cookie it plants reaches the platform', async () => {
  await page.evaluate(() => {
    for (const domain of ['localhost', '.localhost', 'preview.localhost', location.hostname])
      document.cookie = `session=planted; Path=/; Domain=${domain}`;
  });
  const reaching = await context.cookies(`${url}/api/session`);
  expect(reaching.map(({ name }) => name)).toEqual([`attempt_${candidate.attemptId}`]);
});

test('it gets no service worker, though its page may fetch the same program', async () => {
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
});

test('it can frame neither the platform nor a preview', async () => {
  const frames = await page.evaluate(
    async (addresses) => {
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
  const shown = page.frames().slice(1);
  expect(shown.map((frame) => frame.url())).toEqual(Array(2).fill('chrome-error://chromewebdata/'));
});

test('it can neither read nor change anything of the attempt', async () => {
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
});

test('it speaks to its own service by WebSocket, and to the platform’s host not', async () => {
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
});
