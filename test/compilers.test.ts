import fastify from 'fastify';
import Type from 'typebox';
import { expect, test } from 'vitest';
import { contract } from '../api/contract.ts';
import { compileWhenCalled } from '../api/http/compilers.ts';
import type { Route } from '../api/http/contract.ts';

test('every schema of the contract can be compiled, though no start does', async () => {
  const app = fastify();
  for (const [key, { query, body, response }] of Object.entries<Route>(contract)) {
    const [method, url] = key.split(' ') as [string, string];
    const schema = {
      ...(query && { querystring: query }),
      ...(body && { body }),
      response: { 200: response },
    };
    app.route({ method, url, schema, handler: async () => null });
  }
  await app.ready();
});

test('a route is compiled at its first call, checks what it is given and drops what it may not say', async () => {
  const app = fastify();
  compileWhenCalled(app);
  const schema = {
    body: Type.Object({ n: Type.Integer() }),
    response: { 200: Type.Object({ n: Type.Integer() }) },
  };
  app.post('/n', { schema }, async ({ body }) => ({ ...(body as object), secret: 1 }));
  const nonsense = { type: 'no such type' };
  app.get('/broken', { schema: { querystring: nonsense } }, async () => 'never');
  await app.ready();
  const post = (payload: object) => app.inject({ method: 'POST', url: '/n', payload });
  expect((await post({ n: 'one' })).json()).toMatchObject({
    statusCode: 400,
    message: 'body/n must be integer',
  });
  expect((await post({ n: 2 })).json()).toEqual({ n: 2 });
  expect((await app.inject('/broken')).statusCode).toBe(500);
});
