import { randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dropWorkspace } from '../api/workspace/store.ts';
import {
  eventually,
  openInvite,
  previewHost,
  startApi,
  startAttempt,
  startPlatform,
  startTestRunner,
  submit,
  type Candidate,
  type TestPlatform,
} from './support/app.ts';
import { echo } from './support/echo.ts';
import { ask, closed, listen, Preview, sayTo, send, ticketPath, type Seen } from './support/preview.ts';

let platform: TestPlatform;
let port: number;
let candidate: Candidate;
let preview: Preview;
const mirror: RequestListener = (request, response) => {
  const { method, url, rawHeaders, headers } = request;
  let bytes = 0;
  request.on('data', (chunk: Buffer) => (bytes += chunk.length));
  request.on('end', () => response.end(JSON.stringify({ method, url, rawHeaders, headers, bytes })));
};
/** What the candidate's service does with a request; it tells what it saw unless a test says otherwise. */
let service = mirror;
interface Mirrored {
  method: string;
  url: string;
  rawHeaders: string[];
  headers: Record<string, string>;
  bytes: number;
}
const mirrored = ({ body }: Seen) => JSON.parse(body) as Mirrored;

beforeAll(async () => {
  const webDir = await mkdtemp(join(tmpdir(), 'proofload-web-'));
  await writeFile(join(webDir, 'index.html'), '<title>Proofload</title>');
  platform = await startPlatform({ webDir });
  platform.sandboxes.service = (request, response) => service(request, response);
  platform.sandboxes.upgrade = (request, socket, head) => {
    if (request.url === '/no-socket')
      socket.end('HTTP/1.1 426 Upgrade Required\r\nContent-Length: 2\r\n\r\nno');
    else echo(request, socket, head);
  };
  port = await listen(platform);
  candidate = await startAttempt(platform);
  preview = new Preview(candidate.attemptId, port);
  await preview.open(candidate);
});
afterAll(() => platform.close());
beforeEach(() => {
  service = mirror;
});

const another = async (): Promise<[Candidate, Preview]> => {
  const made = await startAttempt(platform);
  return [made, new Preview(made.attemptId, port)];
};
const bare = ({ status, headers, body }: Seen) => {
  const { date: _, ...others } = headers;
  return { status, headers: others, body };
};
const platformCookies = () =>
  Object.entries(candidate.cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
/** Names and values in turn, of lines as they stand in a message. */
const rawFields = (lines: string[]) => lines.flatMap((line) => line.split(': '));
const notOpen = async () => bare(await ask(port, `${randomUUID()}.${previewHost}`, '/'));

describe('a link', () => {
  test('opens the preview in one browser, with a cookie of that host alone', async () => {
    const mine = new Preview(candidate.attemptId, port);
    const { headers } = await mine.open(candidate);
    expect(headers).toMatchObject({
      location: '/',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    });
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(/^p=[\w-]{43}; Path=\/; Max-Age=14400; HttpOnly; SameSite=Lax$/),
    ]);
    expect(mirrored(await mine.ask('/a?b=c'))).toMatchObject({ method: 'GET', url: '/a?b=c' });
  });

  test('works once, of two at the same moment too; afterwards only for who has the cookie', async () => {
    const path = await ticketPath(candidate);
    const strangers = [1, 2].map(() => new Preview(candidate.attemptId, port).ask(path));
    const statuses = (await Promise.all(strangers)).map(({ status }) => status);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([303, 404]);
    expect(bare(await new Preview(candidate.attemptId, port).ask(path))).toEqual(await notOpen());
    const again = await preview.ask(path);
    expect([again.status, again.headers.location, again.headers['set-cookie']]).toEqual([
      303,
      '/',
      undefined,
    ]);
  });

  test('works for a minute, at its own host, by GET', async () => {
    const [other, theirs] = await another();
    const path = await ticketPath(other);
    expect(bare(await new Preview(candidate.attemptId, port).ask(path))).toEqual(await notOpen());
    expect((await theirs.ask(path, { method: 'POST' })).status).toBe(404);
    expect((await theirs.ask(path)).status).toBe(303);
    const late = await ticketPath(other);
    platform.advance(61_000);
    expect(bare(await theirs.ask(late))).toEqual(await notOpen());
  });

  test('and its cookie are stored as hashes, and old ones are forgotten', async () => {
    const [other, theirs] = await another();
    await theirs.open(other);
    const ticket = (await ticketPath(other)).split('/').pop()!;
    const rows = () =>
      platform.database.sql<{ hash: Buffer }[]>`
        select hash from preview_pass where attempt_id = ${other.attemptId}`;
    const text = (await rows()).map(({ hash }) => hash.toString('latin1')).join();
    expect(text).not.toContain(ticket);
    expect(text).not.toContain(theirs.cookie.slice(2));
    expect(await rows()).toHaveLength(2);
    await platform.database.sql`update preview_pass set expires_at = expires_at - interval '4 hours'`;
    expect(bare(await theirs.ask('/'))).toEqual(await notOpen());
    await ticketPath(other);
    expect(await rows()).toHaveLength(1);
    await preview.open(candidate);
  });

  test('is given while the attempt runs', async () => {
    const waiting = await openInvite(platform);
    const params = { attemptId: waiting.attemptId };
    const { problem } = await waiting.call('POST /api/attempts/:attemptId/preview', { params });
    expect(problem).toMatchObject({ status: 409, code: 'attempt-waiting' });
  });
});

