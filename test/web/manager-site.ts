// The built pages for people who hire: sandboxes in memory, mail that is kept, and gradings that go by what was handed in.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Tree } from '../../api/challenge/tree.ts';
import { freePort } from '../../api/db/port.ts';
import type { GradedReport } from '../../api/grading/report.ts';
import { openMail } from '../../api/mail/mail.ts';
import {
  eventually,
  publicUrl,
  signIn,
  startAttempt,
  startPlatform,
  submit,
  type Client,
  type TestPlatform,
} from '../support/app.ts';
import { signInBeside } from '../support/colleague.ts';
import { fullReport } from '../support/report.ts';
import { SmtpServer } from '../support/smtp.ts';
import { openBrowser, openPage } from './browser.ts';

export interface ManagerSite {
  platform: TestPlatform;
  url: string;
  smtp: SmtpServer;
  manager: Client;
  /** The manager's page. */
  mia: Page;
  /** Who reads, the first two of them blind. */
  readers: Record<'ann' | 'ben' | 'cleo' | 'dan', Client>;
  /** @returns a page of somebody else: of nobody who is signed in, unless a client says who */
  open: (client?: Client) => Promise<Page>;
  /** Those of every page. */
  complaints: () => string[];
  /** @returns where an invite's or a share's link leads here */
  here: (link: string) => string;
  close: () => Promise<void>;
}

export async function serveManager(): Promise<ManagerSite> {
  if (!existsSync('web/dist/index.html')) execFileSync('npm', ['run', '--silent', 'build']);
  const url = `http://127.0.0.1:${await freePort()}`;
  const smtp = await SmtpServer.open();
  const mail = openMail({ url: smtp.url, from: 'hiring@brightside.example' });
  const platform = await startPlatform({
    mail,
    grade: async (_sandboxes, { tree }) => ({ report: reportOn(tree), evidence: null }),
  });
  await platform.app.listen({ host: '127.0.0.1', port: Number(new URL(url).port) });
  const manager = await signIn(platform);
  const reader = (name: string, role: string) => signInBeside(platform, manager, name, [role]);
  const readers = {
    ann: await reader('Ann', 'blind-reviewer'),
    ben: await reader('Ben', 'blind-reviewer'),
    cleo: await reader('Cleo', 'reviewer'),
    dan: await reader('Dan', 'reviewer'),
  };
  const browser = await openBrowser();
  const complaints: string[][] = [];
  const open = (client?: Client) => openAs(browser, client, url, complaints);
  return {
    platform,
    url,
    smtp,
    manager,
    mia: await open(manager),
    readers,
    open,
    complaints: () => complaints.flat(),
    here: (link) => link.replace(publicUrl, url),
    close: async () => {
      await browser.close();
      await platform.close();
      await smtp.close();
    },
  };
}

async function openAs(
  browser: Browser,
  client: Client | undefined,
  url: string,
  complaints: string[][],
): Promise<Page> {
  const opened = await openPage(browser);
  complaints.push(opened.complaints);
  const value = client?.cookies['session'];
  if (value) await opened.page.context().addCookies([{ name: 'session', value, url }]);
  return opened.page;
}

/** What a candidate's work came to. It hangs on one number in it, since nothing is run. */
const results: Record<number, { points: number; rps: number; runtime?: string }> = {
  40: { points: 74, rps: 310 },
  50: { points: 78, rps: 340 },
  7: { points: 45, rps: 60 },
  60: { points: 80, rps: 320, runtime: 'python' },
};

function reportOn(tree: Tree): GradedReport {
  const text = [...tree.values()].join('\n');
  const { points, rps, runtime = 'node' } = results[Number(/limit = (\d+)/.exec(text)?.[1])]!;
  const around = (value: number, by: number) => ({ value, low: value - by, high: value + by });
  const full = fullReport();
  const dimensions: GradedReport['dimensions'] = full.dimensions.map((dimension) =>
    dimension.name === 'Performance' ? { ...dimension, ...around(points, 6) } : dimension,
  );
  const knee = { rps, low: rps * 0.9, high: rps * 1.1 };
  return {
    ...full,
    score: around(points, 5),
    knee,
    dimensions,
    environment: { ...full.environment, runtime },
  };
}

/** Plays an attempt without a browser. @param link of the invite @returns the submission's id */
export async function play({ platform }: ManagerSite, link: string, limit: number): Promise<string> {
  const candidate = await startAttempt(platform, link.split('/').pop());
  const { attemptId } = candidate;
  const saved = await candidate.call('PUT /api/attempts/:attemptId/file', {
    params: { attemptId },
    body: { path: 'lib/limit.js', content: `export const limit = ${limit};\n`, baseRev: 0 },
  });
  expect(saved.status).toBe(200);
  return submit(candidate);
}

/** Waits until so many candidates are graded. @returns their submissions by name */
export function graded({ manager }: ManagerSite, count: number): Promise<Record<string, string>> {
  return eventually(async () => {
    const { body } = await manager.call('GET /api/invites', { query: { state: 'graded' } });
    expect(body.invites).toHaveLength(count);
    return Object.fromEntries(
      body.invites.map(({ candidateName, submissionId }) => [candidateName, submissionId!]),
    );
  });
}
