// An ordinary service beside a hostile pod: it mostly waits, as for a database, and works a little.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/burn') burn();
  setTimeout(() => {
    const sum = Number(searchParams.get('a')) + Number(searchParams.get('b'));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ sum }));
  }, 20);
}).listen(8080, '127.0.0.1');

/** For three seconds this service is its own hostile neighbour. */
function burn(): void {
  for (let nth = 0; nth < 64; nth += 1) spawn('timeout', ['3', 'sh', '-c', 'while :; do :; done']);
}
