// Has decided not to end.
import { createServer } from 'node:http';

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, () => {});
const began = Date.now();
createServer((_, response) => response.end(String(began))).listen(8080, '127.0.0.1');
