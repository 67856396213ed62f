// proofload sign-in: a fresh link for somebody who cannot get in any other way.
import { audit } from '../db/audit.ts';
import { makeSignInLink } from '../person/routes.ts';
import { findPersonByEmail } from '../person/store.ts';
import { withDatabase } from './database.ts';
import { BadUsage } from './usage.ts';

export const usage = 'sign-in <e-mail>';

export async function run([email, ...more]: string[]): Promise<number> {
  if (!email || more.length > 0) throw new BadUsage('It takes an e-mail address');
  return withDatabase(async ({ sql, config }) => {
    const person = await findPersonByEmail(sql, email.trim());
    if (!person) throw new BadUsage(`There is nobody with the address ${email}`);
    const now = new Date();
    const { id, organisationId } = person;
    const link = await sql.begin(async (tx) => {
      await audit(tx, { at: now, organisationId, action: 'person.link-made', subject: id });
      return makeSignInLink(tx, id, config.publicUrl, now);
    });
    console.log(link);
    return 0;
  });
}
