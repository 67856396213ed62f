import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';

// Read once: what answers tells which files the service was started with.
const pulse = readFileSync('pulse.txt', 'utf8').trim();

createServer((_request, response) => {
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ pulse }));
}).listen(8080, '127.0.0.1');
