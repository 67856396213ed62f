import { chromium, type Browser, type Page } from 'playwright-core';
import { afterEach } from 'vitest';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Chromium as the machine has it; nothing is downloaded. */
export function openBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium-headless-shell';
  return chromium.launch({ executablePath, args });
}

declare module 'vitest' {
  interface TaskMeta {
    /** What the pages showed when the test failed. */
    shown?: string[];
  }
}

const pages = new Set<Page>();

// A machine that runs the tests out of reach leaves no picture behind, so the end of the run tells what was to be seen.
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') task.meta.shown = await Promise.all([...pages].map(shown));
});

async function shown(page: Page): Promise<string> {
  const text = await page.locator('body').innerText({ timeout: 2000 }).catch(String);
  return `${page.url()}: ${text.replaceAll(/\s+/g, ' ').slice(0, 600)}`;
}

/** Other tests have the engine make networks on this machine and remove them, and Chromium begins what it fetches anew. */
const ofTheMachine = /net::ERR_NETWORK_CHANGED/;

/** A page of a browser of its own, whose every complaint lands in `complaints`. */
export async function openPage(browser: Browser): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  pages.add(page);
  page.on('close', () => pages.delete(page));
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !ofTheMachine.test(message.text())) complaints.push(message.text());
  });
  return { page, complaints };
}
