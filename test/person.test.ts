import { afterAll, beforeAll, expect, test } from 'vitest';
import { signIn, startPlatform, type TestPlatform } from './support/app.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

test('a sign-in link signs its person in and sets a cookie scripts cannot read', async () => {
  const client = await signIn(platform, ['manager', 'admin']);
  const me = await client.call('GET /api/session', {});
  expect(me.status).toBe(200);
  expect(me.body).toMatchObject({ name: 'Mia', organisation: 'Brightside', roles: ['manager', 'admin'] });
});
