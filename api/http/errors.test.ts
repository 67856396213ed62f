import { createServer, type Socket } from 'node:net';
import fastify from 'fastify';
import Type from 'typebox';
import { expect, test } from 'vitest';
import { connect } from '../db/connect.ts';
import { freePort } from '../db/port.ts';
import type { Contract } from './contract.ts';
import { handleErrors } from './errors.ts';
import { serve } from './serve.ts';

const contract = {
  'GET /api/one': { who: 'anyone', response: Type.Object({}) },
  'POST /api/one': { who: 'anyone', response: Type.Object({}) },
} as const satisfies Contract;

/** Asks a platform whose database is at `port`. */
async function ask(port: number, method: 'GET' | 'POST' = 'GET') {
  const sql = connect(`postgres://x:x@127.0.0.1:${port}/x`);
  const app = fastify();
  handleErrors(app);
  serve(app, async () => ({}), contract, {
    'GET /api/one': async () => (await sql`select 1`)[0]!,
    'POST /api/one': () => sql.begin(async (tx) => (await tx`select 1`)[0]!),
  });
  const { statusCode, headers, body } = await app.inject({ method, url: '/api/one' });
  await app.close();
  await sql.end();
  return { status: statusCode, after: headers['retry-after'], body };
}

/** Asks with a server that answers every connection in its own way. */
async function askServer(answer: (socket: Socket) => void) {
  const server = createServer((socket) =>
    socket.on('error', () => undefined).once('data', () => answer(socket)),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const got = await ask(port);
  server.close();
  return got;
}

/** What PostgreSQL says when it refuses a connection. */
function refusal(state: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${state}\0Mno\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

const away = { status: 503, after: '5', body: expect.stringContaining('"database-away"') as string };

test('a database that nobody reaches is no fault of the caller, who may try again', async () => {
  const port = await freePort();
  expect(await ask(port)).toEqual(away);
  expect(await ask(port, 'POST')).toEqual(away);
});

test('nor is one that hangs up, starts or has no connection left', async () => {
  expect(await askServer((socket) => socket.destroy())).toEqual(away);
  expect(await askServer((socket) => socket.resetAndDestroy())).toEqual(away);
  for (const state of ['57P03', '53300'])
    expect(await askServer((socket) => socket.end(refusal(state)))).toEqual(away);
});

test('one that will not let the platform in is a fault of ours that does not pass', async () => {
  const got = await askServer((socket) => socket.end(refusal('28P01')));
  expect(got).toMatchObject({ status: 500, after: undefined });
  expect(got.body).not.toContain('database');
});
