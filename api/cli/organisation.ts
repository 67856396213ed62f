// proofload organisation: a new organisation and its first admin, who invites everybody else from the pages.
import { audit } from '../db/audit.ts';
import { invitedExpiry } from '../person/person.ts';
import { makeSignInLink } from '../person/routes.ts';
import { findPersonByEmail, insertOrganisation, insertPerson } from '../person/store.ts';
import { withDatabase } from './database.ts';
import { BadUsage } from './usage.ts';

export const usage = 'organisation <name> <e-mail of its admin> <name of its admin>';

export async function run(args: string[]): Promise<number> {
  const [organisation, email, name, ...more] = args.map((arg) => arg.trim());
  if (!organisation || !email?.includes('@') || !name || more.length > 0)
    throw new BadUsage('It takes a name, an e-mail address and the name of a person');
  return withDatabase(async ({ sql, config }) => {
    if (await findPersonByEmail(sql, email))
      throw new BadUsage(`Somebody with the address ${email} is here already`);
    const now = new Date();
    const link = await sql.begin(async (tx) => {
      const organisationId = await insertOrganisation(tx, organisation);
      const personId = await insertPerson(tx, { organisationId, email, name, roles: ['admin', 'manager'] });
      await audit(tx, { at: now, organisationId, action: 'organisation.made', subject: organisationId });
      return makeSignInLink(tx, personId, config.publicUrl, now, invitedExpiry(now));
    });
    console.log(link);
    return 0;
  });
}
