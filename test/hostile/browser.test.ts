// What a candidate puts into names, files, logs and answers, on the built pages in a real browser: of the candidate's own
// work, and of those who judge it.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { grade } from '../../api/grading/grade.ts';
import { insertOrganisation, insertPerson } from '../../api/person/store.ts';
import { makeSignInLink } from '../../api/person/routes.ts';
import { parseCsv } from '../../api/workspace/csv.ts';
import {
  Client,
  eventually,
  invite,
  startAttempt,
  startPlatform,
  submit,
  treeHashOf,
  type Candidate,
  type TestPlatform,
} from '../support/app.ts';
import { provedSandboxes } from '../support/pods.ts';
import { tiny } from '../support/tiny.ts';
import { openBrowser, openPage } from '../web/browser.ts';
import { attack } from './attack.ts';

const markup = `<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>`;
const fileName = 'a<img src=x onerror=window.pwned=1>.ts';
const escapes =
  '\u001b]0;owned\u0007\u001b]52;c;cm0gLXJm\u0007\u001b]8;;https://evil.example\u0007text\u001b[2J\u001b[1A';
const shownEscapes = '␛]0;owned␇␛]52;c;cm0gLXJm␇␛]8;;https://evil.example␇text␛[2J␛[1A';
const turned = 'if (\u202e admin \u2066) // \u2069';
const writes = `console.log(${JSON.stringify(markup)}); console.log(${JSON.stringify(escapes)});`;
const answering = `${writes}
import { createServer } from 'node:http';
createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'text/html', 'refresh': '0;url=https://evil.example', 'set-cookie': 'session=evil' });
  response.end(${JSON.stringify(markup)});
}).listen(8080);`;
const drawn = [
  String.raw`\033]0;owned\007\033]52;c;b3duZWQ=\007\033]8;;https://evil.example\007click\033]8;;\007`,
  String.raw`\033[c\033[>c\033[6n\033[21t\033]10;?\007\033P$qm\033\\`,
].join('');
const draws = `printf '${drawn}'; printf '${drawn}' >$(tmux display -p '#{client_tty}'); clear
read -t 2 -r typed; echo "got <$typed>"
`;
const ending = `${writes} // ${markup} ${turned}\nprocess.exit(3);\n`;