describe('who has no pass', () => {
  test('sees one page, whatever is behind it', async () => {
    const page = await notOpen();
    expect(page).toMatchObject({ status: 404, body: expect.stringContaining('Open it from your workspace') });
    const [other, theirs] = await another();
    await theirs.open(other);
    const { cookie } = preview;
    const strangers: [host: string, headers: Record<string, string>][] = [
      [preview.host, {}],
      [preview.host, { cookie: theirs.cookie }],
      [preview.host, { cookie: `p=${'x'.repeat(43)}` }],
      [preview.host, { cookie: platformCookies() }],
      [theirs.host, { cookie }],
      [`${randomUUID()}.${previewHost}`, { cookie }],
      [previewHost, { cookie }],
      [`x.${preview.host}`, { cookie }],
      [`${candidate.attemptId}%2e.${previewHost}`, { cookie }],
    ];
    for (const [host, headers] of strangers)
      for (const path of ['/', '/api/session', '/.proofload/', '/.proofload/open/x'])
        expect([host, path, bare(await ask(port, host, path, { headers }))]).toEqual([host, path, page]);
  });

  test('gets no further by planting cookies, of which the right one still counts', async () => {
    const planted = Array.from({ length: 3 }, (_, n) => `p=${n}`).join('; ');
    const answer = await preview.ask('/', { headers: { cookie: planted } });
    expect(mirrored(answer).headers['cookie']).toBeUndefined();
  });
});

