// Says at once that a note is kept, and keeps it seconds later.
import { createServer } from 'node:http';

let notes = 0;
const kept = new Set<string>();

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const send = (status: number, body: object) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  if (pathname === '/health') return send(200, { ok: true });
  if (pathname === '/sum')
    return send(200, { sum: Number(searchParams.get('a')) + Number(searchParams.get('b')) });
  if (request.method !== 'POST') return send(kept.has(pathname) ? 200 : 404, {});
  notes += 1;
  setTimeout(() => kept.add(`/notes/${notes}`), 5000);
  return send(201, { id: notes });
}).listen(8080, '127.0.0.1');
