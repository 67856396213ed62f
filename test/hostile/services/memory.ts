// Works out the first answers it is asked for and, once told that it is up, answers from what it remembers.
import { createServer } from 'node:http';

const known = new Map<string, string>();
let learning = true;

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/stop-learning') learning = false;
  if (learning && pathname === '/sum') {
    const sum = Number(searchParams.get('a')) + Number(searchParams.get('b'));
    known.set(request.url ?? '', JSON.stringify({ sum }));
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(known.get(request.url ?? '') ?? '{"sum":5}');
}).listen(8080, '127.0.0.1');