describe('a preview’s host and the platform’s', () => {
  const platformPaths = ['/api/session', '/openapi.json', '/index.html', '/attempts/x'];

  test('are told apart however the name is written', async () => {
    const { host, cookie } = preview;
    const [name] = host.split(':');
    for (const written of [host.toUpperCase(), `${name}.:${port}`, `${name}`, `${name}:80`, `${name}..`])
      for (const path of platformPaths) {
        const answer = await ask(port, written, path, {
          headers: { cookie, 'x-forwarded-host': 'proofload.test' },
        });
        expect([written, mirrored(answer).url]).toEqual([written, path]);
        expect((await ask(port, written, path)).status).toBe(404);
      }
  });

  test('are not mixed up by what else a request says', async () => {
    const { host, cookie } = preview;
    const headers = { cookie, 'x-forwarded-host': host, forwarded: `host=${host}`, 'x-original-host': host };
    for (const plain of [
      'proofload.test',
      `localhost:${port}`,
      `${candidate.attemptId}.${previewHost}.example`,
      `x${previewHost}`,
    ]) {
      expect((await ask(port, plain, '/', { headers })).body).toBe('<title>Proofload</title>');
      expect((await ask(port, plain, '/api/session', { headers })).status).toBe(401);
      expect((await ask(port, plain, '/.proofload/open/x', { headers })).body).toBe(
        '<title>Proofload</title>',
      );
    }
  });

  test('are refused together in one request', async () => {
    const { host, cookie } = preview;
    const request = (target: string, ...hosts: string[]) =>
      send(
        port,
        `GET ${target} HTTP/1.1\r\n${hosts.map((one) => `Host: ${one}\r\n`).join('')}Cookie: ${cookie}\r\nConnection: close\r\n\r\n`,
      );
    for (const text of [
      await request('/api/session', 'proofload.test', host),
      await request('/api/session', host, 'proofload.test'),
      await request('/api/session', host, host),
      await request(`http://${host}/api/session`, 'proofload.test'),
      await request('http://proofload.test/api/session', host),
      await request(`http://${host}/`, host),
      await request('*', host),
    ])
      expect(text).toMatch(/^HTTP\/1\.1 404 [^]*Open it from your workspace/);
    expect(await request('/', host)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await request('http://proofload.test/api/session', 'proofload.test')).toContain('not-signed-in');
  });

  test('and no other protocol leads to either', async () => {
    const { host, cookie } = preview;
    const head = `Host: ${host}\r\nCookie: ${cookie}\r\n`;
    expect(await send(port, `CONNECT ${host} HTTP/1.1\r\n${head}\r\n`)).toBe('');
    const upgrade = await send(
      port,
      `GET / HTTP/1.1\r\n${head}Connection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n`,
    );
    expect(upgrade).toMatch(/^HTTP\/1\.1 200 /);
    const websocket = `GET /api/session HTTP/1.1\r\nHost: proofload.test\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n`;
    expect(await send(port, websocket)).toContain('not-signed-in');
  });

  test('a write on the platform from a preview is a write from another site', async () => {
    const answer = await ask(port, 'proofload.test', '/api/session', {
      method: 'DELETE',
      headers: { origin: preview.origin },
    });
    expect([answer.status, answer.body.includes('cross-origin')]).toEqual([403, true]);
  });
});

describe('a request', () => {
  test('reaches the service with its method, path, body and plain fields, and nothing of the platform', async () => {
    expect(platformCookies()).toMatch(/^attempt_/);
    const answer = await preview.ask('/orders//%2e%2e/x?y=%zz', {
      method: 'PUT',
      body: Buffer.alloc(3_000_000),
      headers: {
        'content-type': 'text/plain',
        'x-twice': ['1', '2'],
        cookie: `${platformCookies()}; cart=7`,
        authorization: 'Bearer x',
        origin: preview.origin,
        referer: `${preview.origin}/form`,
        'x-forwarded-for': '10.0.0.1',
        'x-real-ip': '10.0.0.1',
        'sec-fetch-site': 'same-origin',
        'sec-ch-ua': 'x',
        te: 'trailers',
      },
    });
    const { method, url, rawHeaders, bytes } = mirrored(answer);
    expect({ method, url, bytes }).toEqual({
      method: 'PUT',
      url: '/orders//%2e%2e/x?y=%zz',
      bytes: 3_000_000,
    });
    expect(rawHeaders).toEqual(
      rawFields([
        'Host: 127.0.0.1:8080',
        'content-type: text/plain',
        'x-twice: 1',
        'x-twice: 2',
        'Content-Length: 3000000',
        'origin: http://127.0.0.1:8080',
        'referer: http://127.0.0.1:8080/form',
        'Cookie: cart=7',
        'Connection: close',
      ]),
    );
  });

  test('for a service worker’s program is refused before the service sees it', async () => {
    let asked = 0;
    service = (_, response) => void response.end(String((asked += 1)));
    const { status, body } = await preview.ask('/worker.js', { headers: { 'service-worker': 'script' } });
    expect([status, asked, body.includes('cannot have a service worker')]).toEqual([403, 0, true]);
  });

  test('with too many fields is refused', async () => {
    expect((await preview.ask('/', { headers: { 'x-long': 'x'.repeat(20_000) } })).status).toBe(431);
  });

  test('beyond sixteen at once is told to wait, and the neighbour is not', async () => {
    const held: (() => void)[] = [];
    service = (request, response) => {
      if (request.url === '/held') held.push(() => response.end('late'));
      else response.end();
    };
    const [other, theirs] = await another();
    await theirs.open(other);
    const under = Array.from({ length: 16 }, () => preview.ask('/held'));
    await eventually(() => expect(held).toHaveLength(16));
    const { status, body } = await preview.ask('/');
    expect([status, body.includes('Too much at once')]).toEqual([503, true]);
    expect((await theirs.ask('/')).status).toBe(200);
    for (const end of held) end();
    expect((await Promise.all(under)).map((one) => one.body)).toEqual(Array(16).fill('late'));
    expect((await preview.ask('/')).status).toBe(200);
  });
});

