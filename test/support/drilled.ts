// A service with a database and a third party for drills: sound, or with one fault for each drill to find.
import type { Challenge } from '../../api/challenge/challenge.ts';
import type { Tree } from '../../api/challenge/tree.ts';
import { parcels } from './challenge.ts';
import { treeOf } from './pods.ts';

const load = `import { defineLoad } from 'proofload/load';
export default defineLoad([
  { name: 'price', weight: 3, make: () => ({ method: 'GET', path: '/price', check: (status, json) => status === 200 && json?.price === 7 }) },
  { name: 'order', weight: 1, make: () => ({ method: 'POST', path: '/orders', body: { item: 'a pound of flour' }, check: (status) => status === 201 }) },
]);`;

const carrier = `import { defineStub } from 'proofload/stub';
export default defineStub({ port: 9101, answer: () => ({ status: 200, body: { shipping: 2 } }) });`;

export const drilled: Challenge = {
  ...parcels,
  goal: { ms: 300, errorRate: 0.01, rps: 30 },
  env: { DATABASE_URL: 'postgres://app@127.0.0.1:5432/app' },
  services: { postgres: treeOf({ '1.sql': 'create table item (price int); insert into item values (5);' }) },
  stubs: treeOf({ 'carrier.ts': carrier }),
  suites: { visible: new Map(), hidden: treeOf({ 'load.ts': load }) },
};

// Work that only one request can do at a time, 10 ms each.
const shared = `import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
const connectionString = process.env.DATABASE_URL;
let turn: Promise<unknown> = Promise.resolve();
let waiting = 0;
let ending = false;
const work = () => {
  waiting++;
  const mine = turn.then(() => sleep(10)).finally(() => waiting--);
  turn = mine;
  return mine;
};
const text = async (request: http.IncomingMessage) => { let all = ''; for await (const piece of request) all += piece; return all; };
const reply = (response: http.ServerResponse, status: number, body: unknown) => response.writeHead(status, { 'content-type': 'application/json', ...(ending && { connection: 'close' }) }).end(JSON.stringify(body));
`;

export const sound: Tree = treeOf({
  'server.ts': `${shared}
const pool = new pg.Pool({ connectionString, max: 5, connectionTimeoutMillis: 300, query_timeout: 300 });
pool.on('error', () => {});
let known = { price: 5, shipping: 2 };
const fresh = async () => {
  const [row, answer] = await Promise.allSettled([
    pool.query('select price from item'),
    fetch('http://127.0.0.1:9101/rate', { signal: AbortSignal.timeout(200) }).then((each) => each.json()),
  ]);
  if (row.status === 'fulfilled') known = { ...known, price: row.value.rows[0].price };
  if (answer.status === 'fulfilled') known = { ...known, shipping: answer.value.shipping };
  return known.price + known.shipping;
};
const server = http.createServer(async (request, response) => {
  const body = await text(request).catch(() => undefined);
  if (request.url === '/health') return reply(response, 200, {});
  if (body === undefined || waiting > 8) return reply(response, 503, {});
  await work();
  if (request.method === 'POST') return reply(response, 201, {});
  reply(response, 200, { price: await fresh() });
}).listen(8080);
process.on('SIGTERM', () => {
  ending = true;
  server.close(() => process.exit(0));
});`,
});

/** Each fault is one that a drill is there to find; without the drill the service does all that is asked of it. */
export const faulty: Tree = treeOf({
  'server.ts': `${shared}
// Takes its time to start.
await sleep(4500);
// Does not hear that it is asked to end.
process.on('SIGTERM', () => {});
// One connection for ever, and no limit on how long anything may take.
const client = new pg.Client({ connectionString });
client.on('error', () => {});
await client.connect();
const leak: Buffer[] = [];
let slots = 5;
const queue: (() => void)[] = [];
const slot = async () => { if (slots > 0) slots--; else await new Promise<void>((go) => queue.push(go)); };
const free = () => { const next = queue.shift(); if (next) next(); else slots++; };
http.createServer(async (request, response) => {
  if (request.url === '/health') return reply(response, 200, {});
  leak.push(Buffer.alloc(100_000, 1));
  // Takes one of few places before it has read what is asked.
  await slot();
  try {
    await text(request);
    await work();
    if (request.method === 'POST') return reply(response, 201, {});
    const { rows } = await client.query('select price from item');
    const answer = await fetch('http://127.0.0.1:9101/rate');
    reply(response, 200, { price: rows[0].price + (await answer.json()).shipping });
  } catch {
    reply(response, 500, {});
  } finally {
    free();
  }
}).listen(8080);`,
});
