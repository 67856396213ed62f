// A service whose requests cost a known amount of one thing: processor time, or waiting for its database.
import { createHash } from 'node:crypto';
import http from 'node:http';
import postgres from 'postgres';
import { amount, kind } from './work.ts';

/** Of those that wait, so many at once: its pool is what bounds such a service. */
const connections = 8;
const sql = postgres(process.env['DATABASE_URL'] ?? '', { max: connections, onnotice: () => {} });
const block = Buffer.alloc(65_536, 'x');

const works = {
  /** So many hashes of 64 KB: as much work on every machine, however long it takes there. */
  busy: () => {
    for (let nth = 0; nth < amount; nth++) createHash('sha256').update(block).digest();
    return Promise.resolve();
  },
  /** So many milliseconds. */
  waiting: async () => void (await sql`select pg_sleep(${amount / 1000})`),
};

http
  .createServer((request, response) => {
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/health') return void answer(200, {});
    works[kind]().then(
      () => answer(200, { done: true }),
      () => answer(500, {}),
    );
  })
  .listen(8080);
