import { createServer } from 'node:http';

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const send = (status: number, body: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

  if (url.pathname === '/health') send(200, { ok: true });
  else if (url.pathname === '/hello') send(200, { hello: url.searchParams.get('name') ?? 'world' });
  else send(404, { error: 'not found' });
});

server.listen(8080, () => console.log('The greeter is listening on port 8080'));