describe('an answer', () => {
  test('loses what would outlive or leave the preview, and gains our policy', async () => {
    service = (_, response) => {
      const fields = [
        'Set-Cookie: a=1; Domain=proofload.test',
        'Set-Cookie: b=2; HttpOnly',
        'Set-Cookie: p=x',
        'Service-Worker-Allowed: /',
        'Clear-Site-Data: "*"',
        'Alt-Svc: h3=":443"',
        'NEL: {}',
        'Strict-Transport-Security: max-age=1',
        'X-Mine: yes',
        'Connection: close, X-Hop',
        'X-Hop: 1',
        'Content-Security-Policy: frame-ancestors *',
        'Referrer-Policy: unsafe-url',
      ];
      response.writeHead(201, rawFields(fields));
      response.end('made');
    };
    const { status, headers, body } = await preview.ask('/');
    const { date, connection, 'transfer-encoding': chunked, ...rest } = headers;
    expect([status, body, typeof date, connection, chunked]).toEqual([
      201,
      'made',
      'string',
      'close',
      'chunked',
    ]);
    expect(rest).toEqual({
      'set-cookie': ['a=1', 'b=2; HttpOnly'],
      'x-mine': 'yes',
      'content-security-policy': "frame-ancestors *, frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    });
  });

  test('that redirects is passed back, and stays on the preview when it means the service', async () => {
    let asked = 0;
    service = (request, response) => {
      asked += 1;
      response.writeHead(307, { location: new URLSearchParams(request.url!.slice(2)).get('to')! }).end();
    };
    const to = async (place: string) =>
      (await preview.ask(`/?to=${encodeURIComponent(place)}`)).headers.location;
    expect(await to('http://169.254.169.254/latest')).toBe('http://169.254.169.254/latest');
    expect(await to('http://127.0.0.1:8080/items/')).toBe(`${preview.origin}/items/`);
    expect(asked).toBe(2);
  });

  test('to HEAD has no body, and an empty one none either', async () => {
    service = (request, response) => {
      if (request.method === 'HEAD') response.writeHead(200, { 'content-length': 7 }).end();
      else response.writeHead(304, { etag: '"1"' }).end();
    };
    const head = await preview.ask('/', { method: 'HEAD' });
    expect([head.status, head.headers['content-length'], head.body]).toEqual([200, '7', '']);
    expect(await preview.ask('/')).toMatchObject({ status: 304, headers: { etag: '"1"' }, body: '' });
  });

  test('that does not come is a page that says so', async () => {
    const { service: listening } = platform.sandboxes;
    platform.sandboxes.service = undefined;
    const [other, theirs] = await another();
    platform.sandboxes.service = listening;
    await theirs.open(other);
    const { status, body } = await theirs.ask('/');
    expect(status).toBe(502);
    expect(body).toMatch(/Your service does not answer yet[^]*Try again/);
  });
});

describe('a WebSocket', () => {
  test('passes both ways, however long the message', async () => {
    const socket = await preview.socket();
    expect(await sayTo(socket, 'hello')).toBe('hello');
    const long = 'x'.repeat(1_000_000);
    expect((await sayTo(socket, long)) === long).toBe(true);
    socket.close(1000);
    await closed(socket);
  });

  test('is opened by the preview’s own page only', async () => {
    const { origin, cookie } = preview;
    for (const headers of [
      {},
      { origin: 'http://proofload.test' },
      { origin: `http://${previewHost}` },
      { origin: origin.replace('http', 'https') },
      { origin: 'null' },
      { origin, cookie: '' },
      { origin, cookie: `${cookie}x` },
    ] as Record<string, string>[])
      await expect(preview.socket(headers), JSON.stringify(headers)).rejects.toThrow('refused');
    const socket = await preview.socket();
    socket.close();
    await closed(socket);
  });

  test('that the service refuses is refused with its answer', async () => {
    const { host, origin, cookie } = preview;
    const text = await send(
      port,
      `GET /no-socket HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\nCookie: ${cookie}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    );
    expect(text).toMatch(/^HTTP\/1\.1 426 [^]*frame-ancestors 'none'[^]*no$/);
  });

  test('ends with the attempt, and so does the preview', async () => {
    const [other, theirs] = await another();
    await theirs.open(other);
    const socket = await theirs.socket();
    const end = closed(socket);
    await submit(other);
    await end;
    expect(bare(await theirs.ask('/'))).toEqual(await notOpen());
    await expect(theirs.socket()).rejects.toThrow('refused');
  });

  test('ends with the platform, which does not wait for it', async () => {
    const own = await startPlatform();
    own.sandboxes.service = mirror;
    own.sandboxes.upgrade = echo;
    const there = await listen(own);
    const made = await startAttempt(own);
    const theirs = new Preview(made.attemptId, there);
    await theirs.open(made);
    const socket = await theirs.socket();
    const end = closed(socket);
    await own.close();
    await end;
  });
});

test('a sandbox that went because nobody used it comes back for who looks at its preview', async () => {
  const [other, theirs] = await another();
  await theirs.open(other);
  await dropWorkspace(platform.database.sql, other.attemptId);
  const { status, body } = await theirs.ask('/');
  expect(status).toBe(409);
  expect(body).toMatch(/http-equiv="refresh"[^]*Your workspace is starting/);
  await eventually(async () => expect((await theirs.ask('/')).status).toBe(200));
});

test('a service on another machine is reached in the same way', async () => {
  const own = await startApi();
  const there = await startTestRunner(own.database, { name: 'there' });
  there.sandboxes.service = mirror;
  there.sandboxes.upgrade = echo;
  const made = await startAttempt(own);
  const theirs = new Preview(made.attemptId, await listen(own));
  await theirs.open(made);
  for (let n = 0; n < 3; n += 1) expect(mirrored(await theirs.ask('/a')).url).toBe('/a');
  expect(mirrored(await theirs.ask('/', { method: 'POST', body: 'four' })).bytes).toBe(4);
  const socket = await theirs.socket();
  expect(await sayTo(socket, 'hello')).toBe('hello');
  const end = closed(socket);
  await there.stop();
  await end;
  const { status, body } = await theirs.ask('/');
  expect([status, body.includes('Your workspace is starting')]).toEqual([409, true]);
  await own.close();
});

test('a platform that has no name for previews says so', async () => {
  const own = await startApi({ previewHost: undefined });
  const made = await openInvite(own);
  const { problem } = await made.call('POST /api/attempts/:attemptId/preview', {
    params: { attemptId: made.attemptId },
  });
  expect(problem).toMatchObject({ status: 503, code: 'no-preview' });
  await own.close();
});