let platform: TestPlatform;
let url: string;
let browser: Browser;
let judge: Client;
let manager: Page;
let own: Page;
let candidate: Candidate;
beforeAll(async () => {
  if (!existsSync('web/dist/index.html')) execFileSync('npm', ['run', '--silent', 'build']);
  const challenges = new Map([[tiny.slug, tiny]]);
  platform = await startPlatform({ sandboxes: await provedSandboxes(), challenges, grade });
  await platform.app.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(platform.app.server.address() as AddressInfo).port}`;
  browser = await openBrowser();
  const link = await managerLink();
  judge = new Client(platform.app);
  await judge.call('POST /api/session', { body: { token: link.split('/').pop()! } });
  manager = await pageOf(judge);
  candidate = await startAttempt(platform, await invite(judge, markup));
  own = await pageOf(candidate);
});
afterAll(async () => {
  await browser?.close();
  await platform?.close();
});

async function managerLink(): Promise<string> {
  const { sql } = platform.database;
  const organisationId = await insertOrganisation(sql, markup);
  const person = { organisationId, email: 'mia@example.com', name: markup, roles: ['manager'] };
  return makeSignInLink(sql, await insertPerson(sql, person), url, platform.now());
}

/** A page of a browser that holds the client's cookies. */
async function pageOf(client: Client): Promise<Page> {
  const { page } = await openPage(browser);
  const cookies = Object.entries(client.cookies).map(([name, value]) => ({
    name,
    value,
    url,
    httpOnly: true,
  }));
  await page.context().addCookies(cookies);
  return page;
}

/** Asserts that nothing of what was shown was acted on. */
async function expectUnharmed(page: Page): Promise<void> {
  const state = await page.evaluate(() => ({
    pwned: 'pwned' in window,
    injected: document.querySelectorAll('img[src=x], script:not([src])').length,
    titled: /owned/.test(document.title),
    origin: location.origin,
    cookies: document.cookie,
  }));
  expect(state).toEqual({ pwned: false, injected: 0, titled: false, origin: url, cookies: '' });
}

async function save(path: string, content: string, baseRev: number): Promise<void> {
  const params = { attemptId: candidate.attemptId };
  const body = { path, content, baseRev };
  expect((await candidate.call('PUT /api/attempts/:attemptId/file', { params, body })).status).toBe(200);
}

attack(33, 'markup in the names of candidate and organisation', 'text', async () => {
  await manager.goto(url);
  await manager.getByText(markup).first().waitFor();
  await expectUnharmed(manager);
  return 'shown letter by letter';
});

attack(32, 'escape sequences in the log a candidate sees', 'shown, not obeyed', async () => {
  await save(fileName, markup, 0);
  await save('draw.sh', draws, 0);
  await save('server.ts', answering, 1);
  const body = { treeHash: await treeHashOf(candidate) };
  const params = { attemptId: candidate.attemptId };
  await candidate.call('POST /api/attempts/:attemptId/restart', { params, body });
  await own.goto(`${url}/attempts/${candidate.attemptId}`);
  await own.getByRole('log').getByText(shownEscapes).waitFor();
  await expectUnharmed(own);
  return 'each as a picture of itself, the title is ours';
});

attack(33, 'markup in file names, log and answers of the workspace', 'text', async () => {
  expect(await own.getByRole('log').textContent()).toContain(markup);
  await own.getByRole('tab', { name: 'Files' }).click();
  await own.getByRole('treeitem', { name: fileName }).click();
  await own.locator('.monaco-editor .view-line').getByText('onerror').first().waitFor();
  await own.getByRole('tab', { name: 'Request' }).click();
  await own.getByRole('textbox', { name: 'Path' }).fill('/');
  await own.getByRole('button', { name: 'Send' }).click();
  await own.getByLabel('Body').getByText(markup).waitFor();
  await expectUnharmed(own);
  return 'shown letter by letter; no cookie, no redirect taken over';
});

attack(
  32,
  'escape sequences that reach a terminal, past tmux too',
  'drawn over, and nothing typed',
  async () => {
    await own.getByRole('tab', { name: 'Terminal' }).click();
    await own.locator('[data-link=open]').waitFor({ timeout: 30_000 });
    await own.getByRole('textbox', { name: /^Terminal 1/ }).focus();
    const rows = own.locator('.xterm-rows').first();
    await own.keyboard.type('. ./draw.sh\n');
    await rows.getByText('got <>').waitFor({ timeout: 20_000 });
    expect(await own.locator('.xterm a[href], .xterm-decoration').count()).toBe(0);
    await expectUnharmed(own);
    return 'title, clipboard and keyboard untouched';
  },
);

attack(33, 'markup in code, log and file names of a scorecard', 'text', async () => {
  await save('server.ts', ending, 2);
  const submissionId = await submit(candidate);
  const params = { submissionId };
  await eventually(async () => {
    const { body } = await judge.call('GET /api/submissions/:submissionId/grading', { params });
    expect(body.state).toBe('finished');
  });
  await manager.goto(`${url}/submissions/${submissionId}`);
  await manager.getByText(`// ${markup}`).first().waitFor();
  await manager.getByText(fileName).first().waitFor();
  await expectUnharmed(manager);
  return 'shown letter by letter';
});

attack(32, 'escape sequences and turned text where reviewers read', 'shown, not obeyed', async () => {
  await manager.getByText(shownEscapes).first().waitFor();
  await manager.getByText('if (⟨U+202E⟩ admin ⟨U+2066⟩)').first().waitFor();
  await expectUnharmed(manager);
  return 'each as a picture of itself';
});

attack(33, 'answers of the API read as pages', 'never: JSON, nosniff, no script, no frame', async () => {
  for (const path of ['/', '/api/session', '/api/nothing', `/api/attempts/${candidate.attemptId}/log`]) {
    const { headers } = await platform.app.inject({ url: path, cookies: candidate.cookies });
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toMatch(/script-src 'self';.*frame-ancestors 'none'/);
    if (path !== '/') expect(headers['content-type']).toMatch(/^application\/(problem\+)?json/);
  }
  return 'on pages, answers and errors';
});

attack(42, 'formulas in what a reviewer exports', 'text in every cell, whole', async () => {
  const { sql } = platform.database;
  const [row] = await sql<{ id: string }[]>`select id from submission`;
  const names = ['=1+1', '+1', '-1', '@A1', '\t=1', '\r=1', ' =1', '＝1', '=cmd|"/C calc"!A0', '"\r\n=1,"'];
  const tables = ['/api/results.csv', `/api/comparison.csv?with=${row!.id}`];
  for (const name of names) {
    await sql`update invite set candidate_name = ${name}`;
    for (const table of tables) {
      const { body, headers } = await platform.app.inject({ url: table, cookies: judge.cookies });
      expect(headers).toMatchObject({
        'content-type': expect.stringMatching(/^text\/csv/) as string,
        'content-disposition': expect.stringMatching(/^attachment/) as string,
        'x-content-type-options': 'nosniff',
      });
      const cells = parseCsv(body.slice(1)).flat();
      expect(cells.filter((cell) => /^\s*[=+\-@＝\t\r\n]/.test(cell))).toEqual([]);
      expect(cells).toContain(name.startsWith('"') ? name : `'${name}`);
    }
  }
  return `${names.length} names in ${tables.length} tables`;
});
