import { insertPerson } from '../../api/person/store.ts';
import { makeSignInLink } from '../../api/person/routes.ts';
import { Client, publicUrl, type TestPlatform } from './app.ts';

/** Somebody of the organisation of `manager`, signed in. */
export async function signInBeside(
  platform: TestPlatform,
  manager: Client,
  name: string,
  roles: string[],
): Promise<Client & { id: string }> {
  const { sql } = platform.database;
  const { body: me } = await manager.call('GET /api/session', {});
  const [row] = await sql<{ organisationId: string }[]>`
    select organisation_id from person where email = ${me.email}`;
  const { organisationId } = row!;
  const email = `${crypto.randomUUID()}@example.com`;
  const id = await insertPerson(sql, { organisationId, email, name, roles });
  const link = await makeSignInLink(sql, id, publicUrl, platform.now());
  const client = new Client(platform.app);
  await client.call('POST /api/session', { body: { token: link.split('/').pop()! } });
  return Object.assign(client, { id });
}
