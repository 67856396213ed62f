// A candidate's service that tries to reach beyond its preview. It runs in a sandbox, beside the echo it imports.
import { createServer } from 'node:http';
import { echo } from '../../support/echo.ts';

/** Every request as it came, for the test to look at. */
const seen: { url: string; headers: object }[] = [];

const server = createServer((request, response) => {
  const url = request.url ?? '';
  if (url === '/seen') return void response.end(JSON.stringify(seen));
  seen.push({ url, headers: request.headers });
  if (url === '/health') return void response.end('ok');
  response.setHeader('Set-Cookie', [
    'own=1; Path=/',
    'session=planted; Domain=localhost; Path=/',
    'wide=1; Domain=preview.localhost; Path=/',
  ]);
  response.setHeader('Service-Worker-Allowed', '/');
  response.setHeader('Content-Security-Policy', 'frame-ancestors *');
  const script = url.endsWith('.js');
  response.setHeader('Content-Type', script ? 'text/javascript' : 'text/html');
  response.end(script ? 'self.onfetch = () => {};' : '<!doctype html><title>Hostile</title><h1>Hostile</h1>');
});
server.on('upgrade', (request, socket, head) => {
  seen.push({ url: request.url ?? '', headers: request.headers });
  echo(request, socket, head);
});
server.listen(8080, '127.0.0.1');
