// The smallest service a grading can tell right from wrong: it adds, and keeps notes. Each sum costs about a millisecond, for
// what is faster than a generator cannot be measured by it.
import { pbkdf2Sync } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';

const notes: string[] = [];

const server = createServer((request, response) => {
  void answer(request).then(([status, body]) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
});
server.listen(8080, '127.0.0.1');

async function answer(request: IncomingMessage): Promise<[status: number, body: object]> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/health') return [200, { ok: true }];
  if (pathname === '/sum') {
    pbkdf2Sync('work', 'salt', 2000, 32, 'sha256');
    return [200, { sum: Number(searchParams.get('a')) + Number(searchParams.get('b')) }];
  }
  if (request.method === 'POST') return [201, { id: notes.push(await textOf(request)) }];
  const text = notes[Number(pathname.slice('/notes/'.length)) - 1];
  return text === undefined ? [404, {}] : [200, { text }];
}

async function textOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const piece of request) body += String(piece);
  return (JSON.parse(body) as { text: string }).text;
}
